// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Needs against hand arithmetic by the counting rules of docs/design/whole-road.md.
#include "compiler/mapping/Needs.h"
#include "compiler/mapping/testing/Problems.h"
#include <gtest/gtest.h>
#include <random>
#include <set>

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

TEST(ReceptiveField, EndsAtTheOutermostSynapsesOfADilatedWindow) {
  MappingProblem p = smallNetwork();
  // Two taps four apart, the first two positions before the output: -2 and 2, -1 and 3, 0 and 4.
  p.edges[0].window.y = p.edges[0].window.x = {2, 1, 4, 2, 2};
  EXPECT_EQ(p.receptiveField(p.edges[0], {{0, 1}, {0, 2}, {0, 3}}), (Box{{0, 2}, {2, 4}, {0, 5}}));
  // -5 and 15: nothing of 8 rows.
  p.edges[0].window.y = {2, 1, 20, 5, 20};
  EXPECT_TRUE(p.receptiveField(p.edges[0], {{0, 1}, {0, 1}, {0, 3}}).empty());
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

TEST(Needs, TypedAxonsOfAConvolutionAreThoseOfTheWeightsAPositionIsReadThrough) {
  MappingProblem p = smallNetwork();
  p.chip.limits.typedAxons = true;
  p.populations = {population("s", 1, 1, 4), population("t", 1, 1, 4)};
  p.edges = {convolution(p, 0, 1, 1, 1, 0)};
  p.edges[0].window.x = {3, 1, 1, 1, 1};
  p.edges[0].weights = {1, 2, 3};
  // All outputs: positions 1 and 2 are read through 1, 2 and 3; position 0 not through 3 (the
  // output for it would be -1), position 3 not through 1.
  EXPECT_EQ(needsOf(p, 1, {{0, 1}, {0, 1}, {0, 4}}).axonsIn, 2 + 3 + 3 + 2);
  // Output 1 alone reads three positions through one weight each, and output 0 two.
  EXPECT_EQ(needsOf(p, 1, {{0, 1}, {0, 1}, {1, 2}}).axonsIn, 3);
  EXPECT_EQ(needsOf(p, 1, {{0, 1}, {0, 1}, {0, 1}}).axonsIn, 2);
  // Equal weights share an axon, and weight 0 needs none: position 0 {0, 2}, position 1 {0, 2}.
  p.edges[0].weights = {2, 2, 0};
  EXPECT_EQ(needsOf(p, 1, {{0, 1}, {0, 1}, {0, 1}}).axonsIn, 1);
  // Stride 2, kernel 1: positions 1 and 3 are read by nobody.
  p.populations[1] = population("t", 1, 1, 2);
  p.edges[0].window.x = {1, 2, 1, 0, 0};
  p.edges[0].weights = {5};
  EXPECT_EQ(needsOf(p, 1, {{0, 1}, {0, 1}, {0, 2}}).axonsIn, 2);
}

/// The rule word for word: for each source neuron the set of non-zero weights of its synapses.
static int64_t typedAxonsOneByOne(const MappingProblem &p, const Box &target) {
  const MappingProblem::Edge &e = p.edges[0];
  const Box &source = p.populations[0].shape;
  int64_t inPerGroup = source.c.size() / e.groups;
  int64_t outPerGroup = p.populations[1].shape.c.size() / e.groups;
  std::set<std::array<int64_t, 4>> used; // c, y, x, weight
  for (int64_t o = target.c.begin; o < target.c.end; ++o)
    for (int64_t y = target.y.begin; y < target.y.end; ++y)
      for (int64_t x = target.x.begin; x < target.x.end; ++x)
        for (int64_t i = 0; i < inPerGroup; ++i)
          for (int64_t j = 0; j < e.window.y.kernel; ++j)
            for (int64_t k = 0; k < e.window.x.kernel; ++k) {
              int64_t sy = e.window.y.inputOf(y, j), sx = e.window.x.inputOf(x, k);
              int64_t w = e.weights[size_t(
                  ((o * inPerGroup + i) * e.window.y.kernel + j) * e.window.x.kernel + k)];
              if (w && sy >= 0 && sy < source.y.end && sx >= 0 && sx < source.x.end)
                used.insert({o / outPerGroup * inPerGroup + i, sy, sx, w});
            }
  return int64_t(used.size());
}

TEST(Needs, TypedAxonsAgreeWithCountingEachSynapse) {
  std::mt19937 random(1);
  auto pick = [&](int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  };
  for (int round = 0; round < 300; ++round) {
    MappingProblem p = smallNetwork();
    p.chip.limits.typedAxons = true;
    int64_t groups = pick(1, 2);
    Window y{pick(1, 3), pick(1, 3), pick(1, 3), pick(0, 2), pick(0, 2)};
    Window x{pick(1, 3), pick(1, 3), pick(1, 3), pick(0, 2), pick(0, 2)};
    p.populations = {population("s", groups * pick(1, 2), 8, 9), {}};
    p.populations[1] = population("t", groups * pick(1, 2), y.outputs(8), x.outputs(9));
    p.edges = {convolution(p, 0, 1, 1, 1, 0, groups)};
    p.edges[0].window = {y, x};
    const Box &out = p.populations[1].shape;
    p.edges[0].weights.resize(
        size_t(out.c.size() * p.populations[0].shape.c.size() / groups * y.kernel * x.kernel));
    for (int16_t &w : p.edges[0].weights)
      w = int8_t(pick(-2, 2));
    auto partOf = [&](Range all) {
      int64_t begin = pick(0, all.end - 1);
      return Range{begin, pick(begin + 1, all.end)};
    };
    Box target = {partOf(out.c), partOf(out.y), partOf(out.x)};
    EXPECT_EQ(needsOf(p, 1, target).axonsIn, typedAxonsOneByOne(p, target)) << "round " << round;
  }
}

TEST(Needs, ShortagesNameTheResource) {
  ChipModel::Limits limits = roomyChip().limits;
  limits.axonsIn = 79;
  auto found = shortagesOf({96, 80, 448}, limits);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].resource, "input axons");
  EXPECT_EQ(found[0].need, 80);
  EXPECT_EQ(found[0].limit, &ChipModel::Limits::axonsIn);
  EXPECT_TRUE(shortagesOf({96, 79, 448}, limits).empty());
}
