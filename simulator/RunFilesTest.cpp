// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/RunFiles.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include "support/Files.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

using namespace nacre;
namespace fs = std::filesystem;

namespace {

/// Chunks made by hand: sample i fires once, neuron i of population "hidden" in step 1.
class RunFilesTest : public testing::Test {
protected:
  ChipModel chip = makeTestChip(1, 1, 1);
  ChipImage image = build();
  RunFileOptions options;
  RunIdentity identity = {{"dataset", "toy"}};

  ChipImage build() {
    ImageBuilder b(chip);
    uint32_t hidden = b.addPopulation(9, 1, 1), out = b.addReadout(2, 1);
    b.population(hidden).name = "hidden";
    b.addSlice(0, hidden);
    b.addDense(b.addSlice(0, out), hidden, b.addWeights(std::vector<int8_t>(18, 1)));
    b.addHostDense(hidden, b.addWeights(std::vector<int8_t>(9, 1)));
    return b.build();
  }

  void SetUp() override {
    std::string folder =
        testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name();
    options = {folder + "/spikes.csv", folder + "/checkpoint"};
  }

  RunResult samples(int64_t count) const {
    RunResult result;
    result.samples = count, result.steps = 2;
    result.correctAfterStep = {0, count};
    result.predictions.assign(size_t(count), 1);
    result.slices.resize(2);
    result.slices[0][Event::Spikes] = count;
    return result;
  }

  Chunk chunk(int64_t first, int64_t count) const {
    Chunk chunk{first, samples(count), {}};
    for (int64_t i = first; i < first + count; ++i)
      chunk.spikes.push_back({{0, uint32_t(i), 1}});
    return chunk;
  }

  Result<RunFiles> open(bool resume) {
    options.resume = resume;
    return RunFiles::open(options, image, identity);
  }

  std::string refusal() {
    Result<RunFiles> files = open(true);
    return files ? "" : files.error().message;
  }

  static constexpr const char *spikesOfThree = "sample,population,neuron,step\n"
                                               "0,hidden,0,1\n1,hidden,1,1\n2,hidden,2,1\n";
};

TEST_F(RunFilesTest, GoesOnAfterTheLastChunkOfAKilledRun) {
  {
    ASSERT_TRUE(open(false)) << "killed before anything was finished";
  }
  {
    Result<RunFiles> files = open(true);
    ASSERT_TRUE(files) << files.error().message;
    EXPECT_EQ(files->begun(), RunResult());
    ASSERT_TRUE(files->keep(samples(2), chunk(0, 2)));
  }
  std::ofstream(options.spikes + ".partial", std::ios::app) << "2,hid"; // killed while writing
  EXPECT_FALSE(fs::exists(options.spikes));
  {
    Result<RunFiles> files = open(true);
    ASSERT_TRUE(files) << files.error().message;
    EXPECT_EQ(files->begun(), samples(2));
    ASSERT_TRUE(files->keep(samples(3), chunk(2, 1)));
    ASSERT_TRUE(files->finishSpikes());
  }
  EXPECT_EQ(*readFile(options.spikes), spikesOfThree);
  {
    Result<RunFiles> files = open(true);
    ASSERT_TRUE(files) << "killed before the reports were written: " << files.error().message;
    EXPECT_EQ(files->begun(), samples(3));
    ASSERT_TRUE(files->finishSpikes() && files->removeCheckpoint());
  }
  EXPECT_EQ(*readFile(options.spikes), spikesOfThree);
  EXPECT_FALSE(fs::exists(options.checkpointFile()));
  EXPECT_FALSE(fs::exists(options.spikes + ".partial"));
}

TEST_F(RunFilesTest, WithoutACheckpointNothingUnfinishedStays) {
  options.checkpointFolder.clear();
  {
    Result<RunFiles> files = open(false);
    ASSERT_TRUE(files && files->keep(samples(3), chunk(0, 3)));
  }
  fs::path folder = fs::path(options.spikes).parent_path();
  EXPECT_TRUE(fs::is_empty(folder));
  Result<RunFiles> files = open(false);
  ASSERT_TRUE(files && files->keep(samples(3), chunk(0, 3)) && files->finishSpikes());
  ASSERT_TRUE(files->removeCheckpoint());
  EXPECT_EQ(*readFile(options.spikes), spikesOfThree);
}

TEST_F(RunFilesTest, SpikesThatAreNotThoseOfTheCheckpointAreRefused) {
  {
    Result<RunFiles> files = open(false);
    ASSERT_TRUE(files && files->keep(samples(2), chunk(0, 2)));
  }
  std::string partial = options.spikes + ".partial", good = *readFile(partial);
  std::ofstream(partial) << good.substr(0, good.size() - 1);
  EXPECT_NE(refusal().find("spikes.csv.partial': altered or cut short"), std::string::npos);
  good[good.size() - 2] ^= 1;
  std::ofstream(partial) << good;
  EXPECT_NE(refusal().find("spikes.csv.partial': altered or cut short"), std::string::npos);
  fs::remove(partial);
  EXPECT_NE(refusal().find("spikes.csv.partial': No such file"), std::string::npos);
  options.spikes.clear();
  EXPECT_NE(refusal().find("spikes is 'recorded' there and 'not recorded' here"),
            std::string::npos);
}

TEST_F(RunFilesTest, AnotherRunIsRefused) {
  {
    ASSERT_TRUE(open(false));
  }
  identity["dataset"] = "mnist";
  EXPECT_NE(refusal().find("dataset is 'toy' there and 'mnist' here"), std::string::npos);
}

TEST_F(RunFilesTest, OptionsWithoutSenseAreRefused) {
  EXPECT_TRUE(options.check());
  {
    ASSERT_TRUE(open(false));
  }
  options.resume = false;
  Status lost = options.check();
  ASSERT_FALSE(lost);
  EXPECT_NE(lost.error().message.find("there already is a checkpoint"), std::string::npos);
  options.resume = true;
  EXPECT_TRUE(options.check());
  RunFileOptions nowhere, pipe = options, below;
  nowhere.resume = true;
  EXPECT_FALSE(nowhere.check());
  pipe.spikes = "/dev/stdout";
  EXPECT_FALSE(pipe.check());
  pipe.checkpointFolder.clear(), pipe.resume = false;
  EXPECT_TRUE(pipe.check());
  below.checkpointFolder = options.checkpointFile();
  EXPECT_FALSE(below.check()) << "a folder below a file";
}

} // namespace
