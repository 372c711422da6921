// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Accuracy and activity of a network over a data set.
#pragma once
#include "compiler/reference/QannInterpreter.h"
#include "compiler/reference/SnnInterpreter.h"
#include "support/Dataset.h"

namespace nacre {

struct EvaluateOptions {
  int64_t threads = 1; ///< the result does not depend on it
  /// Called after each sample, from one thread at a time.
  std::function<void(int64_t done, int64_t total)> progress = {};
};

struct QannEvaluation {
  int64_t correct = 0;
  std::vector<int32_t> predictions; ///< one a sample
};

struct SnnEvaluation {
  std::vector<int64_t> correctAfterStep;     ///< empty where there are no classes
  std::vector<int32_t> predictions;          ///< after the last step, one a sample
  std::vector<SnnActivity> activity;         ///< summed over samples, one a population
  std::vector<std::vector<SnnSpike>> spikes; ///< of each sample, where recorded

  SnnActivity total() const;
};

/// Refuses a data set whose images or classes the network does not fit.
Result<QannEvaluation> evaluate(const QannInterpreter &network, const Dataset &data,
                                const EvaluateOptions &options);
Result<SnnEvaluation> evaluate(const SnnInterpreter &network, const Dataset &data, int64_t steps,
                               bool recordSpikes, const EvaluateOptions &options);

} // namespace nacre
