// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/ShdFile.h"
#include "simulator/events/testing/EventBytes.h"
#include "support/Files.h"
#include <filesystem>
#include <hdf5/serial/hdf5.h>

using namespace nacre;

namespace {

using Events = std::vector<Event>;

/// IEEE binary16, as NumPy's float16 arrives in HDF5: sign, 5 bits exponent, 10 bits mantissa.
int64_t halfType() {
  const int64_t type = H5Tcopy(H5T_IEEE_F32LE);
  H5Tset_fields(type, 15, 10, 5, 0, 10);
  H5Tset_size(type, 2);
  H5Tset_ebias(type, 15);
  return type;
}

/// Lists of elements of two bytes.
void writeLists(int64_t file, const char *path, int64_t element,
                std::vector<std::vector<uint16_t>> lists) {
  std::vector<hvl_t> values;
  for (auto &list : lists)
    values.push_back({list.size(), list.data()});
  const hsize_t size = lists.size();
  const int64_t type = H5Tvlen_create(element), space = H5Screate_simple(1, &size, nullptr);
  const int64_t set = H5Dcreate2(file, path, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  EXPECT_GE(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
  H5Dclose(set), H5Sclose(space), H5Tclose(type);
}

/// A file with two recordings; half-precision bit patterns of 0.5 s, 1.5 s and 0.25 s.
std::string makeFile(const std::vector<uint8_t> &labels, uint16_t unit = 699) {
  const std::string path = ::testing::TempDir() + "/shd.h5";
  const int64_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  H5Gclose(H5Gcreate2(file, "/spikes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  const int64_t half = halfType();
  writeLists(file, "/spikes/times", half, {{0x3800, 0x3e00}, {0x3400}});
  writeLists(file, "/spikes/units", H5T_STD_U16LE, {{3, unit}, {7}});
  H5Tclose(half);
  const hsize_t size = labels.size();
  const int64_t space = H5Screate_simple(1, &size, nullptr);
  const int64_t set =
      H5Dcreate2(file, "/labels", H5T_STD_U8LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(set, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, labels.data());
  H5Dclose(set), H5Sclose(space), H5Fclose(file);
  return *readFile(path);
}

TEST(Shd, ListsOfSpikes) {
  const std::string bytes = makeFile({4, 19});
  EXPECT_EQ(recognised("x", bytes), "shd");
  const Recording first = recordingOf("shd", bytes);
  EXPECT_EQ(first.events, (Events{{500000, 3, 0, true}, {1500000, 699, 0, true}}));
  EXPECT_EQ(first.label, 4);
  EXPECT_EQ(first.width, 700);
  EventOptions options;
  options.sample = 1;
  const Recording second = recordingOf("shd", bytes, options);
  EXPECT_EQ(second.events, (Events{{250000, 7, 0, true}}));
  EXPECT_EQ(second.label, 19);
  options.sample = 2;
  expectRefused("there is no recording 2; there are 2", "shd", bytes, options);
}

TEST(Shd, FilesInMemoryAreApart) {
  const std::string name = ::testing::TempDir() + "/shd.h5"; // is there, with other labels
  auto one = Hdf5File::fromBytes(makeFile({4, 19}), name),
       two = Hdf5File::fromBytes(makeFile({5, 6}), name);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(*one->numbers("/labels"), (std::vector<double>{4, 19}));
  EXPECT_EQ(*two->numbers("/labels"), (std::vector<double>{5, 6}));
  auto onDisk = Hdf5File::open(name);
  ASSERT_TRUE(onDisk);
  EXPECT_EQ(*onDisk->numbers("/labels"), (std::vector<double>{5, 6}));
}

TEST(Shd, RefusesDamage) {
  expectRefused("cannot be read as HDF5", "shd", "\x89HDF\r\n\x1a\n and no more");
  expectRefused("/spikes/times has 2 elements, /labels has 1", "shd", makeFile({4}));
  expectRefused("event 1: expected a channel in 0..699, found 700", "shd", makeFile({4, 5}, 700));
  EXPECT_FALSE(shdEvents({1}, {1, 2}, "x"));
  EXPECT_FALSE(shdEvents({-1}, {1}, "x"));
  EXPECT_FALSE(shdEvents({1.0 / 0.0}, {1}, "x"));
  EXPECT_FALSE(shdEvents({1}, {0.5}, "x"));
  const std::string bytes = makeFile({4, 19});
  expectRefused("", "shd", bytes.substr(0, bytes.size() / 2));
}

} // namespace
