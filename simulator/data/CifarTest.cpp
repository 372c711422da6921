// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/DataOptions.h"
#include "support/Files.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <numeric>

using namespace nacre;

namespace {

std::string freshFolder(const std::string &name) {
  std::string folder = ::testing::TempDir() + "/cifar-" + name;
  std::filesystem::remove_all(folder);
  return folder;
}

/// A record whose red, green and blue pixels are all of these values.
std::string record(const std::string &labels, char red, char green, char blue) {
  return labels + std::string(1024, red) + std::string(1024, green) + std::string(1024, blue);
}

std::string refusal(const std::string &bytes) {
  const std::string folder = freshFolder("bad");
  EXPECT_TRUE(writeFile(folder + "/test_batch.bin", bytes));
  Result<Dataset> data = openDataset({"cifar10", folder});
  return data ? "" : data.error().message;
}

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

TEST(Cifar, ReadsChannelsInOrder) {
  const std::string folder = freshFolder("good");
  EXPECT_TRUE(
      writeFile(folder + "/test_batch.bin", record("\3", 1, 2, 4) + record("\11", '\xff', 0, 7)));
  Result<Dataset> data = openDataset({"cifar10", folder});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->labels, (std::vector<uint8_t>{3, 9}));
  EXPECT_EQ(data->imageSize(), 3072);
  EXPECT_EQ(data->image(0)[1023], 1);
  EXPECT_EQ(data->image(0)[1024], 2);
  EXPECT_EQ(data->image(1)[0], 255);
  EXPECT_EQ(data->image(1)[3071], 7);
  Result<Dataset> train = openDataset({"cifar10", folder, Split::Train});
  ASSERT_FALSE(train);
  EXPECT_TRUE(contains(train.error().message, "data_batch_1.bin"));
}

TEST(Cifar, TrainFilesFollowEachOther) {
  const std::string folder = freshFolder("train");
  for (char batch = 1; batch <= 5; ++batch) // in the folder that the archive unpacks to
    EXPECT_TRUE(
        writeFile(folder + "/cifar-10-batches-bin/data_batch_" + std::to_string(batch) + ".bin",
                  record({batch}, batch, 0, 0)));
  Result<Dataset> data = openDataset({"cifar10", folder, Split::Train});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->labels, (std::vector<uint8_t>{1, 2, 3, 4, 5}));
}

TEST(Cifar, TheFineLabelOfAHundredIsTheClass) {
  const std::string folder = freshFolder("hundred");
  EXPECT_TRUE(writeFile(folder + "/test.bin", record({19, 99}, 1, 2, 3)));
  Result<Dataset> data = openDataset({"cifar100", folder});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->labels, (std::vector<uint8_t>{99}));
  EXPECT_EQ(data->classes, 100);
  EXPECT_EQ(data->image(0)[0], 1);
}

TEST(Cifar, RefusesDamage) {
  EXPECT_TRUE(contains(refusal(record("\3", 0, 0, 0) + "\3"),
                       "test_batch.bin: expected records of 3073 bytes, found 3074 bytes"));
  EXPECT_TRUE(contains(refusal(""), "found 0 bytes"));
  EXPECT_TRUE(contains(refusal(record("\3", 0, 0, 0) + record("\12", 0, 0, 0)),
                       "record 1: expected a class in 0..9, found 10"));
}

TEST(Cifar, TheRealFiles) {
  const char *variable = std::getenv("NACRE_DATA");
  if (!variable)
    GTEST_SKIP() << "NACRE_DATA is not set: the folder that holds cifar10/cifar-10-batches-bin";
  const std::string folder = datasetFolder(variable, "cifar10");
  if (!std::filesystem::exists(folder + "/cifar-10-batches-bin/test_batch.bin"))
    GTEST_SKIP() << "missing: " << folder << "/cifar-10-batches-bin/test_batch.bin";
  Result<Dataset> train = openDataset({"cifar10", variable, Split::Train});
  Result<Dataset> test = openDataset({"cifar10", variable, Split::Test});
  ASSERT_TRUE(train && test);
  EXPECT_EQ(train->size(), 50000);
  std::vector<int> counts(10);
  for (uint8_t label : test->labels)
    ++counts[label];
  EXPECT_EQ(counts, std::vector<int>(10, 1000));
  // The published means of the training images: 0.4914, 0.4822, 0.4465.
  const double published[] = {0.4914, 0.4822, 0.4465};
  for (int64_t c = 0; c < 3; ++c) {
    int64_t sum = 0;
    for (int64_t i = 0; i < train->size(); ++i)
      sum = std::accumulate(train->image(i) + c * 1024, train->image(i) + (c + 1) * 1024, sum);
    EXPECT_NEAR(double(sum) / (50000.0 * 1024 * 255), published[c], 0.00005);
  }
}

} // namespace
