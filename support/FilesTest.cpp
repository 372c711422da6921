// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Files.h"
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

using namespace nacre;
namespace fs = std::filesystem;

static std::string inTemp(const std::string &name) { return ::testing::TempDir() + "/" + name; }

TEST(Files, RoundTripMakesFolders) {
  std::string path = inTemp("a/b/c.bin"), bytes("x\0y\n", 4);
  ASSERT_TRUE(writeFile(path, bytes));
  EXPECT_EQ(*readFile(path), bytes);
}

TEST(Files, GunzipsAndRefusesATruncatedArchive) {
  std::string path = inTemp("z.gz"), text(100000, 'n');
  for (size_t i = 0; i < text.size(); ++i)
    text[i] = char('a' + i * i % 23);
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), unsigned(text.size()));
  gzclose(file);
  EXPECT_EQ(*readFile(path), text);
  fs::resize_file(path, fs::file_size(path) / 2);
  auto truncated = readFile(path);
  ASSERT_FALSE(truncated);
  EXPECT_NE(truncated.error().message.find("truncated"), std::string::npos);
  EXPECT_FALSE(readFile(inTemp("z.gz"), 10));
}

TEST(Files, MissingFileAndFolderAreNamed) {
  auto missing = readFile(inTemp("nowhere"));
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("nowhere"), std::string::npos);
  EXPECT_FALSE(readFile(::testing::TempDir()));
}

TEST(Files, WhereNothingCanBeWrittenIsKnownBefore) {
  std::string file = inTemp("file"), folder = inTemp("folder");
  ASSERT_TRUE(writeFile(file, "old"));
  ASSERT_TRUE(fs::create_directory(folder));
  EXPECT_TRUE(checkWritable(file));
  EXPECT_TRUE(checkWritable(folder + "/new/deep/report.json"));
  EXPECT_FALSE(fs::exists(folder + "/new"));
  for (const std::string &path : {folder, folder + "/", folder + "/new/", file + "/report.json",
                                  file + "/deep/report.json", std::string()}) {
    EXPECT_FALSE(checkWritable(path)) << path;
    EXPECT_FALSE(writeFile(path, "x")) << path;
  }
}

TEST(Files, AFailedWriteLeavesTheOldFileAndNoTemporary) {
  std::string folder = inTemp("full"), path = folder + "/report.json";
  ASSERT_TRUE(writeFile(path, "old"));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before;
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit tiny = {4096, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tiny);
  auto status = writeFile(path, std::string(100000, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find(path), std::string::npos);
  EXPECT_EQ(*readFile(path), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST(Files, ALinkStaysAndItsFileIsReplaced) {
  std::string file = inTemp("linked"), link = inTemp("link");
  ASSERT_TRUE(writeFile(file, "old"));
  fs::create_symlink("linked", link);
  ASSERT_TRUE(writeFile(link, "new"));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(*readFile(file), "new");
}

TEST(Files, APipeIsWrittenAndStaysOne) {
  std::string pipe = inTemp("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_TRUE(checkWritable(pipe));
  ASSERT_TRUE(writeFile(pipe, "spikes"));
  char bytes[16] = {};
  EXPECT_EQ(read(reader, bytes, sizeof bytes), 6);
  EXPECT_EQ(std::string(bytes), "spikes");
  close(reader);
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST(Files, OneFileForTwoPurposesIsRefused) {
  std::string file = inTemp("both"), other = inTemp("x/../both");
  ASSERT_TRUE(writeFile(file, ""));
  fs::create_directory(inTemp("x"));
  EXPECT_TRUE(checkDistinct({file, inTemp("third"), "", ""}));
  EXPECT_FALSE(checkDistinct({file, "", other}));
  EXPECT_TRUE(checkDistinct({"/dev/null", "/dev/null"}));
}
