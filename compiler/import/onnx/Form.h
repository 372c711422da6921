// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is known of a value of the file while the network is built: a quantized thing, and a real
// function of it that has not been given to an operation yet. So QDQ, QCDQ, QOperator and QONNX,
// which write scales and zero points in different places, come to the same.
#pragma once
#include "compiler/import/onnx/Tensor.h"
#include "mlir/IR/Value.h"
#include <cmath>
#include <memory>
#include <variant>

namespace nacre::onnx {

/// One value for all channels, or one a channel.
using Channels = std::vector<double>;
inline double at(const Channels &values, int64_t c) {
  return values[values.size() == 1 ? 0 : size_t(c)];
}
/// The common value, if there is one.
std::optional<double> uniform(const Channels &values);
/// function(a, b), channel by channel.
template <class Function>
Channels combine(const Channels &a, const Channels &b, Function function) {
  Channels result(std::max(a.size(), b.size()));
  for (size_t c = 0; c < result.size(); ++c)
    result[c] = function(at(a, int64_t(c)), at(b, int64_t(c)));
  return result;
}

inline Channels plus(const Channels &a, const Channels &b) {
  return combine(a, b, [](double x, double y) { return x + y; });
}
inline Channels times(const Channels &a, const Channels &b) {
  return combine(a, b, [](double x, double y) { return x * y; });
}
bool allZero(const Channels &values);
llvm::SmallVector<float> floats(const Channels &values);

/// A constant that lies on a grid: value = integers * scales, element by element.
struct Grid {
  Tensor integers, scales; ///< of one shape, type double
};

struct Window2 {
  std::vector<int64_t> kernel, strides, pads = {0, 0, 0, 0}, dilations = {1, 1};
};

struct Form;

/// The image's integers, 0..255.
struct Image {};

/// A value that has been built.
struct Built {
  mlir::Value value; ///< null once there are findings
  bool spikes;       ///< the result of a qann.act, perhaps pooled by maximum
};

/// A convolution or linear layer without its affine function: sums of W * input.
struct Layer {
  std::string node;
  bool linear;
  mlir::Value input;
  Shape weightShape; ///< output channel first
  std::vector<int8_t> weights;
  Channels scale, bias; ///< one a channel
  Window2 window;
  int64_t groups = 1;
};

struct Sum {
  std::string node;
  std::vector<Form> terms;
};

/// The integers clip(round(input / step), low, high).
struct Quantizer {
  std::string node;
  std::shared_ptr<const Form> input;
  Channels step;
  double low, high;
  bool floor; ///< rounds down; else to the nearest, half up
};

/// A structure that comes after the elementwise function: maximum pools, then perhaps a flattening.
struct Later {
  std::string node;
  std::optional<Window2> maxPool; ///< else flatten
  Shape shape;                    ///< of its result, without the batch
};

/// clamp(factor * base + offset, low, high), then `later`. Factors are positive where `later` holds
/// a pool.
struct Form {
  std::variant<Image, Built, std::shared_ptr<const Layer>, std::shared_ptr<const Sum>,
               std::shared_ptr<const Quantizer>>
      base;
  std::string node; ///< that made it
  Shape baseShape;  ///< channels first, without the batch
  Shape shape;      ///< of the value in the file, without the batch
  Channels factor = {1}, offset = {0};
  double low = -INFINITY, high = INFINITY;
  std::vector<Later> later;
  bool scoresOnly = false; ///< only its order counts: behind Softmax, say

  template <class T> const T *get() const {
    if constexpr (std::is_same_v<T, Image> || std::is_same_v<T, Built>)
      return std::get_if<T>(&base);
    else {
      auto *held = std::get_if<std::shared_ptr<const T>>(&base);
      return held ? held->get() : nullptr;
    }
  }

  int64_t channels() const { return baseShape[0]; }
  bool clamped() const { return low != -INFINITY || high != INFINITY; }
  bool exact() const { return factor == Channels{1} && offset == Channels{0} && !clamped(); }

  /// A constant of the file, broadcast to this value (batch 1): one value a channel of the base.
  /// Nothing if it does not broadcast, or differs within a channel.
  std::optional<Channels> perChannel(const Tensor &constant) const;

  /// This, times `by` plus `more`. Nothing if a bound would differ by channel, or a pool behind it
  /// would become a minimum.
  std::optional<Form> affine(const Channels &by, const Channels &more) const;
};

} // namespace nacre::onnx
