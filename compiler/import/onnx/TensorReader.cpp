// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/TensorReader.h"
#include "compiler/import/onnx/ExternalData.h"
#include "compiler/import/onnx/proto/nacre_onnx.pb.h"
#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace nacre::onnx {

namespace {

/// Stores element `index` from its bits.
void setBits(Tensor &tensor, int64_t index, uint64_t bits) {
  switch (tensor.type) {
  case ElementType::Float: {
    float value;
    uint32_t narrow = uint32_t(bits);
    std::memcpy(&value, &narrow, sizeof value);
    tensor.reals[size_t(index)] = double(value);
    return;
  }
  case ElementType::Double:
    std::memcpy(&tensor.reals[size_t(index)], &bits, sizeof bits);
    return;
  case ElementType::Float16:
    tensor.reals[size_t(index)] = halfToDouble(uint16_t(bits));
    return;
  case ElementType::Bfloat16:
    tensor.reals[size_t(index)] = bfloatToDouble(uint16_t(bits));
    return;
  default:
    tensor.integers[size_t(index)] = wrapTo(tensor.type, int64_t(bits));
  }
}

/// Fills the tensor from little-endian bytes; narrow types lie in a byte from its low bits on.
void fillFromBytes(Tensor &tensor, std::string_view bytes) {
  const int64_t bits = bitsOf(tensor.type);
  auto byte = [&](int64_t at) { return uint64_t(uint8_t(bytes[size_t(at)])); };
  for (int64_t i = 0; i < tensor.size(); ++i) {
    uint64_t value = 0;
    if (bits < 8)
      value = byte(i * bits / 8) >> (i * bits % 8);
    else
      for (int64_t b = 0; b < bits / 8; ++b)
        value |= byte(i * bits / 8 + b) << (8 * b);
    setBits(tensor, i, value);
  }
}

class Reader {
  const nacre_onnx::TensorProto &proto;
  const std::string &folder, &owner;
  Findings &findings;

public:
  Reader(const nacre_onnx::TensorProto &proto, const std::string &folder, const std::string &owner,
         Findings &findings)
      : proto(proto), folder(folder), owner(owner), findings(findings) {}

  Tensor read() {
    std::optional<ElementType> type = elementTypeOf(proto.data_type());
    if (!type)
      return refuse(
          "NCR1208",
          fmt::format("tensor '{}' has elements of type {}", proto.name(), proto.data_type()),
          "use float, float16, bfloat16, double, integers or bool");
    Shape shape(proto.dims().begin(), proto.dims().end());
    std::optional<int64_t> count = elementsOf(shape);
    if (!count || shape.size() > 16)
      return refuse(
          "NCR1103", fmt::format("tensor '{}' has the shape {}", proto.name(), textOf(shape)),
          fmt::format("at most {} elements, none of them a negative number", maxElements));
    if (proto.has_segment())
      return refuse("NCR1208", fmt::format("tensor '{}' is one of several segments", proto.name()),
                    "store it in one piece");
    // Nothing is allocated before the bytes are known to be there.
    if (proto.data_location() == nacre_onnx::TensorProto::EXTERNAL)
      return readExternal(*type, shape, *count);
    if (proto.has_raw_data())
      return fromBytes(*type, shape, *count, proto.raw_data());
    return fromTyped(*type, shape, *count);
  }

private:
  Tensor refuse(std::string_view code, const std::string &reason, std::string_view remedy) {
    findings.add(code, owner, reason, remedy);
    return {};
  }

  Tensor sizeMismatch(int64_t needed, int64_t given, std::string_view unit) {
    return refuse("NCR1103",
                  fmt::format("tensor '{}' needs {} {} for its shape but has {}", proto.name(),
                              needed, unit, given),
                  "the file is damaged; export it again");
  }

  Tensor fromBytes(ElementType type, const Shape &shape, int64_t count, std::string_view bytes) {
    int64_t needed = (count * bitsOf(type) + 7) / 8;
    if (int64_t(bytes.size()) != needed)
      return sizeMismatch(needed, int64_t(bytes.size()), "bytes");
    Tensor tensor(type, shape);
    fillFromBytes(tensor, bytes);
    return tensor;
  }

  Tensor readExternal(ElementType type, const Shape &shape, int64_t count) {
    std::string location;
    int64_t offset = 0, length = (count * bitsOf(type) + 7) / 8;
    for (const auto &entry : proto.external_data()) {
      const std::string &value = entry.value();
      int64_t *number = entry.key() == "offset"   ? &offset
                        : entry.key() == "length" ? &length
                                                  : nullptr;
      if (entry.key() == "location")
        location = value;
      else if (number) {
        auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), *number);
        if (error != std::errc() || end != value.data() + value.size())
          return refuse("NCR1102",
                        fmt::format("tensor '{}' has external data with {} '{}'", proto.name(),
                                    entry.key(), value),
                        "offset and length are decimal numbers of bytes");
      }
    }
    if (length != (count * bitsOf(type) + 7) / 8)
      return sizeMismatch((count * bitsOf(type) + 7) / 8, length, "bytes");
    Result<std::string> bytes = readExternalData(folder, location, offset, length);
    if (!bytes)
      return refuse("NCR1102",
                    fmt::format("tensor '{}' has {}", proto.name(), bytes.error().message),
                    "external data lie beside the model, in a file that it names");
    return fromBytes(type, shape, count, *bytes);
  }

  Tensor fromTyped(ElementType type, const Shape &shape, int64_t count) {
    const int64_t perWord = bitsOf(type) < 8 ? 8 / bitsOf(type) : 1;
    auto fill = [&](const auto &stored, auto put) {
      int64_t needed = (count + perWord - 1) / perWord;
      if (stored.size() != needed)
        return sizeMismatch(needed, stored.size(), "values");
      Tensor tensor(type, shape);
      for (int64_t i = 0; i < count; ++i)
        put(tensor, i, stored[int(i / perWord)]);
      return tensor;
    };
    auto real = [](Tensor &tensor, int64_t i, auto value) { tensor.set(i, double(value)); };
    auto integer = [](Tensor &tensor, int64_t i, auto value) { tensor.set(i, int64_t(value)); };
    auto bits = [&](Tensor &tensor, int64_t i, int32_t value) {
      setBits(tensor, i, uint64_t(uint32_t(value)) >> (i % perWord * bitsOf(type)));
    };
    switch (type) {
    case ElementType::Float:
      return fill(proto.float_data(), real);
    case ElementType::Double:
      return fill(proto.double_data(), real);
    case ElementType::Int64:
      return fill(proto.int64_data(), integer);
    case ElementType::Uint32:
    case ElementType::Uint64:
      return fill(proto.uint64_data(), integer);
    default:
      return fill(proto.int32_data(), bits);
    }
  }
};

} // namespace

Tensor readTensor(const nacre_onnx::TensorProto &proto, const std::string &folder,
                  const std::string &owner, Findings &findings) {
  return Reader(proto, folder, owner, findings).read();
}

} // namespace nacre::onnx
