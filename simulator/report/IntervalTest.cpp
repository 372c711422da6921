// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Interval.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace nacre;

TEST(Interval, StudentByClosedForm) {
  // One degree of freedom is the Cauchy distribution: quantile tan(pi (p - 1/2)).
  auto two = studentInterval(100, 1, 2);
  ASSERT_TRUE(two);
  EXPECT_NEAR(two->high - 100, std::tan(M_PI * 0.475), 1e-9);
  EXPECT_NEAR(100 - two->low, std::tan(M_PI * 0.475), 1e-9);
  // Two: (2p - 1) sqrt(2 / (4 p (1 - p))).
  EXPECT_NEAR(studentInterval(0, 1, 3)->high, 0.95 * std::sqrt(2 / (4 * 0.975 * 0.025)), 1e-9);
}

TEST(Interval, StudentByTheTable) {
  // Two-sided 95 % points of any printed table, for 4, 9, 29 and 120 degrees of freedom.
  for (auto [samples, point] : {std::pair(5, 2.776), {10, 2.262}, {30, 2.045}, {121, 1.980}}) {
    EXPECT_NEAR(studentInterval(0, 1, samples)->high, point, 5e-4) << samples;
    EXPECT_NEAR(studentInterval(0, 9, samples)->low, -3 * point, 2e-3) << samples;
  }
}

TEST(Interval, OneSampleTellsNothingOfTheSpread) {
  EXPECT_FALSE(studentInterval(5, 0, 1));
  EXPECT_FALSE(studentInterval(0, 0, 0));
  EXPECT_EQ(studentInterval(5, 0, 2), (Interval{5, 5})) << "two equal ones do";
}

TEST(Interval, WilsonByPublishedExamples) {
  // R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
  struct {
    int64_t successes, trials;
    double low, high;
  } const examples[] = {{81, 263, 0.2553, 0.3662},
                        {15, 148, 0.0624, 0.1605},
                        {0, 20, 0.0000, 0.1611},
                        {1, 29, 0.0061, 0.1718}};
  for (const auto &e : examples) {
    Interval interval = wilsonInterval(e.successes, e.trials);
    EXPECT_NEAR(interval.low, e.low, 5e-5) << e.successes;
    EXPECT_NEAR(interval.high, e.high, 5e-5) << e.successes;
    Interval failures = wilsonInterval(e.trials - e.successes, e.trials);
    EXPECT_NEAR(failures.low, 1 - interval.high, 1e-12);
    EXPECT_NEAR(failures.high, 1 - interval.low, 1e-12);
  }
}

TEST(Interval, WilsonAtTheEnds) {
  // All of n: from n / (n + z^2) to 1, z = 1.959964.
  EXPECT_NEAR(wilsonInterval(100, 100).low, 100 / (100 + 3.841459), 1e-8);
  EXPECT_EQ(wilsonInterval(100, 100).high, 1);
  EXPECT_EQ(wilsonInterval(0, 100).low, 0);
  EXPECT_NEAR(wilsonInterval(1, 1).low, 1 / (1 + 3.841459), 1e-7);
}
