// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/Checkpoint.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include "support/Files.h"
#include <fstream>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

const RunIdentity run = {{"dataset", "digits"}, {"cycle-samples", "100"}, {"chip", "unit"}};

std::string path() {
  return testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name() +
         ".checkpoint";
}

/// Every number another one.
Checkpoint someCheckpoint() {
  int64_t next = int64_t(1) << 40; // more than 32 bits
  auto fill = [&](Counters &counters) {
    for (int64_t &value : counters.values)
      value = next++;
  };
  Checkpoint checkpoint;
  RunResult &result = checkpoint.result;
  result.samples = 3, result.steps = 2, result.cycleSamples = 1;
  result.correctAfterStep = {2, 3};
  result.predictions = {7, 0, 9};
  result.chip = {next++, next++, next++, next++, next++};
  result.linkFlits = {next++, 0, next++};
  for (Counters &slice : (result.slices.resize(2), result.slices))
    fill(slice);
  fill(result.cycleTotals.emplace_back().events);
  result.cycleTotals[0].chip = {next++, next++, next++, next++, next++};
  checkpoint.spikes = {next++, 0xFEDCBA98};
  return checkpoint;
}

std::string refusal(const RunIdentity &identity = run) {
  Result<Checkpoint> checkpoint = readCheckpoint(path(), identity);
  return checkpoint ? "" : checkpoint.error().message;
}

TEST(Checkpoint, RoundTrip) {
  const Checkpoint written = someCheckpoint();
  ASSERT_TRUE(writeCheckpoint(path(), run, written));
  Result<Checkpoint> read = readCheckpoint(path(), run);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->result, written.result);
  EXPECT_EQ(read->spikes, written.spikes);
  ASSERT_TRUE(writeCheckpoint(path(), run, {}));
  read = readCheckpoint(path(), run);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->result, RunResult());
  EXPECT_FALSE(read->spikes);
}

TEST(Checkpoint, TruncationsAndFlippedBytesAreRefused) {
  ASSERT_TRUE(writeCheckpoint(path(), run, someCheckpoint()));
  const std::string good = *readFile(path());
  for (size_t i = 0; i < good.size(); i += i < 20 ? 1 : 29) {
    std::string flipped = good;
    flipped[i] ^= 0x10;
    for (const std::string &bytes : {good.substr(0, i), flipped}) {
      std::ofstream(path(), std::ios::binary) << bytes;
      const char *said = i < 8 ? "no checkpoint of a simulation" : "is damaged";
      EXPECT_NE(refusal().find(said), std::string::npos) << i << ": " << refusal();
    }
  }
  ASSERT_TRUE(writeFile(path(), good + "x"));
  EXPECT_NE(refusal().find("is damaged"), std::string::npos);
}

TEST(Checkpoint, AMissingFileIsNamed) {
  EXPECT_NE(refusal().find("AMissingFileIsNamed.checkpoint"), std::string::npos);
}

TEST(Checkpoint, AnotherRunIsRefusedNamingEachDifference) {
  ASSERT_TRUE(writeCheckpoint(path(), run, someCheckpoint()));
  RunIdentity other = run;
  other["cycle-samples"] = "50";
  other.erase("chip");
  other["samples"] = "9";
  std::string said = refusal(other);
  for (const char *text : {"is of another run: ", "cycle-samples is '100' there and '50' here",
                           "chip is 'unit' there and absent here", "samples is absent there"})
    EXPECT_NE(said.find(text), std::string::npos) << said;
  EXPECT_EQ(said.find("dataset"), std::string::npos) << said;
  EXPECT_EQ(refusal(), "");
}

TEST(Checkpoint, IdentityTellsImagesChipsAndSamplesApart) {
  auto imageWithBias = [](const ChipModel &chip, int32_t bias) {
    ImageBuilder b(chip);
    uint32_t out = b.addReadout(2, 0);
    b.population(out).bias = {bias};
    b.addSlice(0, out);
    b.addHostDense(out, b.addWeights({1, 0}));
    return b.build();
  };
  ChipModel chip = makeTestChip(1, 1, 1), faster = chip;
  faster.hash = chip.hash + 1;
  Dataset data, darker, relabelled;
  data.pixels = {1, 2}, data.labels = {0, 1};
  darker = relabelled = data;
  darker.pixels = {1, 3}, relabelled.labels = {1, 0};
  const RunIdentity one = identify(imageWithBias(chip, 3), chip, data);
  EXPECT_EQ(identify(imageWithBias(chip, 3), chip, data), one);
  EXPECT_NE(identify(imageWithBias(chip, 4), chip, data), one);
  EXPECT_NE(identify(imageWithBias(chip, 3), faster, data), one);
  EXPECT_NE(identify(imageWithBias(chip, 3), chip, darker), one);
  EXPECT_NE(identify(imageWithBias(chip, 3), chip, relabelled), one);
}

} // namespace
