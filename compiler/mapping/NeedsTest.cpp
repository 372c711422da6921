// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Needs against hand arithmetic by the counting rules of docs/design/whole-road.md.
#include "compiler/mapping/testing/Problems.h"
#include <gtest/gtest.h>

using namespace nacre;
using namespace nacre::testing;

TEST(ReceptiveField, ClipsPaddingAndFollowsStrideAndGroups) {
  MappingProblem p = smallNetwork();
  // Rows 0..3 of a 3x3 window with pad 1 read rows -1..4, clipped to 0..4.
  Box field = p.receptiveField(p.edges[0], {{0, 1}, {0, 4}, {7, 8}});
  EXPECT_EQ(field, (Box{{0, 2}, {0, 5}, {6, 8}}));
  // Stride 2, kernel 2: outputs 1..3 read inputs 2..6.
  p.edges[0].window.y = p.edges[0].window.x = {2, 2, 1, 0, 0};
  EXPECT_EQ(p.receptiveField(p.edges[0], {{0, 1}, {1, 3}, {0, 1}}), (Box{{0, 2}, {2, 6}, {0, 2}}));
  // Two groups: output channels 2..4 read input channel 1 only.
  p.edges[0].groups = 2;
  EXPECT_EQ(p.receptiveField(p.edges[0], {{2, 4}, {0, 1}, {0, 1}}).c, (Range{1, 2}));
  EXPECT_EQ(p.receptiveField(p.edges[1], {{3, 4}, {0, 1}, {0, 1}}), p.populations[1].shape);
}

TEST(Needs, SharedKernelsAreStoredOnce) {
  MappingProblem p = smallNetwork();
  SliceNeeds needs = needsOf(p, 1, {{0, 3}, {0, 4}, {0, 8}});
  EXPECT_EQ(needs.neurons, 3 * 4 * 8);
  EXPECT_EQ(needs.axonsIn, 2 * 5 * 8);
  // 3 channels * 2 sources * 9 weights * 8 bits = 432 bits = 7 words of 64.
  EXPECT_EQ(needs.synapseMemoryBits, 7 * 64);
}

TEST(Needs, UnsharedConvolutionStoresEverySynapse) {
  MappingProblem p = smallNetwork();
  p.chip.limits.sharedKernels = false;
  p.chip.timing.synapseWordBits = 8; // one weight a word: memory counts synapses
  // One output channel, the row y = 0: 8 columns. Of the kernel's rows two lie inside; of its
  // columns three, but two at the edges: (8 * 3 - 2) * 2 rows * 2 source channels = 88 synapses.
  EXPECT_EQ(needsOf(p, 1, {{0, 1}, {0, 1}, {0, 8}}).synapseMemoryBits, 88 * 8);
}

TEST(Needs, DenseRowsEndAtWordBoundaries) {
  MappingProblem p = smallNetwork();
  SliceNeeds needs = needsOf(p, 2, {{0, 9}, {0, 1}, {0, 1}});
  EXPECT_EQ(needs.axonsIn, 4 * 8 * 8);
  // A row of 9 weights * 8 bits takes two words.
  EXPECT_EQ(needs.synapseMemoryBits, 256 * 2 * 64);
}

TEST(Needs, TypedAxonsAreOnePerDistinctWeight) {
  MappingProblem p = smallNetwork();
  p.chip.limits.typedAxons = true;
  p.populations = {population("s", 2, 1, 1), population("t", 3, 1, 1)};
  p.edges = {dense(p, 0, 1)};
  p.edges[0].weights = {1, 0, 1, -1, 2, 0}; // columns: source 0 uses {1, 2}, source 1 uses {-1}
  EXPECT_EQ(needsOf(p, 1, {{0, 3}, {0, 1}, {0, 1}}).axonsIn, 3);
  EXPECT_EQ(needsOf(p, 1, {{0, 1}, {0, 1}, {0, 1}}).axonsIn, 1);
}

TEST(Needs, ShortagesNameTheResource) {
  ChipModel::Limits limits = roomyChip().limits;
  limits.axonsIn = 79;
  auto found = shortagesOf({96, 80, 448}, limits);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].resource, "input axons");
  EXPECT_EQ(found[0].need, 80);
  EXPECT_EQ(found[0].limit, 79);
  EXPECT_TRUE(shortagesOf({96, 79, 448}, limits).empty());
}
