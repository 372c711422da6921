// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/DataOptions.h"
#include "simulator/data/digits/EmbeddedDigits.h"
#include <filesystem>
#include <gtest/gtest.h>
#include <zlib.h>

using namespace nacre;

static std::string writeDigits(const std::string &test, std::string_view csv, size_t cut = 0) {
  std::string folder = ::testing::TempDir() + "/" + test, path = folder + "/digits.csv.gz";
  std::filesystem::create_directories(folder);
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, csv.data(), unsigned(csv.size()));
  gzclose(file);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - cut);
  return folder;
}

static std::string refusal(const std::string &folder) {
  Result<Dataset> data = openDataset({"digits", folder});
  return data ? "" : data.error().message;
}

TEST(Digits, SplitsByPosition) {
  Result<Dataset> train = openDataset({"digits", "", Split::Train});
  Result<Dataset> test = openDataset({"digits", "", Split::Test});
  ASSERT_TRUE(train && test);
  EXPECT_EQ(train->name, "digits train");
  EXPECT_EQ(train->size(), 1437);
  EXPECT_EQ(test->size(), 360);
  EXPECT_EQ(train->imageSize(), 64);
  EXPECT_EQ(int64_t(test->pixels.size()), 360 * 64);
  // The first row of the file, and its class.
  EXPECT_EQ(std::vector<uint8_t>(train->image(0), train->image(0) + 8),
            (std::vector<uint8_t>{0, 0, 5, 13, 9, 1, 0, 0}));
  EXPECT_EQ(train->labels[0], 0);
  // The last pixels and the class of the last row, from the text itself.
  std::string_view csv = embeddedDigits();
  std::string_view last = csv.substr(csv.rfind('\n', csv.size() - 2) + 1);
  EXPECT_EQ(int(test->labels[359]), last[last.size() - 2] - '0');
}

TEST(Digits, RefusesDamage) {
  std::string csv(embeddedDigits());
  EXPECT_EQ(refusal(writeDigits("whole", csv)), "");
  EXPECT_NE(refusal(writeDigits("truncated", csv, 1000)).find("truncated"), std::string::npos);
  EXPECT_NE(refusal(writeDigits("short", csv.substr(0, csv.size() / 2 + 1))), "");

  std::string withoutLast = csv.substr(0, csv.rfind('\n', csv.size() - 2) + 1);
  EXPECT_NE(refusal(writeDigits("rows", withoutLast)).find("expected 1797 rows, found 1796"),
            std::string::npos);

  size_t firstLine = csv.find('\n');
  std::string label = csv;
  label.replace(firstLine - 1, 1, "10");
  EXPECT_NE(refusal(writeDigits("label", label))
                .find(":1: column 65: expected a label in 0..9, "
                      "found 10"),
            std::string::npos);
  std::string pixel = "17" + csv.substr(1);
  EXPECT_NE(refusal(writeDigits("pixel", pixel)).find("pixel in 0..16, found 17"),
            std::string::npos);
  std::string extra = csv;
  extra.insert(firstLine, ",3");
  EXPECT_NE(refusal(writeDigits("extra", extra)).find("end of the line"), std::string::npos);
  EXPECT_NE(refusal(writeDigits("text", "zero" + csv)).find("found 0"), std::string::npos);
}
