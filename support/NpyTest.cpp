// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files byte by byte, after the description of the format in NumPy's documentation.
#include "support/Npy.h"
#include <gtest/gtest.h>

using namespace nacre;
using namespace std::string_literals;

namespace {

/// A file of version 1.0.
std::string npy(const std::string &dictionary, const std::string &data) {
  return "\x93NUMPY\1\0"s + char(dictionary.size()) + '\0' + dictionary + data;
}

std::string header(const std::string &type, const std::string &shape,
                   const std::string &order = "False") {
  return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

std::string refusal(const std::string &bytes) {
  Result<NpyArray> array = parseNpy(bytes, "x.npy");
  return array ? "" : array.error().message;
}

void expectRefused(const std::string &part, const std::string &bytes) {
  EXPECT_NE(refusal(bytes).find(part), std::string::npos) << refusal(bytes);
}

std::vector<double> valuesOf(const std::string &bytes) {
  Result<NpyArray> array = parseNpy(bytes, "x.npy");
  EXPECT_TRUE(array) << array.error().message;
  std::vector<double> values;
  for (int64_t i = 0; array && i < array->size(); ++i)
    values.push_back(array->at(i));
  return values;
}

TEST(Npy, ReadsEachType) {
  using Values = std::vector<double>;
  EXPECT_EQ(valuesOf(npy(header("|b1", "(2,)"), "\1\0"s)), (Values{1, 0}));
  EXPECT_EQ(valuesOf(npy(header("|u1", "(1, 2)"), "\377\2")), (Values{255, 2}));
  EXPECT_EQ(valuesOf(npy(header("|i1", "(2, 1)"), "\377\2")), (Values{-1, 2}));
  EXPECT_EQ(valuesOf(npy(header("<u2", "(1,)"), "\376\377")), Values{65534});
  EXPECT_EQ(valuesOf(npy(header("<i2", "(1,)"), "\376\377")), Values{-2});
  EXPECT_EQ(valuesOf(npy(header("<u4", "()"), "\0\0\0\200"s)), Values{2147483648.0});
  EXPECT_EQ(valuesOf(npy(header("<i4", "()"), "\0\0\0\200"s)), Values{-2147483648.0});
  EXPECT_EQ(valuesOf(npy(header("<i8", "()"), "\3\0\0\0\0\0\0\0"s)), Values{3});
  EXPECT_EQ(valuesOf(npy(header("<u8", "()"), "\3\0\0\0\0\0\0\0"s)), Values{3});
  // 1.5 is 0x3fc00000 and 0x3ff8000000000000 (IEEE 754).
  EXPECT_EQ(valuesOf(npy(header("<f4", "(1,)"), "\0\0\300\77"s)), Values{1.5});
  EXPECT_EQ(valuesOf(npy(header("<f8", "(1,)"), "\0\0\0\0\0\0\370\77"s)), Values{1.5});
  EXPECT_TRUE(valuesOf(npy(header("<f8", "(0, 3)"), "")).empty());
}

TEST(Npy, KeysComeInAnyOrderAndVersionTwoHasALongerLength) {
  const std::string text = "{\"shape\":(1,2),'fortran_order':False,'descr':'|u1'}   \n";
  Result<NpyArray> array =
      parseNpy("\x93NUMPY\2\0"s + char(text.size()) + "\0\0\0"s + text + "ab", "x.npy");
  ASSERT_TRUE(array) << array.error().message;
  EXPECT_EQ(array->shape, (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(array->shapeText(), "1x2");
  EXPECT_EQ(array->data, "ab");
}

TEST(Npy, RefusesWhatItCannotRead) {
  expectRefused("expected a .npy array", "");
  expectRefused("expected a .npy array", "PK\3\4 and more bytes");
  expectRefused("found 3.0", "\x93NUMPY\3\0aaaaaaaa"s);
  expectRefused("truncated in the header", "\x93NUMPY\1\0\7\0{'desc"s);
  expectRefused("truncated in the header", "\x93NUMPY\2\0\7\0"s);
  expectRefused("found >f4", npy(header(">f4", "(1,)"), "abcd"));
  expectRefused("found <f2", npy(header("<f2", "(1,)"), "ab"));
  expectRefused("column-major", npy(header("|u1", "(1,)", "True"), "a"));
  expectRefused("expected 6 bytes of data for the shape 2x3, found 5",
                npy(header("|u1", "(2, 3)"), "abcde"));
  expectRefused("bytes of data for the shape", npy(header("|u1", "(4294967296, 4294967296)"), ""));
  for (const char *text :
       {"", "{}", "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': ()}",
        "{'descr': '|u1', 'fortran_order': False}",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1 2)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)} x",
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': ()}"})
    expectRefused("is not a dictionary", npy(text, "a"));
}

TEST(Npy, BytesAreWholeNumbers) {
  auto bytes = [](const std::string &file) {
    Result<NpyArray> array = parseNpy(file, "x.npy");
    EXPECT_TRUE(array);
    return bytesOf(*array, "x.npy", "pixel");
  };
  auto good = bytes(npy(header("<i2", "(2,)"), "\377\0\0\0"s));
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, (std::vector<uint8_t>{255, 0}));
  auto large = bytes(npy(header("<i2", "(2,)"), "\0\0\0\1"s));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().message, "x.npy: element 1: expected a pixel that is a whole number in "
                                   "0..255, found 256");
  EXPECT_FALSE(bytes(npy(header("|i1", "(1,)"), "\377")));
  EXPECT_FALSE(bytes(npy(header("<f4", "(1,)"), "\0\0\300\77"s)));  // 1.5
  EXPECT_FALSE(bytes(npy(header("<f4", "(1,)"), "\0\0\300\177"s))); // not a number
}

TEST(Npy, WritesWhatItReads) {
  const std::string bytes = npyBytes({2, 1}, std::vector<uint16_t>{1, 258});
  EXPECT_EQ(bytes.size(), 128u + 4) << "NumPy lets the data begin at a multiple of 64";
  EXPECT_EQ(bytes.substr(128), "\1\0\2\1"s);
  EXPECT_EQ(valuesOf(bytes), (std::vector<double>{1, 258}));
  EXPECT_EQ(valuesOf(npyBytes({1}, std::vector<uint8_t>{7})), std::vector<double>{7});
}

} // namespace
