// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Tensor.h"
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

namespace nacre::onnx {

namespace {

struct TypeRow {
  ElementType type;
  const char *name;
  int bits;
  bool real, sign;
};

constexpr TypeRow rows[] = {
    {ElementType::Float, "float", 32, true, true},
    {ElementType::Uint8, "uint8", 8, false, false},
    {ElementType::Int8, "int8", 8, false, true},
    {ElementType::Uint16, "uint16", 16, false, false},
    {ElementType::Int16, "int16", 16, false, true},
    {ElementType::Int32, "int32", 32, false, true},
    {ElementType::Int64, "int64", 64, false, true},
    {ElementType::Bool, "bool", 8, false, false},
    {ElementType::Float16, "float16", 16, true, true},
    {ElementType::Double, "double", 64, true, true},
    {ElementType::Uint32, "uint32", 32, false, false},
    {ElementType::Uint64, "uint64", 64, false, false},
    {ElementType::Bfloat16, "bfloat16", 16, true, true},
    {ElementType::Uint4, "uint4", 4, false, false},
    {ElementType::Int4, "int4", 4, false, true},
    {ElementType::Uint2, "uint2", 2, false, false},
    {ElementType::Int2, "int2", 2, false, true},
};

const TypeRow &rowOf(ElementType type) {
  for (const TypeRow &row : rows)
    if (row.type == type)
      return row;
  assert(false && "a tensor has one of the types above");
  return rows[0];
}

/// To `bits` bits of significand, of numbers from 2^minExponent; above `largest` infinite.
double roundSignificand(double value, int bits, int minExponent, double largest) {
  if (!std::isfinite(value) || value == 0)
    return value;
  int exponent = std::max(std::ilogb(value), minExponent);
  double unit = std::ldexp(1.0, exponent - bits + 1);
  double rounded = std::nearbyint(value / unit) * unit;
  return std::abs(rounded) > largest ? std::copysign(INFINITY, value) : rounded;
}

} // namespace

std::optional<ElementType> elementTypeOf(int32_t number) {
  for (const TypeRow &row : rows)
    if (int32_t(row.type) == number)
      return row.type;
  return std::nullopt;
}

bool isReal(ElementType type) { return rowOf(type).real; }
int64_t bitsOf(ElementType type) { return rowOf(type).bits; }
std::string nameOf(ElementType type) {
  return type == ElementType::None ? "none" : rowOf(type).name;
}

int64_t lowestOf(ElementType type) {
  const TypeRow &row = rowOf(type);
  return row.sign ? -(int64_t(1) << (row.bits - 2)) * 2 : 0;
}

int64_t highestOf(ElementType type) {
  const TypeRow &row = rowOf(type);
  if (type == ElementType::Bool)
    return 1;
  if (row.bits == 64)
    return std::numeric_limits<int64_t>::max();
  return (int64_t(1) << (row.bits - (row.sign ? 1 : 0))) - 1;
}

std::string textOf(const Shape &shape) {
  std::string text;
  for (int64_t size : shape)
    text += (text.empty() ? "" : "x") + std::to_string(size);
  return text.empty() ? "scalar" : text;
}

std::optional<int64_t> elementsOf(const Shape &shape) {
  int64_t count = 1;
  bool empty = false;
  for (int64_t size : shape) {
    if (size < 0 || size > maxElements)
      return std::nullopt;
    empty |= size == 0;
    if (size && (count *= size) > maxElements)
      return std::nullopt;
  }
  return empty ? 0 : count;
}

Tensor::Tensor(ElementType type, Shape shape) : type(type), shape(std::move(shape)) {
  std::optional<int64_t> count = elementsOf(this->shape);
  assert(count && "the caller checks the shape");
  if (real())
    reals.resize(size_t(*count));
  else
    integers.resize(size_t(*count));
}

Tensor Tensor::scalar(double value) {
  Tensor tensor(ElementType::Float, {});
  tensor.set(0, value);
  return tensor;
}

Tensor Tensor::ofIntegers(std::vector<int64_t> values) {
  Tensor tensor(ElementType::Int64, {int64_t(values.size())});
  tensor.integers = std::move(values);
  return tensor;
}

void Tensor::set(int64_t index, double value) {
  if (real()) {
    reals[size_t(index)] = roundTo(type, value);
    return;
  }
  // Truncated towards zero, as a C cast; what no int64_t holds saturates.
  constexpr double limit = 9223372036854774784.0; // the largest double below 2^63
  double clipped = std::isnan(value) ? 0 : std::min(std::max(value, -limit), limit);
  set(index, int64_t(clipped));
}

void Tensor::set(int64_t index, int64_t value) {
  if (real())
    reals[size_t(index)] = roundTo(type, double(value));
  else
    integers[size_t(index)] = wrapTo(type, value);
}

double roundTo(ElementType type, double value) {
  switch (type) {
  case ElementType::Double:
    return value;
  case ElementType::Float16:
    return roundSignificand(value, 11, -14, 65504.0);
  case ElementType::Bfloat16:
    return roundSignificand(value, 8, -126, 0x1.fep127);
  default:
    return double(float(value));
  }
}

int64_t wrapTo(ElementType type, int64_t value) {
  const TypeRow &row = rowOf(type);
  if (type == ElementType::Bool)
    return value != 0;
  if (row.bits == 64)
    return value;
  uint64_t mask = (uint64_t(1) << row.bits) - 1, bits = uint64_t(value) & mask;
  bool negative = row.sign && (bits >> (row.bits - 1));
  return negative ? int64_t(bits) - int64_t(mask) - 1 : int64_t(bits);
}

double halfToDouble(uint16_t bits) {
  int exponent = (bits >> 10) & 31, fraction = bits & 1023;
  double magnitude = exponent == 31  ? (fraction ? NAN : INFINITY)
                     : exponent == 0 ? std::ldexp(fraction, -24)
                                     : std::ldexp(1024 + fraction, exponent - 25);
  return bits >> 15 ? -magnitude : magnitude;
}

double bfloatToDouble(uint16_t bits) {
  uint32_t wide = uint32_t(bits) << 16;
  float value;
  std::memcpy(&value, &wide, sizeof value);
  return value;
}

} // namespace nacre::onnx
