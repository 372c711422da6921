// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Window.h"
#include <gtest/gtest.h>

using nacre::Window;

TEST(Window, CountsOutputs) {
  EXPECT_EQ(Window{5}.outputs(28), 24);
  EXPECT_EQ((Window{3, 1, 1, 1, 1}.outputs(8)), 8); // "same"
  EXPECT_EQ((Window{3, 2, 1, 1, 1}.outputs(8)), 4); // starts at -1, 1, 3, 5
  EXPECT_EQ((Window{3, 2, 1, 1, 1}.outputs(7)), 4); // starts at -1, 1, 3, 5
  EXPECT_EQ((Window{3, 1, 2, 0, 0}.outputs(7)), 3); // extent 5
  EXPECT_EQ((Window{2, 2}.outputs(5)), 2);          // the last column is dropped
}

TEST(Window, HasNoOutputWhereItDoesNotFit) {
  EXPECT_EQ(Window{5}.outputs(4), 0);
  EXPECT_EQ((Window{2, 4}.outputs(1)), 0); // -1 / 4 must not round up to a window
}

TEST(Window, ReadsItsInputs) {
  Window window{3, 2, 3, 1, 1};
  EXPECT_EQ(window.inputOf(0, 0), -1);
  EXPECT_EQ(window.inputOf(2, 1), 6);
}

TEST(Window, DoesNotReadPadding) {
  EXPECT_EQ(Window{5}.reads(28), 24 * 5);
  EXPECT_EQ((Window{3, 1, 1, 1, 1}.reads(8)), 8 * 3 - 2); // one position beyond either end
}
