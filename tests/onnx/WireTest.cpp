// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reader against sixty lines that know no protobuf: the wire format and ONNX's field numbers.
// Source: protobuf.dev, "Encoding"; onnx.proto.
#include "compiler/import/Findings.h"
#include "compiler/import/onnx/Reader.h"
#include "support/Files.h"
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>

namespace nacre::onnx {

namespace {

/// One field: a number, or bytes.
struct Field {
  uint64_t number, value = 0;
  std::string bytes;
};

uint64_t varint(const std::string &bytes, size_t &at) {
  uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    const uint8_t byte = uint8_t(bytes.at(at++));
    value |= uint64_t(byte & 127) << shift;
    if (byte < 128)
      return value;
  }
}

std::vector<Field> fieldsOf(const std::string &bytes) {
  std::vector<Field> fields;
  for (size_t at = 0; at < bytes.size();) {
    const uint64_t key = varint(bytes, at);
    Field field{key >> 3, 0, {}};
    const uint64_t wire = key & 7;
    if (wire == 0) {
      field.value = varint(bytes, at);
    } else {
      const uint64_t size = wire == 1 ? 8 : wire == 5 ? 4 : varint(bytes, at);
      field.bytes = bytes.substr(at, size);
      at += size;
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

std::vector<std::string> all(const std::string &bytes, uint64_t number) {
  std::vector<std::string> found;
  for (const Field &field : fieldsOf(bytes))
    if (field.number == number)
      found.push_back(field.bytes);
  return found;
}

std::string first(const std::string &bytes, uint64_t number) {
  std::vector<std::string> found = all(bytes, number);
  return found.empty() ? "" : found[0];
}

/// float elements of a TensorProto of type 1: raw_data = 9, or float_data = 4.
std::vector<double> floatsOf(const std::string &tensor) {
  std::string bytes = first(tensor, 9);
  for (const std::string &packed : all(tensor, 4))
    bytes += packed;
  std::vector<double> values(bytes.size() / 4);
  for (size_t i = 0; i < values.size(); ++i) {
    float value;
    std::memcpy(&value, bytes.data() + 4 * i, 4);
    values[i] = double(value);
  }
  return values;
}

} // namespace

TEST(Wire, TheReaderSeesWhatIsOnTheWire) {
  const char *data = std::getenv("NACRE_DATA");
  const std::string folder = data ? data : "";
  int tensors = 0, files = 0;
  for (const std::string &file :
       {std::string("docs/examples/tiny.onnx"), std::string("docs/examples/sigmoid.onnx"),
        folder + "/qonnx/TFC_2W2A.onnx", folder + "/onnx/mnist-conv/model.onnx"}) {
    Result<std::string> bytes = readFile(file);
    if (!bytes)
      continue; // the published files, where NACRE_DATA has none
    ++files;
    Findings findings;
    Graph graph = readGraph(*bytes, "", findings);
    ASSERT_TRUE(findings.empty()) << findings.text(file);
    const std::string onWire = first(*bytes, 7);
    const std::vector<std::string> nodes = all(onWire, 1);
    ASSERT_EQ(graph.nodes.size(), nodes.size());
    for (size_t i = 0; i < nodes.size(); ++i) {
      EXPECT_EQ(graph.nodes[i].op, first(nodes[i], 4));
      EXPECT_EQ(graph.nodes[i].inputs, all(nodes[i], 1));
      EXPECT_EQ(graph.nodes[i].outputs, all(nodes[i], 2));
      EXPECT_EQ(graph.nodes[i].attributes.size(), all(nodes[i], 5).size());
    }
    for (const std::string &tensor : all(onWire, 5)) {
      const Tensor &read = graph.initializers.at(first(tensor, 8));
      if (read.type != ElementType::Float)
        continue;
      ++tensors;
      EXPECT_EQ(read.reals, floatsOf(tensor)) << first(tensor, 8);
    }
  }
  EXPECT_GE(files, 2);
  EXPECT_GE(tensors, 8);
}

} // namespace nacre::onnx
