// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Percentile calibration: Migacz, "8-bit inference with TensorRT", GTC 2017; Rueckauer et al. 2017
// (doi 10.3389/fnins.2017.00682) for spiking networks.
#include "compiler/import/onnx/RangeRule.h"

namespace nacre {

static double range(const onnx::Histogram &histogram, int64_t, double percentile) {
  const double most = double(histogram.total()) * (1 - percentile / 100) + 1e-6; // may be above
  int64_t above = 0;
  int64_t bin = histogram.bins();
  while (bin > 1 && double(above + histogram.count(bin - 1)) <= most)
    above += histogram.count(--bin);
  return histogram.largest() * double(bin) / double(histogram.bins());
}

void registerPercentile(RangeRuleRegistry &registry) {
  registry.add("percentile", {"what --percentile of the values do not exceed", range});
}

} // namespace nacre
