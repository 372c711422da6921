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

/// All that the choice of a unit needs to know of a channel's weights from one source: a layer of
/// millions is tried at as many units as it has channels.
class Row {
  double unit;
  double limit;
  double largestInput;
  llvm::SmallVector<std::pair<int, int64_t>> counts; ///< magnitude above 0, how often it occurs

public:
  Row(Projection &part, int64_t c)
      : unit(part.unit(c)), limit(double(limitOf(part))), largestInput(part.source.largest) {
    int64_t count[129] = {};
    for (int8_t weight : row(part, c))
      ++count[std::abs(int(weight))];
    for (int magnitude = 1; magnitude <= 128; ++magnitude)
      if (count[magnitude])
        counts.push_back({magnitude, count[magnitude]});
  }

  /// Largest real error of a step's current if the weights are rounded to `other`; infinite if one
  /// does not fit its bits.
  double errorAt(double other) const {
    double ratio = unit / other, error = 0;
    if (ratio == 1)
      return 0;
    if (!counts.empty() && std::round(counts.back().first * ratio) > limit)
      return INFINITY;
    for (auto [magnitude, count] : counts) {
      double exact = magnitude * ratio;
      error += double(count) * std::abs(exact - std::round(exact));
    }
    return error * other * largestInput;
  }

  /// The smallest unit at which the weights fit their bits.
  double smallestUnit() const {
    return unit * double(counts.empty() ? 1 : counts.back().first) / limit;
  }
};

/// The channels' worst error at a unit, or anything larger than `enough` once it is.
double worstErrorAt(llvm::ArrayRef<llvm::SmallVector<Row>> channels, double unit, double enough) {
  double worst = 0; // of the channels: each is a current of its own
  for (llvm::ArrayRef<Row> rows : channels) {
    double error = 0;
    for (const Row &row : rows)
      error += row.errorAt(unit);
    worst = std::max(worst, error);
    if (worst > enough)
      break;
  }
  return worst;
}

double bestUnit(Current &current, llvm::ArrayRef<int64_t> channels) {
  std::vector<double> candidates;
  for (Projection &part : current.parts)
    for (int64_t c : channels)
      candidates.push_back(part.unit(c));
  if (llvm::all_equal(candidates))
    return candidates.front();
  double fits = 0;
  std::vector<llvm::SmallVector<Row>> rows;
  for (int64_t c : channels) {
    rows.emplace_back();
    for (Projection &part : current.parts) {
      rows.back().emplace_back(part, c);
      fits = std::max(fits, rows.back().back().smallestUnit());
    }
  }
  llvm::sort(candidates);
  candidates.erase(llvm::unique(candidates), candidates.end());
  candidates.push_back(fits);
  double best = fits, leastError = INFINITY;
  for (double unit : candidates)
    if (double error = worstErrorAt(rows, unit, leastError); error < leastError) {
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
      double ratio = part.unit(c) / unit, rounding = 0;
      if (ratio == 1)
        continue;
      for (int8_t &weight : row(part, c)) {
        double exact = weight * ratio, rounded = std::round(exact);
        rounding += std::abs(exact - rounded);
        choice.requantizedWeights += rounded != exact;
        weight = int8_t(rounded);
      }
      error += rounding * part.source.largest;
    }
    choice.unit.push_back(unit);
    choice.worstError = std::max(choice.worstError, error);
  }
  return choice;
}

} // namespace nacre
