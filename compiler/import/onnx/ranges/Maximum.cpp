// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/RangeRule.h"

namespace nacre {

static double range(const onnx::Histogram &histogram, int64_t, double) {
  return histogram.largest();
}

void registerMaximum(RangeRuleRegistry &registry) {
  registry.add("max", {"the largest value met: nothing saturates", range});
}

} // namespace nacre
