// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/TrainingOptions.h"
#include "support/Files.h"
#include <cmath>
#include <filesystem>
#include <functional>
#include <gmock/gmock.h>

using testing::HasSubstr;

namespace nacre {

TEST(TrainingOptions, DefaultsAreValid) { EXPECT_TRUE(TrainingOptions().check()); }

TEST(TrainingOptions, EveryRefusalNamesItsOption) {
  using Change = std::function<void(TrainingOptions &)>;
  std::vector<std::pair<std::string, Change>> wrong = {
      {"--levels", [](auto &o) { o.levels = 256; }},
      {"--weight-bits", [](auto &o) { o.weightBits = 9; }},
      {"--epochs", [](auto &o) { o.epochs = 0; }},
      {"--rounded-weight-epochs", [](auto &o) { o.roundedWeightEpochs = 21; }},
      {"--batch-size", [](auto &o) { o.batchSize = 1; }},
      {"--learning-rate", [](auto &o) { o.learningRate = 0; }},
      {"--learning-rate", [](auto &o) { o.learningRate = INFINITY; }},
      {"--momentum", [](auto &o) { o.momentum = 1; }},
      {"--weight-decay", [](auto &o) { o.weightDecay = -1; }},
      {"--weight-decay", [](auto &o) { o.weightDecay = INFINITY; }},
      {"--max-shift", [](auto &o) { o.maxShiftPixels = -1; }},
      {"--validation", [](auto &o) { o.validationImages = -1; }},
      {"--seed", [](auto &o) { o.seed = -1; }},
      {"--threads", [](auto &o) { o.threads = 0; }},
      {"--threads", [](auto &o) { o.threads = 4097; }},
      {"--stop-after", [](auto &o) { o.stopAfterEpoch = 1; }},
      {"--stop-after", [](auto &o) { o.stopAfterEpoch = 21, o.checkpointFolder = "k"; }},
      {"--evaluate-steps", [](auto &o) { o.evaluateSteps = {4, 0}; }},
      {"--evaluate-steps", [](auto &o) { o.evaluateSteps = {4, (1 << 20) + 1}; }},
      {"--resume", [](auto &o) { o.resume = true; }},
  };
  for (auto &[name, change] : wrong) {
    TrainingOptions options;
    change(options);
    Status status = options.check();
    ASSERT_FALSE(status) << name;
    EXPECT_THAT(status.error().message, HasSubstr(name));
    EXPECT_EQ(status.error().exitCode, ExitCode::Usage);
  }
}

TEST(TrainingOptions, RefusesToLoseACheckpoint) {
  TrainingOptions options;
  options.checkpointFolder = testing::TempDir() + "/RefusesToLoseACheckpoint";
  std::filesystem::remove_all(options.checkpointFolder);
  EXPECT_TRUE(options.check());
  ASSERT_TRUE(writeFile(options.checkpointFile(), "some epochs"));
  Status status = options.check();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::Usage);
  EXPECT_THAT(status.error().remedy, HasSubstr("--resume goes on with it"));
  options.resume = true;
  EXPECT_TRUE(options.check());
}

TEST(TrainingOptions, RefusesAFileAsTheFolderOfTheCheckpoint) {
  TrainingOptions options;
  options.checkpointFolder = testing::TempDir() + "/file";
  ASSERT_TRUE(writeFile(options.checkpointFolder, ""));
  Status status = options.check();
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("Not a directory"));
}

TEST(TrainingOptions, TheCommandLineHoldsWhatDecidesTheResult) {
  TrainingOptions options;
  options.methodOptions = {{"rounding", "off"}};
  options.levels = 3;
  options.checkpointFolder = "folder";
  std::string text = options.commandLine();
  EXPECT_THAT(text, HasSubstr("--method noise-adaptor --method-option rounding=off --levels 3"));
  EXPECT_THAT(text, testing::Not(HasSubstr("folder")));
}

} // namespace nacre
