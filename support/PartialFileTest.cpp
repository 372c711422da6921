// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/PartialFile.h"
#include "support/Files.h"
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace nacre;
namespace fs = std::filesystem;
using Unfinished = PartialFile::Unfinished;

namespace {

// The check value of CRC-32 (ISO-HDLC) is that of "123456789".
constexpr uint32_t checkValue = 0xCBF43926;

class PartialFileTest : public testing::Test {
protected:
  std::string folder, path;

  void SetUp() override {
    const char *test = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder = testing::TempDir() + "/" + test;
    fs::create_directory(folder);
    path = folder + "/spikes.csv";
  }

  int64_t files() const {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  }

  /// Leaves "123456789" and what the checkpoint does not know of.
  void interrupt() const {
    Result<PartialFile> file = PartialFile::create(path, Unfinished::Kept);
    ASSERT_TRUE(file && file->append("12345") && file->append("6789"));
    EXPECT_EQ(file->checksum(), checkValue);
    EXPECT_EQ(file->bytes(), 9);
    ASSERT_TRUE(file->append("later"));
  }
};

TEST_F(PartialFileTest, HasItsNameOnlyWhenFinished) {
  ASSERT_TRUE(writeFile(path, "old"));
  {
    Result<PartialFile> file = PartialFile::create(path, Unfinished::Removed);
    ASSERT_TRUE(file && file->append("new"));
    EXPECT_EQ(*readFile(path), "old");
  }
  EXPECT_EQ(*readFile(path), "old");
  EXPECT_EQ(files(), 1) << "an unfinished file stayed";
  Result<PartialFile> file = PartialFile::create(path, Unfinished::Removed);
  ASSERT_TRUE(file && file->append("new") && file->finish());
  EXPECT_EQ(*readFile(path), "new");
  EXPECT_EQ(files(), 1);
}

TEST_F(PartialFileTest, GoesOnWhereItWas) {
  interrupt();
  EXPECT_FALSE(fs::exists(path));
  Result<PartialFile> file = PartialFile::reopen(path, 9, checkValue);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->checksum(), checkValue);
  ASSERT_TRUE(file->append("0") && file->finish());
  EXPECT_EQ(*readFile(path), "1234567890");
  EXPECT_EQ(files(), 1);
}

TEST_F(PartialFileTest, GoesOnFromNothing) {
  {
    ASSERT_TRUE(PartialFile::create(path, Unfinished::Kept));
  }
  Result<PartialFile> file = PartialFile::reopen(path, 0, 0);
  ASSERT_TRUE(file && file->append("1") && file->finish());
  EXPECT_EQ(*readFile(path), "1");
}

TEST_F(PartialFileTest, MayHaveItsNameAlready) {
  ASSERT_TRUE(writeFile(path, "123456789"));
  Result<PartialFile> file = PartialFile::reopen(path, 9, checkValue);
  ASSERT_TRUE(file && file->finish());
  EXPECT_EQ(*readFile(path), "123456789");
  ASSERT_TRUE(writeFile(path, "1234567890"));
  EXPECT_FALSE(PartialFile::reopen(path, 9, checkValue)) << "more than what was written";
}

TEST_F(PartialFileTest, RefusesWhatIsNotTheSame) {
  auto missing = PartialFile::reopen(path, 9, checkValue);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("spikes.csv.partial'"), std::string::npos);
  interrupt();
  ASSERT_TRUE(writeFile(path + ".partial", "123456788later"));
  auto altered = PartialFile::reopen(path, 9, checkValue);
  ASSERT_FALSE(altered);
  EXPECT_NE(altered.error().message.find("altered or cut short"), std::string::npos);
  ASSERT_TRUE(writeFile(path + ".partial", "12345678"));
  EXPECT_FALSE(PartialFile::reopen(path, 9, checkValue));
  EXPECT_EQ(*readFile(path + ".partial"), "12345678") << "a refused file was changed";
}

TEST_F(PartialFileTest, NoRunGoesOnWithAPipe) {
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  auto file = PartialFile::create(path, Unfinished::Kept);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("device or pipe"), std::string::npos);
}

} // namespace
