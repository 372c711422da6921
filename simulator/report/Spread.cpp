// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Spread.h"
#include <algorithm>
#include <numeric>

namespace nacre {

static double meanOf(const std::vector<double> &values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

/// Of the distribution that the values were drawn from, of two at least.
static double varianceOf(const std::vector<double> &values) {
  const double mean = meanOf(values);
  double squares = 0;
  for (double value : values)
    squares += (value - mean) * (value - mean);
  return squares / double(values.size() - 1);
}

/// Of the mean of what is never negative.
static std::optional<Interval> intervalOf(double mean, double meanVariance, int64_t samples) {
  std::optional<Interval> interval = studentInterval(mean, meanVariance, samples);
  if (interval)
    interval->low = std::max(interval->low, 0.0);
  return interval;
}

std::optional<LatencyReport> latencyOf(const std::vector<SampleTotals> &cycleTotals) {
  if (cycleTotals.empty())
    return std::nullopt;
  std::vector<double> cycles;
  for (const SampleTotals &sample : cycleTotals)
    cycles.push_back(double(sample.chip.cycles));
  LatencyReport latency;
  latency.meanCycles = meanOf(cycles);
  auto [least, greatest] = std::minmax_element(cycles.begin(), cycles.end());
  latency.minCycles = int64_t(*least), latency.maxCycles = int64_t(*greatest);
  const double samples = double(cycles.size());
  if (cycles.size() >= 2)
    latency.interval =
        intervalOf(latency.meanCycles, varianceOf(cycles) / samples, int64_t(cycles.size()));
  return latency;
}

std::optional<Interval> energyInterval(const RunResult &run, const ChipModel &chip, double meanFj) {
  if (run.cycleSamples < 2)
    return std::nullopt;
  std::vector<double> all, timed;
  for (const SampleTotals &sample : run.cycleTotals) {
    // Not more than the sums of the run, which were counted before.
    PartsFj events = *sliceEnergy(sample.events, chip.energy);
    PartsFj whole = *wholeChipEnergy(sample.chip, chip);
    double &allFj = all.emplace_back(0), &timedFj = timed.emplace_back(0);
    for (size_t part = 0; part < energyPartCount; ++part) {
      const double fj = double(events.fj[part]) + double(whole.fj[part]);
      allFj += fj;
      timedFj += isTimed(EnergyPart(part)) ? fj : 0;
    }
  }
  const double n = double(run.samples), m = double(run.cycleSamples);
  const double variance = varianceOf(all) / n + (1 / m - 1 / n) * varianceOf(timed);
  return intervalOf(meanFj, variance, run.cycleSamples);
}

} // namespace nacre
