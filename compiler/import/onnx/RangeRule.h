// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How the range of an activation is chosen from its values: one rule a file in ranges/.
#pragma once
#include "compiler/import/onnx/Histogram.h"
#include "support/Registry.h"
#include <string>

namespace nacre {

struct RangeRule {
  std::string summary;
  /// The largest value that shall be told apart, above 0 and at most the histogram's largest;
  /// `percentile` in (0, 100] is for the rule that uses it.
  double (*range)(const onnx::Histogram &histogram, int64_t levels, double percentile);
};

using RangeRuleRegistry = Registry<RangeRule>;
void registerAllRangeRules(RangeRuleRegistry &registry);

} // namespace nacre
