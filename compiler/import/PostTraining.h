// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a float network is quantized when it is imported, and what that costs, layer by layer.
#pragma once
#include "support/Dataset.h"
#include "support/Result.h"
#include <string>
#include <vector>

namespace nacre {

struct PostTraining {
  Dataset images;      ///< the calibration set
  int64_t levels = 15; ///< of an activation, above zero
  int64_t weightBits = 8;
  bool perChannel = true;           ///< weights: a scale for each output channel, else one a layer
  std::string range = "percentile"; ///< a RangeRule
  double percentile = 99.9;
};

struct PostTrainingReport {
  struct Activation {
    std::string node;
    double largest = 0, range = 0, step = 0;
    double saturated = 0; ///< share of values above the range
    double error = 0;     ///< root of mean squared error over root of mean square
  };
  struct Weights {
    std::string node;
    int64_t scales = 0;
    double error = 0; ///< as of an activation
  };
  std::vector<Activation> activations;
  std::vector<Weights> weights;
  int64_t samples = 0, correct = 0; ///< of the float network on the calibration set

  std::string text() const;
};

/// Refuses an unknown rule.
Status checkRange(const std::string &range);
/// The rules with their summaries, for help texts.
std::string rangeNames();

} // namespace nacre
