// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Npy.h"
#include "support/Bytes.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>
#include <optional>

namespace nacre {

static constexpr std::string_view magic = "\x93NUMPY";

/// The dictionary of the header, a Python literal.
class NpyHeader {
  std::string_view text;

  void skipSpace() { text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size())); }
  bool take(std::string_view token) {
    skipSpace();
    if (text.substr(0, token.size()) != token)
      return false;
    text.remove_prefix(token.size());
    return true;
  }

  std::optional<std::string> takeString() {
    skipSpace();
    const char quote = text.empty() ? '\0' : text.front();
    const size_t end = quote == '\'' || quote == '"' ? text.find(quote, 1) : text.npos;
    if (end == text.npos)
      return {};
    std::string value(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    return value;
  }

  std::optional<std::vector<int64_t>> takeShape() {
    std::vector<int64_t> shape;
    if (!take("("))
      return {};
    while (!take(")")) {
      int64_t extent = 0;
      skipSpace();
      auto [next, code] = std::from_chars(text.data(), text.data() + text.size(), extent);
      if (code != std::errc() || extent < 0)
        return {};
      text.remove_prefix(size_t(next - text.data()));
      shape.push_back(extent);
      if (!take(",") && (skipSpace(), text.substr(0, 1) != ")"))
        return {};
    }
    return shape;
  }

public:
  std::optional<std::string> type;
  std::optional<bool> columnMajor;
  std::optional<std::vector<int64_t>> shape;

  /// Whether it is such a dictionary with each key once.
  bool parse(std::string_view header) {
    text = header;
    if (!take("{"))
      return false;
    while (!take("}")) {
      std::optional<std::string> key = takeString();
      if (!key || !take(":"))
        return false;
      if (*key == "descr" && !type) {
        if (type = takeString(); !type)
          return false;
      } else if (*key == "fortran_order" && !columnMajor) {
        columnMajor = take("True");
        if (!*columnMajor && !take("False"))
          return false;
      } else if (*key == "shape" && !shape) {
        if (shape = takeShape(); !shape)
          return false;
      } else {
        return false;
      }
      if (!take(",") && (skipSpace(), text.substr(0, 1) != "}"))
        return false;
    }
    skipSpace();
    return text.empty() && type && columnMajor && shape;
  }
};

Result<NpyArray> parseNpy(std::string_view bytes, const std::string &name) {
  if (bytes.substr(0, magic.size()) != magic || bytes.size() < 10)
    return Error{fmt::format("{}: expected a .npy array, found something else", name)};
  const int version = uint8_t(bytes[6]);
  if (version < 1 || version > 2 || bytes[7] != 0)
    return Error{fmt::format("{}: expected .npy version 1.0 or 2.0, found {}.{}", name, version,
                             int(uint8_t(bytes[7])))};
  const size_t begin = version == 1 ? 10 : 12;
  size_t length = bytes.size();
  if (bytes.size() >= begin)
    length = version == 1 ? littleEndian<uint16_t>(bytes, 8) : littleEndian<uint32_t>(bytes, 8);
  if (bytes.size() - std::min(begin, bytes.size()) < length)
    return Error{fmt::format("{}: truncated in the header", name)};
  NpyHeader header;
  if (!header.parse(bytes.substr(begin, length)))
    return Error{fmt::format("{}: the header is not a dictionary of descr, fortran_order and shape "
                             "(arrays of records are not read)",
                             name)};
  static constexpr std::string_view types[] = {"|b1", "|i1", "<i2", "<i4", "<i8", "|u1",
                                               "<u2", "<u4", "<u8", "<f4", "<f8"};
  if (std::find(std::begin(types), std::end(types), *header.type) == std::end(types))
    return Error{fmt::format("{}: expected numbers of type {}, found {}", name,
                             fmt::join(types, ", "), *header.type)};
  if (*header.columnMajor)
    return Error{fmt::format("{}: the array is in column-major (Fortran) order", name),
                 "write it with numpy.ascontiguousarray"};
  NpyArray array;
  array.kind = (*header.type)[1];
  array.itemBytes = (*header.type)[2] - '0';
  array.shape = std::move(*header.shape);
  array.data = bytes.substr(begin + length);
  // In floating point, so that no product overflows.
  double expected = double(array.itemBytes);
  for (int64_t extent : array.shape)
    expected *= double(extent);
  if (double(array.data.size()) != expected)
    return Error{fmt::format("{}: expected {:.0f} bytes of data for the shape {}, found {}", name,
                             expected, array.shapeText(), array.data.size())};
  return array;
}

std::string NpyArray::shapeText() const { return fmt::format("{}", fmt::join(shape, "x")); }

template <class T> static double numberAt(std::string_view data, int64_t index) {
  T value;
  std::memcpy(&value, data.data() + size_t(index) * sizeof(T), sizeof(T));
  return double(value);
}

double NpyArray::at(int64_t index) const {
  switch (kind) {
  case 'f':
    return itemBytes == 4 ? numberAt<float>(data, index) : numberAt<double>(data, index);
  case 'i':
    return itemBytes == 1   ? numberAt<int8_t>(data, index)
           : itemBytes == 2 ? numberAt<int16_t>(data, index)
           : itemBytes == 4 ? numberAt<int32_t>(data, index)
                            : numberAt<int64_t>(data, index);
  default:
    return itemBytes == 1   ? numberAt<uint8_t>(data, index)
           : itemBytes == 2 ? numberAt<uint16_t>(data, index)
           : itemBytes == 4 ? numberAt<uint32_t>(data, index)
                            : numberAt<uint64_t>(data, index);
  }
}

Result<std::vector<uint8_t>> bytesOf(const NpyArray &array, const std::string &name,
                                     const std::string &what) {
  std::vector<uint8_t> bytes(size_t(array.size()));
  for (int64_t i = 0; i < array.size(); ++i) {
    const double value = array.at(i);
    if (!(value >= 0 && value <= 255 && value == std::floor(value)))
      return Error{fmt::format("{}: element {}: expected a {} that is a whole number in 0..255, "
                               "found {}",
                               name, i, what, value)};
    bytes[size_t(i)] = uint8_t(value);
  }
  return bytes;
}

static std::string headerOf(std::string_view type, const std::vector<int64_t> &shape) {
  std::string dictionary =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}", type,
                  fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
  dictionary.append(63 - (10 + dictionary.size()) % 64, ' ');
  dictionary += '\n';
  std::string bytes(magic);
  bytes += {'\1', '\0', char(dictionary.size() & 255), char(dictionary.size() >> 8)};
  return bytes + dictionary;
}

std::string npyBytes(const std::vector<int64_t> &shape, const std::vector<uint8_t> &values) {
  std::string bytes = headerOf("|u1", shape);
  bytes.append(values.begin(), values.end());
  return bytes;
}

std::string npyBytes(const std::vector<int64_t> &shape, const std::vector<uint16_t> &values) {
  std::string bytes = headerOf("<u2", shape);
  for (uint16_t value : values)
    bytes += {char(value & 255), char(value >> 8)};
  return bytes;
}

} // namespace nacre
