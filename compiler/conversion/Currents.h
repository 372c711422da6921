// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The synaptic input of a layer before its neurons are known, and the integer unit it is given.
#pragma once
#include "dialects/snn/Snn.h"
#include <optional>
#include <string>
#include <vector>

namespace nacre {

/// A value of the quantized network as the spiking network sees it: spikes of one amplitude, or the
/// host's input values with the input scale as amplitude.
struct Source {
  mlir::Value value;    ///< tensor of i1 or i16, channels x rows x columns
  double amplitude = 0; ///< real value of one spike, or of one input unit
};

/// One weighted op from a source: real weight = scale[c] * weights, real current = amplitude *
/// that.
struct Synapses {
  Source source;
  mlir::Operation *origin = nullptr; ///< for diagnostics; attributes of a convolution's window
  bool linear = false;
  std::vector<int64_t> shape; ///< of the weights, output channel first
  std::vector<int8_t> weights;
  int32_t bits = 8;
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
  std::vector<Synapses> parts;
  std::vector<double> bias;    ///< one per channel
  mlir::RankedTensorType type; ///< i32, channels x rows x columns
};

/// Gives every channel of all parts one integer unit, by rounding the weights of the parts that do
/// not have it. Per channel the candidates are each part's own unit and the smallest unit at which
/// all weights fit their bits; the one with the smallest worst-case current error wins.
/// `common`: one unit for all channels as well (a readout, whose classes are compared).
struct UnitChoice {
  std::vector<double> unit;       ///< one per channel
  double worstError = 0;          ///< largest possible error of one step's current, in units
  int64_t requantizedWeights = 0; ///< weights whose real value changed
};
UnitChoice shareUnit(Current &current, bool common);

} // namespace nacre
