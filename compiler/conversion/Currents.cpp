// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/conversion/Currents.h"
#include <algorithm>
#include <cmath>

namespace nacre {

namespace {

int64_t limitOf(const Synapses &part) { return (int64_t(1) << (part.bits - 1)) - 1; }

const int8_t *row(const Synapses &part, int64_t c) {
  return part.weights.data() + c * part.weightsPerChannel();
}

/// Sum over the channel's weights of the rounding error at a unit, in real numbers; infinite if a
/// weight does not fit its bits.
double errorAt(const Synapses &part, int64_t c, double unit) {
  double ratio = part.unit(c) / unit, error = 0;
  if (ratio == 1)
    return 0;
  for (int64_t i = 0; i < part.weightsPerChannel(); ++i) {
    double exact = row(part, c)[i] * ratio, rounded = std::round(exact);
    if (std::abs(rounded) > double(limitOf(part)))
      return INFINITY;
    error += std::abs(exact - rounded) * unit;
  }
  return error;
}

/// The smallest unit at which the channel's weights fit their bits.
double smallestUnit(const Synapses &part, int64_t c) {
  int64_t largest = 1;
  for (int64_t i = 0; i < part.weightsPerChannel(); ++i)
    largest = std::max<int64_t>(largest, std::abs(row(part, c)[i]));
  return part.unit(c) * double(largest) / double(limitOf(part));
}

double bestUnit(const Current &current, const std::vector<int64_t> &channels) {
  std::vector<double> candidates;
  double fits = 0;
  for (const Synapses &part : current.parts)
    for (int64_t c : channels) {
      candidates.push_back(part.unit(c));
      fits = std::max(fits, smallestUnit(part, c));
    }
  candidates.push_back(fits);
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  double best = fits, leastError = INFINITY;
  for (double unit : candidates) {
    double worst = 0; // of the channels: each is a current of its own
    for (int64_t c : channels) {
      double error = 0;
      for (const Synapses &part : current.parts)
        error += errorAt(part, c, unit);
      worst = std::max(worst, error);
    }
    if (worst < leastError) {
      leastError = worst;
      best = unit;
    }
  }
  return best;
}

} // namespace

UnitChoice shareUnit(Current &current, bool common) {
  int64_t channels = current.type.getDimSize(0);
  UnitChoice choice;
  std::vector<int64_t> all(static_cast<size_t>(channels));
  for (int64_t c = 0; c < channels; ++c)
    all[size_t(c)] = c;
  double shared = common ? bestUnit(current, all) : 0;
  for (int64_t c = 0; c < channels; ++c) {
    double unit = common ? shared : bestUnit(current, {c}), error = 0;
    for (Synapses &part : current.parts) {
      error += errorAt(part, c, unit);
      double ratio = part.unit(c) / unit;
      if (ratio == 1)
        continue;
      int8_t *weights = part.weights.data() + c * part.weightsPerChannel();
      for (int64_t i = 0; i < part.weightsPerChannel(); ++i) {
        double exact = weights[i] * ratio;
        weights[i] = int8_t(std::round(exact));
        choice.requantizedWeights += weights[i] != exact;
      }
    }
    choice.unit.push_back(unit);
    choice.worstError = std::max(choice.worstError, error / unit);
  }
  for (Synapses &part : current.parts)
    for (int64_t c = 0; c < channels; ++c)
      part.scale[size_t(c)] = choice.unit[size_t(c)] / part.source.amplitude;
  return choice;
}

} // namespace nacre
