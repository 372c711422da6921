// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/TrainingOptions.h"
#include "support/Files.h"
#include <cmath>
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

static Status refuse(const std::string &message) { return Error{message, "", ExitCode::Usage}; }

static Status checkWholeNumbers(const TrainingOptions &options) {
  struct Number {
    const char *option;
    int64_t value;
    TrainingOptions::Range range;
    const char *reason = "";
  };
  using Options = TrainingOptions;
  Options::Range withinEpochs = {0, options.epochs};
  std::vector<Number> numbers = {
      {"--weight-bits", options.weightBits, Options::weightBitsRange},
      {"--epochs", options.epochs, Options::epochsRange},
      {"--rounded-weight-epochs", options.roundedWeightEpochs, withinEpochs, " (--epochs)"},
      {"--batch-size", options.batchSize, Options::batchSizeRange},
      {"--max-shift", options.maxShiftPixels, Options::maxShiftRange},
      {"--validation", options.validationImages, Options::validationRange},
      {"--seed", options.seed, Options::seedRange},
      {"--threads", options.threads, Options::threadsRange},
      {"--stop-after", options.stopAfterEpoch, withinEpochs, " (--epochs)"},
  };
  if (options.levels)
    numbers.push_back({"--levels", *options.levels, Options::levelsRange});
  for (int64_t steps : options.evaluateSteps)
    numbers.push_back({"--evaluate-steps", steps, Options::evaluateStepsRange});
  for (const auto &[option, value, range, reason] : numbers)
    if (value < range.low || value > range.high)
      return refuse(fmt::format("{} must be {}..{}{} but is {}", option, range.low, range.high,
                                reason, value));
  return success();
}

static Status checkCheckpoint(const TrainingOptions &options) {
  if (options.checkpointFolder.empty() && options.resume)
    return refuse("--resume needs the folder of the checkpoint: --checkpoint DIR");
  if (options.checkpointFolder.empty() && options.stopAfterEpoch)
    return refuse("--stop-after without --checkpoint DIR would lose the training");
  if (options.checkpointFolder.empty())
    return success();
  std::string file = options.checkpointFile();
  std::error_code ignored;
  if (!options.resume && std::filesystem::exists(file, ignored))
    return Error{fmt::format("there already is a checkpoint '{}'", file),
                 "--resume goes on with it; name another folder or remove it", ExitCode::Usage};
  return checkWritable(file);
}

Status TrainingOptions::check() const {
  if (Status numbers = checkWholeNumbers(*this); !numbers)
    return numbers;
  if (!(learningRate > 0 && std::isfinite(learningRate)))
    return refuse(
        fmt::format("--learning-rate must be positive and finite but is {}", learningRate));
  if (!(momentum >= 0 && momentum < 1))
    return refuse(fmt::format("--momentum must lie in [0, 1) but is {}", momentum));
  if (!(weightDecay >= 0 && std::isfinite(weightDecay)))
    return refuse(
        fmt::format("--weight-decay must be finite and not negative but is {}", weightDecay));
  return checkCheckpoint(*this);
}

std::string TrainingOptions::checkpointFile() const {
  return checkpointFolder.empty() ? "" : checkpointFolder + "/training.checkpoint";
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
