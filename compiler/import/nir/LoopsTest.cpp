// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Loops.h"
#include <gmock/gmock.h>

using namespace nacre::nir;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// Population 2 is the readout, which reads 0.
static constexpr size_t input = Connection::input;

TEST(NirLoops, AChainHasNone) {
  const Links links = {{{1, 0}}, {{input, 0}}, {{0, 0}}};
  EXPECT_THAT(closingLinks(links), IsEmpty());
  EXPECT_THAT(sourcesFirst(links), ElementsAre(1, 0, 2));
}

TEST(NirLoops, TheLinkThatTheSearchMeetsLastClosesTheLoop) {
  // 0 reads 1, which reads 0: from the readout the search goes 2, 0, 1 and meets 0.
  const Links links = {{{1, 0}}, {{0, 0}}, {{0, 0}}};
  EXPECT_THAT(closingLinks(links), ElementsAre(Pair(1, 0)));
  const Links self = {{{1, 0}, {0, 0}}, {}, {{0, 0}}};
  EXPECT_THAT(closingLinks(self), ElementsAre(Pair(0, 1)));
}

TEST(NirLoops, ADelayAnywhereClosesALoop) {
  const Links links = {{{1, 3}}, {{0, 0}}, {{0, 0}}};
  EXPECT_THAT(closingLinks(links), IsEmpty());
  // 1 reads 0 without delay and comes behind it, though the search leaves 1 first.
  EXPECT_THAT(sourcesFirst(links), ElementsAre(0, 1, 2));
}

TEST(NirLoops, ADelayOnAnotherWayDoesNot) {
  // 0 reads 1 twice, with and without a delay: one of the two loops has none.
  const Links links = {{{1, 3}, {1, 0}}, {{0, 0}}, {{0, 0}}};
  EXPECT_THAT(closingLinks(links), ElementsAre(Pair(1, 0)));
}

TEST(NirLoops, WhatIsReachedThroughDelaysOnlyIsSearchedToo) {
  // The readout reads 0 with a delay; 0 reads itself.
  const Links links = {{{0, 0}, {1, 0}}, {}, {{0, 2}}};
  EXPECT_THAT(closingLinks(links), ElementsAre(Pair(0, 0)));
}
