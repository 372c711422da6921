// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Decimal.h"
#include <gtest/gtest.h>
#include <limits>
#include <string>

using namespace nacre;

TEST(Decimal, ReadsExactlyWhatIsWritten) {
  EXPECT_EQ(Decimal::parse("23.6")->times(1000), 23600);
  EXPECT_EQ(Decimal::parse("0.1")->times(10), 1);
  EXPECT_EQ(Decimal::parse("-2.50")->times(2), -5);
  EXPECT_EQ(Decimal::parse("1e6")->times(1), 1000000);
  EXPECT_EQ(Decimal::parse("1.5E-3")->times(2000), 3);
  EXPECT_EQ(Decimal::parse("0")->times(7), 0);
  EXPECT_EQ(Decimal::parse("0e99")->times(7), 0);
  EXPECT_EQ(Decimal::parse("64.43")->toDouble(), 64.43);
}

TEST(Decimal, RefusesOtherSpellings) {
  for (std::string text : {"", "-", "010", "00", "0x10", "1_000", ".5", "5.", "+1", "1e", "1e+",
                           " 1", "1 ", "inf", "nan", "1,5", "9223372036854775808", "1e1001", "--1"})
    EXPECT_FALSE(Decimal::parse(text)) << text;
}

TEST(Decimal, RefusesInexactAndTooLargeProducts) {
  EXPECT_EQ(Decimal::parse("0.0005")->times(1000), std::nullopt);
  EXPECT_EQ(Decimal::parse("1e30")->times(1), std::nullopt);
  EXPECT_EQ(Decimal::parse("1e-1000")->times(1000), std::nullopt);
  EXPECT_EQ(Decimal::parse("9223372036854775807")->times(1), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(Decimal::parse("9223372036854775807")->times(2), std::nullopt);
}
