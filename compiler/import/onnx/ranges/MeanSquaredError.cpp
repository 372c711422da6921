// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The range whose quantizer changes the values least, in the mean square.
#include "compiler/import/onnx/RangeRule.h"

namespace nacre {

static double range(const onnx::Histogram &histogram, int64_t levels, double) {
  constexpr int candidates = 200;
  double best = histogram.largest(), least = histogram.squaredError(best, levels);
  for (int i = 1; i < candidates; ++i) {
    const double tried = histogram.largest() * i / candidates;
    if (double error = histogram.squaredError(tried, levels); error < least) {
      least = error;
      best = tried;
    }
  }
  return best;
}

void registerMeanSquaredError(RangeRuleRegistry &registry) {
  registry.add("mse", {"the least mean squared error", range});
}

} // namespace nacre
