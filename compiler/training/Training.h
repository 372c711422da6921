// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Trains a qann network. The only header of training that others need; no torch in it.
#pragma once
#include "compiler/training/TrainingOptions.h"
#include "mlir/IR/BuiltinOps.h"
#include "support/Dataset.h"
#include <functional>

namespace nacre {

struct BatchReport {
  int64_t epoch;          ///< 1 is the first
  int64_t batch, batches; ///< of this epoch
  double loss;
};

struct EpochReport {
  int64_t epoch;
  double loss, accuracy; ///< over the epoch's training images, as trained: with noise
};

struct TrainingObserver {
  std::function<void(const BatchReport &)> batchDone;
  std::function<void(const EpochReport &)> epochDone;
  /// The module is trained, and can be kept before its accuracies are measured.
  std::function<Status()> moduleDone;
};

struct TrainingReport {
  bool finished = false; ///< false: stopped early, the module is as it was
  std::optional<double> validationAccuracy;
  double testAccuracy = 0;             ///< as a quantized network, after weights are integers
  std::vector<double> spikingAccuracy; ///< one for each of evaluateSteps, in floating point
};

/// Trains on `train`, folds batch norms, makes weights integers, and only then looks at `test`.
/// The options stay beside the weights as the module attribute `nacre.training`, after `origin`
/// (network and data set).
Result<TrainingReport> trainNetwork(mlir::ModuleOp module, const Dataset &train,
                                    const Dataset &test, const TrainingOptions &options,
                                    const std::string &origin, const TrainingObserver &observer);

/// "lsq: ...", one line a method.
std::string describeTrainingMethods();

} // namespace nacre
