// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/RunResult.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/RandomNetwork.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

/// Two pixels; the readout is their order: class 1 where the second is brighter.
class RunDatasetTest : public testing::Test {
protected:
  ChipModel chip = makeTestChip(1, 1, 1);
  ChipImage image = build();
  Dataset data;

  ChipImage build() {
    ImageBuilder b(chip);
    b.image.input_width = 2;
    uint32_t out = b.addReadout(2, 0);
    b.addSlice(0, out);
    b.addHostDense(out, b.addWeights({1, 0, 0, 1}));
    return b.build();
  }

  void SetUp() override {
    data.channels = data.height = 1, data.width = 2, data.classes = 2;
    data.pixels = {9, 1, 1, 9, 5, 5, 2, 3, 8, 7};
    data.labels = {0, 1, 1, 1, 1};
  }
};

bool operator==(const RunResult &a, const RunResult &b) {
  return a.samples == b.samples && a.steps == b.steps && a.cycleSamples == b.cycleSamples &&
         a.correctAfterStep == b.correctAfterStep && a.predictions == b.predictions &&
         a.slices == b.slices && a.chip == b.chip && a.sampleCycles == b.sampleCycles &&
         a.spikes == b.spikes;
}

} // namespace

TEST_F(RunDatasetTest, CountsWhatIsRight) {
  RunOptions options;
  options.steps = 3;
  RunResult result = runDataset(image, chip, data, options);
  EXPECT_EQ(result.samples, 5);
  EXPECT_EQ(result.predictions, (std::vector<int32_t>{0, 1, 0, 1, 0}));
  EXPECT_EQ(result.correctAfterStep, (std::vector<int64_t>{3, 3, 3}));
  EXPECT_EQ(result.slices[0][Event::HostMacs], 5 * 4);
  EXPECT_EQ(result.slices[0][Event::HostBiasLoads], 5 * 2);
  EXPECT_EQ(result.chip.chipSteps, 5 * 3);
  // Each step: two updates and the barrier.
  EXPECT_EQ(result.sampleCycles, std::vector<int64_t>(5, 9));
  EXPECT_EQ(result.chip.cycles, 45);
  EXPECT_TRUE(result.spikes.empty());
}

TEST_F(RunDatasetTest, TimesOnlyTheFirstSamples) {
  RunOptions options;
  options.steps = 3;
  options.samples = 4;
  options.cycleSamples = 2;
  RunResult result = runDataset(image, chip, data, options);
  EXPECT_EQ(result.samples, 4);
  EXPECT_EQ(result.cycleSamples, 2);
  EXPECT_EQ(result.correctAfterStep.back(), 3);
  EXPECT_EQ(result.sampleCycles.size(), 2u);
  EXPECT_EQ(result.chip.cycles, 18);
  EXPECT_EQ(result.chip.chipSteps, 12);
  EXPECT_EQ(result.slices[0][Event::UpdateCycles], 2 * 3 * 2);
  EXPECT_EQ(result.slices[0][Event::UpdatesActive], 4 * 3 * 2);
}

TEST_F(RunDatasetTest, MoreSamplesThanThereAre) {
  RunOptions options;
  options.samples = 100;
  options.cycleSamples = 100;
  RunResult result = runDataset(image, chip, data, options);
  EXPECT_EQ(result.samples, 5);
  EXPECT_EQ(result.cycleSamples, 5);
}

TEST_F(RunDatasetTest, ReportsProgress) {
  RunOptions options;
  options.threads = 3;
  std::vector<int64_t> seen;
  options.progress = [&](int64_t done, int64_t total) {
    EXPECT_EQ(total, 5);
    seen.push_back(done);
  };
  (void)runDataset(image, chip, data, options);
  EXPECT_EQ(seen, (std::vector<int64_t>{1, 2, 3, 4, 5}));
}

TEST(RunDataset, ResultDoesNotDependOnThreads) {
  for (uint32_t seed = 1000; seed < 1010; ++seed) {
    Random random(seed);
    NaiveNetwork network = makeRandomNetwork(random);
    ChipModel chip = makeRandomChip(random);
    ChipImage image = mapAtRandom(network, chip, random);
    Dataset data;
    data.channels = network.input.channels;
    data.height = network.input.height, data.width = network.input.width;
    data.classes = network.populations.back().channels;
    for (int i = 0; i < 40; ++i) {
      std::vector<uint8_t> pixels = makeRandomPixels(network, random);
      data.pixels.insert(data.pixels.end(), pixels.begin(), pixels.end());
      data.labels.push_back(uint8_t(random.in(0, data.classes - 1)));
    }
    RunOptions options;
    options.cycleSamples = 15;
    options.recordSpikes = true;
    RunResult one = runDataset(image, chip, data, options);
    options.threads = 3;
    EXPECT_TRUE(runDataset(image, chip, data, options) == one) << seed;
    EXPECT_EQ(one.spikes.size(), 40u);
  }
}
