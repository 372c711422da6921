// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A tensor of an ONNX file or of the evaluator. Sources: onnx.proto, TensorProto.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nacre::onnx {

/// Numbered as in TensorProto.DataType.
enum class ElementType : int32_t {
  None = 0,
  Float = 1,
  Uint8 = 2,
  Int8 = 3,
  Uint16 = 4,
  Int16 = 5,
  Int32 = 6,
  Int64 = 7,
  Bool = 9,
  Float16 = 10,
  Double = 11,
  Uint32 = 12,
  Uint64 = 13,
  Bfloat16 = 16,
  Uint4 = 21,
  Int4 = 22,
  Uint2 = 25,
  Int2 = 26,
};

/// The type of this number, if it is one of the above.
std::optional<ElementType> elementTypeOf(int32_t number);
bool isReal(ElementType type);
/// Of one stored element; 0.25 and 0.5 do not exist, so bits.
int64_t bitsOf(ElementType type);
std::string nameOf(ElementType type); ///< "float", "uint8"
/// Smallest and largest value of an integer type (of uint64, up to 2^63 - 1).
int64_t lowestOf(ElementType type);
int64_t highestOf(ElementType type);

using Shape = std::vector<int64_t>;
std::string textOf(const Shape &shape); ///< "1x3x32x32", "scalar"

/// No tensor has more elements: 2^28.
constexpr int64_t maxElements = int64_t(1) << 28;
/// Product of the dimensions; nothing if one is negative or the product is above maxElements.
std::optional<int64_t> elementsOf(const Shape &shape);

/// Row-major. Real numbers of any width are kept as double and always hold a value of their own
/// type; integers and booleans (0, 1) as int64_t. Which of the two vectors is used follows from the
/// type.
struct Tensor {
  ElementType type = ElementType::Float;
  Shape shape;
  std::vector<double> reals;
  std::vector<int64_t> integers;

  Tensor() = default;
  /// Zeros; `shape` must have elementsOf().
  Tensor(ElementType type, Shape shape);
  static Tensor scalar(double value);
  static Tensor ofIntegers(std::vector<int64_t> values); ///< one dimension, int64

  bool real() const { return isReal(type); }
  int64_t rank() const { return int64_t(shape.size()); }
  int64_t size() const { return int64_t(real() ? reals.size() : integers.size()); }
  double at(int64_t index) const {
    return real() ? reals[size_t(index)] : double(integers[size_t(index)]);
  }
  /// Stores a value as this type would: reals rounded to it, integers wrapped into it.
  void set(int64_t index, double value);
  void set(int64_t index, int64_t value);
};

/// A real number rounded to the type's precision.
double roundTo(ElementType type, double value);
/// An integer modulo the type's width.
int64_t wrapTo(ElementType type, int64_t value);
/// Of IEEE half precision bits, of bfloat16 bits.
double halfToDouble(uint16_t bits);
double bfloatToDouble(uint16_t bits);

} // namespace nacre::onnx
