// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Everything a training run depends on. No torch here: the tool includes it.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nacre {

/// Options of one training method, by name; the method refuses what it does not know.
using MethodOptions = std::map<std::string, std::string>;

struct TrainingOptions {
  struct Range {
    int64_t low, high;
  };
  static constexpr Range levelsRange{1, 255}, weightBitsRange{2, 8}, epochsRange{1, 1 << 20},
      batchSizeRange{2, 1 << 20}, maxShiftRange{0, 1 << 20}, validationRange{0, 1 << 30},
      seedRange{0, std::numeric_limits<int64_t>::max()}, threadsRange{1, 4096},
      evaluateStepsRange{1, 1 << 20};

  std::string method = "noise-adaptor";
  MethodOptions methodOptions;
  std::optional<int64_t> levels; ///< of every activation; none: keep the module's levels and steps
  int64_t weightBits = 8;
  /// The last epochs, in which the forward pass rounds weights to weightBits.
  int64_t roundedWeightEpochs = 0;

  int64_t epochs = 20;
  int64_t batchSize = 64;
  double learningRate = 0.05;
  double momentum = 0.9;
  double weightDecay = 5e-4;
  int64_t maxShiftPixels = 0;   ///< random translation of each training image
  int64_t validationImages = 0; ///< the last ones of the training set, held out
  int64_t seed = 1;
  int64_t threads = 1;                               ///< same bytes only for the same number
  std::vector<int64_t> evaluateSteps = {1, 2, 4, 8}; ///< time steps of the spiking preview

  std::string checkpointFolder; ///< empty: no checkpoints
  bool resume = false;
  int64_t stopAfterEpoch = 0; ///< stop early, to be resumed; 0: run to the end

  /// Empty without a folder.
  std::string checkpointFile() const;

  /// Refuses what makes no sense, naming the option; a checkpoint that cannot be written; and one
  /// that would be lost, because there already is one and the run does not resume it.
  Status check() const;

  /// The options that decide the result, in the words of the command line; what a checkpoint must
  /// agree with, and what is stored beside the trained weights.
  std::string commandLine() const;
};

} // namespace nacre
