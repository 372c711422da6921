// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/DataOptions.h"
#include "support/Files.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <zlib.h>

using namespace nacre;

namespace {

std::string bigEndian(uint32_t value) {
  return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
}

/// Two images, 0 and 1 in their first pixel, with labels 7 and 9; tests damage one part of it.
struct MnistFiles {
  std::string folder;
  std::string imageHeader = bigEndian(0x803) + bigEndian(2) + bigEndian(28) + bigEndian(28);
  std::string imageValues = std::string(784, '\0') + std::string("\1") + std::string(783, '\0');
  std::string labels = bigEndian(0x801) + bigEndian(2) + "\7\11";

  explicit MnistFiles(const std::string &test) : folder(::testing::TempDir() + "/mnist-" + test) {}

  std::string refusal() const {
    EXPECT_TRUE(writeFile(folder + "/t10k-images-idx3-ubyte", imageHeader + imageValues));
    EXPECT_TRUE(writeFile(folder + "/t10k-labels-idx1-ubyte", labels));
    Result<Dataset> data = openDataset({"mnist", folder});
    return data ? "" : data.error().message;
  }
};

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

TEST(Mnist, ReadsPlainAndCompressedFiles) {
  MnistFiles files("good");
  ASSERT_EQ(files.refusal(), "");
  std::filesystem::remove(files.folder + "/t10k-labels-idx1-ubyte");
  gzFile packed = gzopen((files.folder + "/t10k-labels-idx1-ubyte.gz").c_str(), "wb");
  gzwrite(packed, files.labels.data(), unsigned(files.labels.size()));
  gzclose(packed);
  Result<Dataset> data = openDataset({"mnist", files.folder});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->size(), 2);
  EXPECT_EQ(data->labels, (std::vector<uint8_t>{7, 9}));
  EXPECT_EQ(data->image(0)[0], 0);
  EXPECT_EQ(data->image(1)[0], 1);
  EXPECT_FALSE(openDataset({"mnist", files.folder, Split::Train})) << "there is no train file";

  std::string path = files.folder + "/t10k-labels-idx1-ubyte.gz";
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 5);
  Result<Dataset> truncated = openDataset({"mnist", files.folder});
  ASSERT_FALSE(truncated);
  EXPECT_TRUE(contains(truncated.error().message, path));
}

TEST(Mnist, FashionHasTheSameFiles) {
  MnistFiles files("fashion");
  ASSERT_EQ(files.refusal(), "");
  Result<Dataset> data = openDataset({"fashion-mnist", files.folder});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->name, "fashion-mnist test");
  EXPECT_EQ(data->size(), 2);
}

TEST(Mnist, RefusesDamage) {
  MnistFiles magic("magic");
  magic.imageHeader[3] = 1;
  EXPECT_TRUE(contains(magic.refusal(), "images-idx3-ubyte: expected the IDX magic number "
                                        "0x00000803, found 0x00000801"));
  MnistFiles length("length");
  length.imageValues.pop_back();
  EXPECT_TRUE(
      contains(length.refusal(), "expected 1568 bytes after the header for 2 items, found 1567"));
  MnistFiles header("header");
  header.labels.resize(6);
  EXPECT_TRUE(contains(header.refusal(), "labels-idx1-ubyte: expected an IDX header of 8 bytes"));
  MnistFiles count("count");
  count.labels = bigEndian(0x801) + bigEndian(1) + "\7";
  EXPECT_TRUE(contains(count.refusal(), "expected 2 labels"));
  MnistFiles label("label");
  label.labels.back() = 10;
  EXPECT_TRUE(contains(label.refusal(), "label 1: expected a class in 0..9, found 10"));
  MnistFiles size("size");
  size.imageHeader = bigEndian(0x803) + bigEndian(2) + bigEndian(28) + bigEndian(32);
  EXPECT_TRUE(contains(size.refusal(), "28x28"));
}

TEST(Mnist, TheRealFiles) {
  const char *variable = std::getenv("NACRE_DATA");
  if (!variable)
    GTEST_SKIP() << "NACRE_DATA is not set: the folder that holds mnist/train-images-idx3-ubyte";
  std::string folder = datasetFolder(variable, "mnist");
  std::string first = folder + "/train-images-idx3-ubyte";
  if (!std::filesystem::exists(first) && !std::filesystem::exists(first + ".gz"))
    GTEST_SKIP() << "missing: " << first << "[.gz]";
  Result<Dataset> train = openDataset({"mnist", variable, Split::Train});
  Result<Dataset> test = openDataset({"mnist", variable, Split::Test});
  ASSERT_TRUE(train && test);
  EXPECT_EQ(train->size(), 60000);
  EXPECT_EQ(test->size(), 10000);
  // The known class counts of the test set.
  std::vector<int> counts(10);
  for (uint8_t label : test->labels)
    ++counts[label];
  EXPECT_EQ(counts, (std::vector<int>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}));
}

} // namespace
