// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/DataOptions.h"
#include "simulator/data/digits/EmbeddedDigits.h"
#include "support/Files.h"
#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace nacre;

TEST(DataOptions, TakesTheFirstSamplesAndNoMoreThanThereAre) {
  DataOptions options;
  options.samples = 7;
  Result<Dataset> seven = openDataset(options), all = openDataset({});
  ASSERT_TRUE(seven && all);
  EXPECT_EQ(seven->size(), 7);
  EXPECT_EQ(seven->pixels.size(), 7u * 64);
  EXPECT_TRUE(std::equal(seven->pixels.begin(), seven->pixels.end(), all->pixels.begin()));
  options.samples = 360;
  EXPECT_TRUE(openDataset(options));
  options.samples = 361;
  auto tooMany = openDataset(options);
  ASSERT_FALSE(tooMany);
  EXPECT_EQ(tooMany.error().exitCode, ExitCode::Usage);
}

TEST(DataOptions, FindsTheFolder) {
  std::string outer = ::testing::TempDir() + "/outer", inner = outer + "/digits";
  ASSERT_TRUE(writeFile(inner + "/digits.csv.gz", embeddedDigits()));
  EXPECT_EQ(datasetFolder(outer, "digits"), inner);
  EXPECT_EQ(datasetFolder(inner, "digits"), inner);
  EXPECT_TRUE(openDataset({"digits", outer}));
  EXPECT_TRUE(openDataset({"digits", inner}));
  auto missing = openDataset({"digits", outer + "/nowhere"});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find(outer + "/nowhere"), std::string::npos);
}

TEST(DataOptions, RefusesUnknownNamesAndSetsWithoutFiles) {
  auto unknown = openDataset({"dogits"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().exitCode, ExitCode::Usage);
  EXPECT_NE(unknown.error().remedy.find("digits, fashion-mnist, images, mnist"), std::string::npos);

  ::unsetenv("NACRE_DATA");
  auto nowhere = openDataset({"mnist"});
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().remedy.find("NACRE_DATA"), std::string::npos);
  EXPECT_TRUE(openDataset({"digits"})) << "ships with Nacre";
}

TEST(DataOptions, ShufflesBySeed) {
  auto opened = [](bool shuffle, int64_t seed, int64_t samples) {
    DataOptions options;
    options.shuffle = shuffle, options.seed = seed, options.samples = samples;
    auto data = openDataset(options);
    EXPECT_TRUE(data);
    return *data;
  };
  const Dataset plain = opened(false, 1, 0), one = opened(true, 1, 0), two = opened(true, 2, 0);
  EXPECT_EQ(one.name, "digits test, shuffled by seed 1");
  EXPECT_EQ(plain.name, "digits test");
  EXPECT_NE(one.pixels, plain.pixels);
  EXPECT_NE(one.pixels, two.pixels);
  EXPECT_EQ(one.pixels, opened(true, 1, 0).pixels);
  // The same images with the same labels.
  auto sorted = [](const Dataset &data) {
    std::vector<std::vector<uint8_t>> images;
    for (int64_t i = 0; i < data.size(); ++i) {
      images.emplace_back(data.image(i), data.image(i) + data.imageSize());
      images.back().push_back(data.labels[size_t(i)]);
    }
    std::sort(images.begin(), images.end());
    return images;
  };
  EXPECT_EQ(sorted(one), sorted(plain));
  // The first samples are chosen from all.
  const Dataset few = opened(true, 1, 5);
  EXPECT_TRUE(std::equal(few.pixels.begin(), few.pixels.end(), one.pixels.begin()));
  EXPECT_EQ(few.size(), 5);
}
