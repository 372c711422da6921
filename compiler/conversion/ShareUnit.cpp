// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/conversion/ShareUnit.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

namespace nacre {

namespace {

constexpr int32_t mostBits = 8;

int64_t limitOf(const Projection &part) { return (int64_t(1) << (part.bits - 1)) - 1; }

llvm::MutableArrayRef<int8_t> row(Projection &part, int64_t c) {
  size_t length = size_t(part.weightsPerChannel());
  return {part.weights.data() + size_t(c) * length, length};
}

/// An identity fits beside any weights; alone it needs room for the ratio of two amplitudes.
void settleIdentityBits(Current &current) {
  int32_t bits = 0;
  for (const Projection &part : current.parts)
    bits = std::max(bits, part.bits);
  for (Projection &part : current.parts)
    if (!part.bits)
      part.bits = bits ? bits : mostBits;
}

/// Largest real error of a step's current if the channel's weights are rounded to a unit; infinite
/// if one does not fit its bits.
double errorAt(Projection &part, int64_t c, double unit) {
  double ratio = part.unit(c) / unit, error = 0;
  if (ratio == 1)
    return 0;
  for (int8_t weight : row(part, c)) {
    double exact = weight * ratio, rounded = std::round(exact);
    if (std::abs(rounded) > double(limitOf(part)))
      return INFINITY;
    error += std::abs(exact - rounded);
  }
  return error * unit * part.source.largest;
}

/// The smallest unit at which the channel's weights fit their bits.
double smallestUnit(Projection &part, int64_t c) {
  int64_t largest = 1;
  for (int8_t weight : row(part, c))
    largest = std::max<int64_t>(largest, std::abs(weight));
  return part.unit(c) * double(largest) / double(limitOf(part));
}

/// The channels' worst error at a unit, or anything larger than `enough` once it is.
double worstErrorAt(Current &current, llvm::ArrayRef<int64_t> channels, double unit,
                    double enough) {
  double worst = 0; // of the channels: each is a current of its own
  for (int64_t c : channels) {
    double error = 0;
    for (Projection &part : current.parts)
      error += errorAt(part, c, unit);
    worst = std::max(worst, error);
    if (worst > enough)
      break;
  }
  return worst;
}

double bestUnit(Current &current, llvm::ArrayRef<int64_t> channels) {
  std::vector<double> candidates;
  double fits = 0;
  for (Projection &part : current.parts)
    for (int64_t c : channels) {
      candidates.push_back(part.unit(c));
      fits = std::max(fits, smallestUnit(part, c));
    }
  if (llvm::all_equal(candidates))
    return candidates.front();
  llvm::sort(candidates);
  candidates.erase(llvm::unique(candidates), candidates.end());
  candidates.push_back(fits);
  double best = fits, leastError = INFINITY;
  for (double unit : candidates)
    if (double error = worstErrorAt(current, channels, unit, leastError); error < leastError) {
      leastError = error;
      best = unit;
    }
  return best;
}

} // namespace

UnitChoice shareUnit(Current &current, bool common) {
  settleIdentityBits(current);
  auto all = llvm::to_vector(llvm::seq<int64_t>(current.type.getDimSize(0)));
  UnitChoice choice;
  double shared = common ? bestUnit(current, all) : 0;
  for (int64_t c : all) {
    double unit = common ? shared : bestUnit(current, c), error = 0;
    for (Projection &part : current.parts) {
      error += errorAt(part, c, unit);
      double ratio = part.unit(c) / unit;
      if (ratio == 1)
        continue;
      for (int8_t &weight : row(part, c)) {
        double exact = weight * ratio;
        weight = int8_t(std::round(exact));
        choice.requantizedWeights += weight != exact;
      }
    }
    choice.unit.push_back(unit);
    choice.worstError = std::max(choice.worstError, error / unit);
  }
  return choice;
}

} // namespace nacre
