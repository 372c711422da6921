// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/EventDataset.h"
#include "support/Files.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

using namespace nacre;
using namespace std::string_literals;

namespace {

Result<std::unique_ptr<EventDataset>> open(const std::string &set, const std::string &folder,
                                           Split split = Split::Test) {
  EventDatasetReaderRegistry readers;
  registerAllEventDatasetReaders(readers);
  return readers.find(set)->open(folder, split);
}

std::string freshFolder(const std::string &name) {
  std::string folder = ::testing::TempDir() + "/events-" + name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

const std::string oneEvent = "\1\2\0\0\3"s;

TEST(EventDataset, NmnistByLists) {
  const std::string folder = freshFolder("listed");
  EXPECT_TRUE(writeFile(folder + "/test100.txt", "#sample #class\r\n7\t4\r\n5\t0\r\n"));
  EXPECT_TRUE(writeFile(folder + "/7.bs2", oneEvent));
  auto set = open("nmnist", folder);
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_EQ((*set)->labels, (std::vector<int64_t>{4, 0}));
  EXPECT_EQ((*set)->name, "nmnist test");
  auto recording = (*set)->read(0);
  ASSERT_TRUE(recording) << recording.error().text();
  EXPECT_EQ(recording->events.size(), 1u);
  EXPECT_EQ(recording->label, 4);
  EXPECT_EQ(recording->width, 34);
  auto missing = (*set)->read(1);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("5.bs2"), std::string::npos);
  for (const char *line : {"7\t10", "7", "x\t1", "7\t1\t2", "../7\t1", "-7\t1"}) {
    EXPECT_TRUE(writeFile(folder + "/test100.txt", line));
    auto bad = open("nmnist", folder);
    ASSERT_FALSE(bad) << line;
    EXPECT_NE(bad.error().message.find("test100.txt:1: expected the number"), std::string::npos);
  }
}

TEST(EventDataset, NmnistByFolders) {
  const std::string folder = freshFolder("folders");
  EXPECT_TRUE(writeFile(folder + "/Train/3/00002.bin", oneEvent));
  EXPECT_TRUE(writeFile(folder + "/Train/3/00001.bin", ""));
  EXPECT_TRUE(writeFile(folder + "/Train/0/00009.bin", oneEvent));
  auto set = open("nmnist", folder, Split::Train);
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_EQ((*set)->labels, (std::vector<int64_t>{0, 3, 3}));
  EXPECT_EQ((*set)->read(1)->events.size(), 0u);
  EXPECT_EQ((*set)->read(2)->events.size(), 1u);
  auto test = open("nmnist", folder);
  ASSERT_FALSE(test);
  EXPECT_NE(test.error().message.find("no recordings"), std::string::npos);
}

TEST(EventDataset, ShdNeedsItsFile) {
  auto set = open("shd", "/nowhere");
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().message.find("/nowhere/shd_test.h5"), std::string::npos);
}

TEST(EventDataset, TheRealRecordings) {
  const char *variable = std::getenv("NACRE_DATA");
  if (!variable)
    GTEST_SKIP() << "NACRE_DATA is not set: the folder that holds nmnist_small/train1K.txt";
  const std::string folder = std::string(variable) + "/nmnist_small";
  if (!std::filesystem::exists(folder + "/train1K.txt"))
    GTEST_SKIP() << "missing: " << folder << "/train1K.txt";
  for (auto [split, size] : {std::pair(Split::Train, 1000), {Split::Test, 100}}) {
    auto set = open("nmnist", folder, split);
    ASSERT_TRUE(set) << set.error().text();
    EXPECT_EQ((*set)->size(), size);
    for (int64_t i = 0; i < (*set)->size(); ++i) {
      // All lie on 34x34 pixels, which is checked; time never goes back; the three saccades of the
      // publication take 300 ms.
      auto recording = (*set)->read(i);
      ASSERT_TRUE(recording) << recording.error().text();
      EXPECT_TRUE(recording->remarks.empty());
      EXPECT_GT(recording->durationUs(), 290'000);
      EXPECT_LT(recording->durationUs(), 330'000);
    }
  }
  // MNIST's first digits.
  auto train = open("nmnist", folder, Split::Train);
  auto test = open("nmnist", folder, Split::Test);
  EXPECT_EQ(std::vector<int64_t>((*train)->labels.begin(), (*train)->labels.begin() + 5),
            (std::vector<int64_t>{5, 0, 4, 1, 9}));
  EXPECT_EQ(std::vector<int64_t>((*test)->labels.begin(), (*test)->labels.begin() + 5),
            (std::vector<int64_t>{7, 2, 1, 0, 4}));
}

} // namespace
