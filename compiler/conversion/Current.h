// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The synaptic input of a layer before its neurons are known: projections with real weights.
#pragma once
#include "dialects/qann/Qann.h"
#include "mlir/IR/BuiltinTypes.h"
#include <vector>

namespace nacre {

/// A value of the quantized network as the spiking network sees it: spikes of one amplitude, or the
/// host's input values with the input scale as amplitude.
struct Source {
  mlir::Value value;    ///< tensor of i1 or i16, channels x rows x columns
  double amplitude = 0; ///< real value of one spike, or of one input unit
  int32_t largest = 1;  ///< a step's largest magnitude: 1 for spikes, |pixel - zero point| else
};

/// The synapses from one source: real weight = scale[c] * weights, real current = amplitude * that.
struct Projection {
  Source source;
  bool linear = false;        ///< else a convolution
  std::vector<int64_t> shape; ///< of the weights, output channel first
  std::vector<int8_t> weights;
  int32_t bits = 0;          ///< 0: an identity, which takes those of the projections beside it
  std::vector<double> scale; ///< one per output channel
  std::vector<int64_t> strides = {1, 1}, pads = {0, 0, 0, 0}, dilations = {1, 1};
  int64_t groups = 1;

  int64_t channels() const { return shape[0]; }
  int64_t weightsPerChannel() const { return int64_t(weights.size()) / channels(); }
  /// Real current of one weight unit of channel c.
  double unit(int64_t c) const { return scale[size_t(c)] * source.amplitude; }
};

/// What a population integrates each step, in real numbers.
struct Current {
  std::vector<Projection> parts;
  std::vector<double> bias;    ///< one per channel
  mlir::RankedTensorType type; ///< i32, channels x rows x columns
};

/// channels x rows x columns of a value of the quantized network; a vector is n x 1 x 1.
llvm::SmallVector<int64_t> populationShape(mlir::Value value);

/// The current of a convolution or linear layer with integer weights.
mlir::FailureOr<Current> weightedCurrent(qann::Conv2DOp op, const Source &source);
mlir::FailureOr<Current> weightedCurrent(qann::LinearOp op, const Source &source);

/// A source that reaches the neurons of `value` one to one with weight 1: a 1x1 depthwise
/// convolution, or, where the source is a map and `value` its vector, a diagonal matrix.
Current identityCurrent(const Source &source, mlir::Value value);

} // namespace nacre
