// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the cycle samples, one by one, tell of latency and energy.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "simulator/RunResult.h"
#include "simulator/report/Energy.h"
#include "simulator/report/Interval.h"

namespace nacre {

/// Cycles from the first bias that the host loads to the last value that it reads, over the cycle
/// samples.
struct LatencyReport {
  double meanCycles = 0;
  int64_t minCycles = 0, maxCycles = 0;
  std::optional<Interval> interval; ///< of the mean, in cycles; absent for one sample
};

/// Absent without cycle samples.
std::optional<LatencyReport> latencyOf(const std::vector<SampleTotals> &cycleTotals);

/// Parts that are known only of the cycle samples.
inline bool isTimed(EnergyPart part) {
  return part == EnergyPart::Clock || part == EnergyPart::Static;
}

/// Of the mean energy of a sample, `meanFj`, the sum of untimed parts averaged over all N samples
/// and of timed ones averaged over the M cycle samples. That is the difference estimator of double
/// sampling (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, chapter 12); with e the energy of
/// a sample and s its timed parts,
///   variance(mean) = variance(e) / N + (1 / M - 1 / N) variance(s),
/// both from the cycle samples. For M = N it is the plain variance of a mean. Absent for fewer than
/// two cycle samples.
std::optional<Interval> energyInterval(const RunResult &run, const ChipModel &chip, double meanFj);

} // namespace nacre
