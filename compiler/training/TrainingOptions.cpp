// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/TrainingOptions.h"
#include <fmt/format.h>

namespace nacre {

static Status refuse(const std::string &message) { return Error{message, "", ExitCode::Usage}; }

Status TrainingOptions::check() const {
  if (levels && (*levels < 1 || *levels > 255))
    return refuse(fmt::format("--levels must be 1..255 but is {}", *levels));
  if (weightBits < 2 || weightBits > 8)
    return refuse(fmt::format("--weight-bits must be 2..8 but is {}", weightBits));
  if (epochs < 1)
    return refuse(fmt::format("--epochs must be at least 1 but is {}", epochs));
  if (roundedWeightEpochs < 0 || roundedWeightEpochs > epochs)
    return refuse(fmt::format("--rounded-weight-epochs must be 0..{} (--epochs) but is {}", epochs,
                              roundedWeightEpochs));
  if (batchSize < 2)
    return refuse(fmt::format("--batch-size must be at least 2 but is {}", batchSize));
  if (!(learningRate > 0))
    return refuse(fmt::format("--learning-rate must be positive but is {}", learningRate));
  if (!(momentum >= 0 && momentum < 1))
    return refuse(fmt::format("--momentum must lie in [0, 1) but is {}", momentum));
  if (!(weightDecay >= 0))
    return refuse(fmt::format("--weight-decay must not be negative but is {}", weightDecay));
  if (maxShiftPixels < 0)
    return refuse(fmt::format("--max-shift must not be negative but is {}", maxShiftPixels));
  if (validationImages < 0)
    return refuse(fmt::format("--validation must not be negative but is {}", validationImages));
  if (threads < 1)
    return refuse(fmt::format("--threads must be at least 1 but is {}", threads));
  if (stopAfterEpoch < 0 || stopAfterEpoch > epochs)
    return refuse(
        fmt::format("--stop-after must be 0..{} (--epochs) but is {}", epochs, stopAfterEpoch));
  for (int64_t steps : evaluateSteps)
    if (steps < 1)
      return refuse(fmt::format("--evaluate-steps must be at least 1 but holds {}", steps));
  if (checkpointFolder.empty() && resume)
    return refuse("--resume needs the folder of the checkpoint: --checkpoint DIR");
  if (checkpointFolder.empty() && stopAfterEpoch)
    return refuse("--stop-after without --checkpoint DIR would lose the training");
  return success();
}

std::string TrainingOptions::commandLine() const {
  std::string text = "--method " + method;
  for (const auto &[name, value] : methodOptions)
    text += fmt::format(" --method-option {}={}", name, value);
  if (levels)
    text += fmt::format(" --levels {}", *levels);
  text += fmt::format(" --weight-bits {} --rounded-weight-epochs {} --epochs {} --batch-size {}"
                      " --learning-rate {} --momentum {} --weight-decay {} --max-shift {}"
                      " --validation {} --seed {} --threads {}",
                      weightBits, roundedWeightEpochs, epochs, batchSize, learningRate, momentum,
                      weightDecay, maxShiftPixels, validationImages, seed, threads);
  return text;
}

} // namespace nacre
