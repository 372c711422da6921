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

std::vector<int64_t> cyclesOf(const RunResult &result) {
  std::vector<int64_t> cycles;
  for (const SampleTotals &totals : result.cycleTotals)
    cycles.push_back(totals.chip.cycles);
  return cycles;
}

/// What a run says at the end and on the way.
struct Record {
  std::vector<RunResult> sums; ///< after each chunk
  std::vector<std::vector<Spike>> spikes;
  RunResult result;

  Record(const ChipImage &image, const ChipModel &chip, const Dataset &data, RunOptions options,
         RunResult begun = {}) {
    options.chunkDone = [&](const RunResult &sum, const Chunk &chunk) {
      EXPECT_EQ(chunk.first + chunk.result.samples, sum.samples);
      EXPECT_EQ(chunk.spikes.size(), options.recordSpikes ? size_t(chunk.result.samples) : 0u);
      sums.push_back(sum);
      spikes.insert(spikes.end(), chunk.spikes.begin(), chunk.spikes.end());
      return success();
    };
    Result<RunResult> finished = runDataset(image, chip, data, options, std::move(begun));
    EXPECT_TRUE(finished);
    result = *finished;
  }
};

} // namespace

TEST_F(RunDatasetTest, CountsWhatIsRight) {
  RunOptions options;
  options.steps = 3;
  RunResult result = *runDataset(image, chip, data, options);
  EXPECT_EQ(result.samples, 5);
  EXPECT_EQ(result.predictions, (std::vector<int32_t>{0, 1, 0, 1, 0}));
  EXPECT_EQ(result.correctAfterStep, (std::vector<int64_t>{3, 3, 3}));
  EXPECT_EQ(result.slices[0][Event::HostMacs], 5 * 4);
  EXPECT_EQ(result.slices[0][Event::HostBiasLoads], 5 * 2);
  EXPECT_EQ(result.chip.chipSteps, 5 * 3);
  // Each step: two updates and the barrier.
  EXPECT_EQ(cyclesOf(result), std::vector<int64_t>(5, 9));
  EXPECT_EQ(result.chip.cycles, 45);
  EXPECT_EQ(result.cycleTotals[4].events[Event::HostMacs], 4);
}

TEST_F(RunDatasetTest, TimesOnlyTheFirstSamples) {
  RunOptions options;
  options.steps = 3;
  options.samples = 4;
  options.cycleSamples = 2;
  RunResult result = *runDataset(image, chip, data, options);
  EXPECT_EQ(result.samples, 4);
  EXPECT_EQ(result.cycleSamples, 2);
  EXPECT_EQ(result.correctAfterStep.back(), 3);
  EXPECT_EQ(cyclesOf(result), (std::vector<int64_t>{9, 9}));
  EXPECT_EQ(result.chip.cycles, 18);
  EXPECT_EQ(result.chip.chipSteps, 12);
  EXPECT_EQ(result.slices[0][Event::UpdateCycles], 2 * 3 * 2);
  EXPECT_EQ(result.slices[0][Event::UpdatesActive], 4 * 3 * 2);
}

TEST_F(RunDatasetTest, MoreSamplesThanThereAre) {
  RunOptions options;
  options.samples = 100;
  options.cycleSamples = 100;
  RunResult result = *runDataset(image, chip, data, options);
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
  ASSERT_TRUE(runDataset(image, chip, data, options));
  EXPECT_EQ(seen, (std::vector<int64_t>{1, 2, 3, 4, 5}));
}

TEST_F(RunDatasetTest, ChunksComeInOrderAndAddUp) {
  RunOptions options;
  options.cycleSamples = 3;
  options.chunkSamples = 2;
  options.threads = 3;
  Record record(image, chip, data, options);
  ASSERT_EQ(record.sums.size(), 3u);
  EXPECT_EQ(record.sums[0].predictions, (std::vector<int32_t>{0, 1}));
  EXPECT_EQ(record.sums[0].correctAfterStep.back(), 2);
  EXPECT_EQ(record.sums[1].predictions, (std::vector<int32_t>{0, 1, 0, 1}));
  EXPECT_EQ(record.sums[1].correctAfterStep.back(), 3);
  EXPECT_EQ(record.sums[1].cycleSamples, 3);
  EXPECT_EQ(record.sums[2], record.result);
  RunResult untimedFirst, timed = record.sums[0];
  untimedFirst.samples = 1, untimedFirst.steps = timed.steps;
  EXPECT_DEATH(untimedFirst += timed, "cycleSamples");
}

TEST_F(RunDatasetTest, AnErrorEndsTheRun) {
  for (int64_t threads : {1, 3}) {
    RunOptions options;
    options.threads = threads;
    options.chunkSamples = 1;
    int64_t calls = 0;
    options.chunkDone = [&](const RunResult &, const Chunk &chunk) -> Status {
      ++calls;
      return chunk.first == 1 ? Status(Error{"disk full"}) : success();
    };
    Result<RunResult> result = runDataset(image, chip, data, options);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "disk full");
    EXPECT_EQ(calls, 2);
  }
}

TEST_F(RunDatasetTest, AResumedRunReportsProgressFromWhereItIs) {
  RunOptions options;
  options.chunkSamples = 2;
  RunResult begun = Record(image, chip, data, options).sums[1];
  std::vector<int64_t> seen;
  options.progress = [&](int64_t done, int64_t total) { seen.push_back(done); };
  ASSERT_TRUE(runDataset(image, chip, data, options, begun));
  EXPECT_EQ(seen, std::vector<int64_t>{5});
}

TEST(RunDataset, ResultDependsNeitherOnThreadsNorOnChunksNorOnABreak) {
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
    const Record whole(image, chip, data, options);
    EXPECT_EQ(whole.spikes.size(), 40u);

    for (auto [chunkSamples, threads] : {std::pair(7, 1), {7, 3}, {1, 3}, {40, 3}}) {
      options.chunkSamples = chunkSamples, options.threads = threads;
      const Record other(image, chip, data, options);
      EXPECT_EQ(other.result, whole.result) << seed;
      EXPECT_EQ(other.spikes, whole.spikes) << seed;
      // Broken off in one way, gone on with in another.
      const RunResult &begun = other.sums[other.sums.size() / 2];
      options.chunkSamples = 5, options.threads = 2;
      const Record rest(image, chip, data, options, begun);
      EXPECT_EQ(rest.result, whole.result) << seed;
      EXPECT_TRUE(std::equal(rest.spikes.begin(), rest.spikes.end(),
                             whole.spikes.begin() + begun.samples, whole.spikes.end()))
          << seed;
    }
  }
}
