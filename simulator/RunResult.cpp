// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/RunResult.h"
#include <cassert>

namespace nacre {

template <class T> static void addEach(std::vector<T> &sum, const std::vector<T> &values) {
  sum.resize(std::max(sum.size(), values.size()));
  for (size_t i = 0; i < values.size(); ++i)
    sum[i] += values[i];
}

template <class T> static void append(std::vector<T> &all, const std::vector<T> &next) {
  all.insert(all.end(), next.begin(), next.end());
}

RunResult &RunResult::operator+=(const RunResult &next) {
  assert(samples == 0 || steps == next.steps);
  assert(cycleSamples == samples || next.cycleSamples == 0);
  samples += next.samples, steps = next.steps, cycleSamples += next.cycleSamples;
  addEach(correctAfterStep, next.correctAfterStep);
  append(predictions, next.predictions);
  addEach(slices, next.slices);
  chip += next.chip;
  addEach(linkFlits, next.linkFlits);
  append(cycleTotals, next.cycleTotals);
  return *this;
}

} // namespace nacre
