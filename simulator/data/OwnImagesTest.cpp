// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Data sets that users bring: CSV, NumPy arrays, PNG files.
#include "simulator/data/DataOptions.h"
#include "support/Files.h"
#include "support/Npy.h"
#include "support/Png.h"
#include <filesystem>
#include <gtest/gtest.h>
#include <zip.h>

using namespace nacre;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<uint8_t>;

std::string freshFolder(const std::string &name) {
  std::string folder = ::testing::TempDir() + "/own-" + name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

DataOptions options(const std::string &dataset, const std::string &path,
                    const std::string &shape = "") {
  DataOptions options{dataset, path};
  options.imageShape = shape;
  return options;
}

std::string refusal(const DataOptions &options) {
  Result<Dataset> data = openDataset(options);
  return data ? "" : data.error().text();
}

void expectRefused(const std::string &part, const DataOptions &options) {
  EXPECT_NE(refusal(options).find(part), std::string::npos) << refusal(options);
}

// CSV

std::string csv(const std::string &text) {
  const std::string path = freshFolder("csv") + "/some.csv";
  EXPECT_TRUE(writeFile(path, text));
  return path;
}

DataOptions csvOptions(const std::string &text, const std::string &column = "") {
  DataOptions result = options("csv", csv(text), "1x1x2");
  result.labelColumn = column;
  return result;
}

TEST(Csv, TheHeadingNamesTheClass) {
  auto data = openDataset(csvOptions("a,\"label\",b\r\n1,2,3\r\n4,0,255\r\n"));
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->pixels, (Bytes{1, 3, 4, 255}));
  EXPECT_EQ(data->labels, (Bytes{2, 0}));
  EXPECT_EQ(data->classes, 3);
  EXPECT_EQ(data->width, 2);
}

TEST(Csv, OrTheOptionDoes) {
  for (auto [column, label] : {std::pair("first", 1), {"last", 3}}) {
    auto data = openDataset(csvOptions("1, 2, 3", column));
    ASSERT_TRUE(data) << data.error().message;
    EXPECT_EQ(data->labels, Bytes{uint8_t(label)});
  }
  auto named = openDataset(csvOptions("digit,x,y\n1,2,3\n", "y"));
  ASSERT_TRUE(named) << named.error().message;
  EXPECT_EQ(named->labels, Bytes{3});
}

TEST(Csv, AFolderHasAFileASplit) {
  const std::string folder = freshFolder("splits");
  EXPECT_TRUE(writeFile(folder + "/train.csv", "label,x\n1,2\n"));
  EXPECT_TRUE(writeFile(folder + "/test.csv", "label,x\n3,4\n"));
  DataOptions both = options("csv", folder, "1x1x1");
  EXPECT_EQ(openDataset(both)->labels, Bytes{3});
  both.split = Split::Train;
  EXPECT_EQ(openDataset(both)->labels, Bytes{1});
}

TEST(Csv, OneFileIsNotBothSplits) {
  DataOptions both = csvOptions("1,2,3\n", "first");
  both.bothSplits = true;
  expectRefused("is one file, for training and for testing", both);
  expectRefused("names a folder with train.csv and test.csv", both);
}

TEST(Csv, RefusesWhatItWouldHaveToGuess) {
  expectRefused("no column is named 'label'", csvOptions("1,2,3\n"));
  expectRefused("no column is named 'y'", csvOptions("label,x,z\n1,2,3\n", "y"));
  expectRefused("say it with --image-shape", options("csv", csv("1,2,3\n")));
  expectRefused(":2: expected 2 pixels of a 1x1x2 image and a class, found 2 fields",
                csvOptions("1,2,3\n1,2\n", "first"));
  expectRefused(":1: column 2: expected a whole number in 0..255, found '256'",
                csvOptions("1,256,3\n", "first"));
  expectRefused("found '-1'", csvOptions("1,-1,3\n", "first"));
  expectRefused("found '0.5'", csvOptions("1,0.5,3\n", "first"));
  expectRefused("found ''", csvOptions("1,,3\n", "first"));
  expectRefused("found 1 fields", csvOptions("1,2,3\n\n", "first"));
  expectRefused("no images", csvOptions("label,x,y\n"));
  for (const char *shape : {"1x2", "0x1x2", "1x1x2x1", "1x1x", "-1x1x2", "99999x99999x99999"}) {
    DataOptions bad = csvOptions("1,2,3\n", "first");
    bad.imageShape = shape;
    expectRefused("--image-shape: expected CHANNELSxHEIGHTxWIDTH", bad);
  }
  expectRefused("--image-shape means nothing to the data set 'digits'",
                options("digits", "", "1x8x8"));
  expectRefused("no such folder", options("csv", "/nowhere", "1x8x8"));
}

// NumPy

/// An archive of .npy files.
std::string npz(const std::vector<std::pair<std::string, std::string>> &members) {
  const std::string path = freshFolder("npz") + "/some.npz";
  int error = 0;
  zip_t *archive = zip_open(path.c_str(), ZIP_CREATE, &error);
  for (const auto &[name, bytes] : members)
    zip_file_add(archive, (name + ".npy").c_str(),
                 zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0);
  EXPECT_EQ(zip_close(archive), 0);
  return path;
}

const std::string twoLabels = npyBytes({2, 1}, Bytes{1, 0});

TEST(Npy, ReadsArchivesAndFolders) {
  const std::string images = npyBytes({2, 1, 2}, Bytes{1, 2, 3, 4});
  for (auto [x, y] : {std::pair("x_test", "y_test"), {"test_images", "test_labels"}}) {
    auto data = openDataset(options("npy", npz({{x, images}, {y, twoLabels}})));
    ASSERT_TRUE(data) << data.error().message;
    EXPECT_EQ(data->pixels, (Bytes{1, 2, 3, 4}));
    EXPECT_EQ(data->labels, (Bytes{1, 0}));
    EXPECT_EQ(data->channels, 1);
    EXPECT_EQ(data->height, 1);
    EXPECT_EQ(data->width, 2);
  }
  const std::string folder = freshFolder("npys");
  EXPECT_TRUE(writeFile(folder + "/x_test.npy", images));
  EXPECT_TRUE(writeFile(folder + "/y_test.npy", twoLabels));
  auto data = openDataset(options("npy", folder));
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->labels, (Bytes{1, 0}));
}

TEST(Npy, TheShapeSaysWhichAxisIsWhich) {
  auto pixels = [](const std::vector<int64_t> &axes, const std::string &shape) {
    auto data = openDataset(options(
        "npy", npz({{"x_test", npyBytes(axes, Bytes{1, 2, 3, 4, 5, 6})}, {"y_test", twoLabels}}),
        shape));
    EXPECT_TRUE(data) << data.error().message;
    return data ? data->pixels : Bytes{};
  };
  EXPECT_EQ(pixels({2, 3}, "3x1x1"), (Bytes{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(pixels({2, 1, 1, 3}, "3x1x1"), (Bytes{1, 2, 3, 4, 5, 6}));
  auto one = openDataset(options("npy",
                                 npz({{"x_test", npyBytes({1, 1, 2, 3}, Bytes{1, 2, 3, 4, 5, 6})},
                                      {"y_test", npyBytes({1}, Bytes{0})}}),
                                 "3x1x2"));
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_EQ(one->pixels, (Bytes{1, 4, 2, 5, 3, 6})) << "red, green, blue";
}

TEST(Npy, RefusesWhatItWouldHaveToGuess) {
  auto with = [](const std::vector<int64_t> &axes, const std::string &shape) {
    int64_t size = 1;
    for (int64_t axis : axes)
      size *= axis;
    return options("npy",
                   npz({{"x_test", npyBytes(axes, Bytes(size_t(size)))}, {"y_test", twoLabels}}),
                   shape);
  };
  expectRefused("does not say which axes", with({2, 3, 1, 1}, ""));
  expectRefused("do not lie in an array of shape 2x3x1x1", with({2, 3, 1, 1}, "1x1x3"));
  expectRefused("do not lie in an array of shape 2x3", with({2, 3}, "1x2x2"));
  expectRefused("with channels first and with channels last", with({2, 2, 2, 2}, "2x2x2"));
  expectRefused("expected an array of images", with({2}, ""));
  expectRefused("expected 3 labels", with({3, 1, 1}, ""));
  expectRefused("expected arrays x_test and y_test", options("npy", npz({{"x", twoLabels}})));
  expectRefused("y_test.npy", options("npy", npz({{"x_test", twoLabels}})));
  const std::string path = npz({{"x_test", twoLabels}});
  fs::resize_file(path, fs::file_size(path) / 2);
  expectRefused("no zip archive", options("npy", path));
}

// PNG

void writePng(const std::string &path, const PngImage &image) {
  auto bytes = pngBytes(image);
  ASSERT_TRUE(bytes);
  EXPECT_TRUE(writeFile(path, *bytes));
}

const PngImage picture{3, 1, 2, {1, 2, 3, 4, 5, 6}};

TEST(Images, LabelsAreListed) {
  const std::string folder = freshFolder("listed");
  writePng(folder + "/test/a,b.png", picture);
  writePng(folder + "/test/c.png", picture);
  EXPECT_TRUE(writeFile(folder + "/test/labels.csv", "file,label\nc.png,7\na,b.png,1\n"));
  auto data = openDataset(options("images", folder));
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->labels, (Bytes{7, 1}));
  EXPECT_EQ(data->channels, 3);
  EXPECT_EQ(data->height, 1);
  EXPECT_EQ(data->width, 2);
  EXPECT_EQ(Bytes(data->pixels.begin(), data->pixels.begin() + 6), picture.pixels);

  EXPECT_TRUE(writeFile(folder + "/test/labels.csv", "../test/c.png,0\n"));
  EXPECT_TRUE(openDataset(options("images", folder))) << "there and back again";
  for (const char *line : {"../c.png,1", "/etc/passwd,1", ",1"}) {
    EXPECT_TRUE(writeFile(folder + "/test/labels.csv", line));
    expectRefused("leaves the folder", options("images", folder));
  }
  fs::create_symlink("/etc", folder + "/test/link");
  EXPECT_TRUE(writeFile(folder + "/test/labels.csv", "link/passwd,1\n"));
  expectRefused("leaves the folder", options("images", folder));
  for (const char *line : {"c.png,256", "c.png", "c.png,x", "c.png,1,"}) {
    EXPECT_TRUE(writeFile(folder + "/test/labels.csv", line));
    expectRefused("labels.csv:1: expected FILE,CLASS", options("images", folder));
  }
}

TEST(Images, AFolderIsAClass) {
  const std::string folder = freshFolder("classes");
  writePng(folder + "/test/cat/2.png", {3, 1, 1, {9, 0, 0}});
  writePng(folder + "/test/cat/1.png", {3, 1, 1, {8, 0, 0}});
  writePng(folder + "/test/ape/1.png", {3, 1, 1, {7, 0, 0}});
  auto data = openDataset(options("images", folder));
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->labels, (Bytes{0, 1, 1}));
  EXPECT_EQ(data->pixels, (Bytes{7, 0, 0, 8, 0, 0, 9, 0, 0}));
  writePng(folder + "/test/cat/3.png", picture);
  expectRefused("3.png: expected 3x1x1 as in", options("images", folder));
  EXPECT_TRUE(writeFile(folder + "/test/cat/3.png", "no picture"));
  expectRefused("no PNG image", options("images", folder));
  EXPECT_TRUE(writeFile(folder + "/test/cat/notes.txt", ""));
  expectRefused("notes.txt: expected PNG files only", options("images", folder));
  DataOptions train = options("images", folder);
  train.split = Split::Train;
  expectRefused("/train: expected labels.csv", train);
}

// A grey image of 2x1 pixels, 0 and 255, in 1 bit, by hand: signature; IHDR with width 2, height 1,
// 1 bit, grey; IDAT with a stored zlib block of filter 0 and byte 0x40; IEND. CRC-32 and Adler-32
// are those of the bytes.
TEST(Images, GreyStaysGrey) {
  const unsigned char bytes[] = {
      0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,   'I',  'H',
      'D',  'R',  0,    0,    0,    2,    0,    0,    0,    1,    1,    0,    0,    0,
      0,    0xdc, 0x59, 0x42, 0x27, 0,    0,    0,    13,   'I',  'D',  'A',  'T',  0x78,
      0x01, 0x01, 0x02, 0x00, 0xfd, 0xff, 0x00, 0x40, 0x00, 0x42, 0x00, 0x41, 0x20, 0xb0,
      0x99, 0xcb, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82};
  auto image = parsePng({reinterpret_cast<const char *>(bytes), sizeof bytes}, "grey.png");
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->channels, 1);
  EXPECT_EQ(image->width, 2);
  EXPECT_EQ(image->pixels, (Bytes{0, 255}));
}

TEST(Images, RefusesTransparency) {
  // As above with 8 bits, colour type 4 (grey and alpha), one pixel.
  const unsigned char bytes[] = {
      0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,   'I',  'H',  'D',
      'R',  0,    0,    0,    1,    0,    0,    0,    1,    8,    4,    0,    0,    0,    0xb5,
      0x1c, 0x0c, 0x02, 0,    0,    0,    14,   'I',  'D',  'A',  'T',  0x78, 0x01, 0x01, 0x03,
      0x00, 0xfc, 0xff, 0x00, 0x40, 0x80, 0x01, 0x03, 0x00, 0xc1, 0x37, 0x61, 0xfa, 0xd5, 0,
      0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82};
  auto image = parsePng({reinterpret_cast<const char *>(bytes), sizeof bytes}, "alpha.png");
  ASSERT_FALSE(image);
  EXPECT_NE(image.error().message.find("alpha.png: the image is transparent"), std::string::npos);
}

} // namespace
