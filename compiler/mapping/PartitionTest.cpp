// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parts of the partition by hand, and its cores against the lower bound.
#include "compiler/mapping/partition/Partition.h"
#include "compiler/mapping/LowerBound.h"
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/Taps.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/partition/FanOut.h"
#include "compiler/mapping/partition/Merge.h"
#include "compiler/mapping/route/Flows.h"
#include "compiler/mapping/testing/Networks.h"
#include "compiler/mapping/testing/Problems.h"
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

TEST(Cuts, PartsAtBordersReadPaddingAndAreLonger) {
  // 3 wide, 7 long, padded by 1: three parts that read four rows each are 3, 2 and 2 long.
  Window window{3, 1, 1, 1, 1};
  auto cuts = cutsOf(7, [&](Range part) { return readBy(part, window, 7).size(); });
  EXPECT_THAT(cuts, Contains(Cut{{0, 3}, {3, 5}, {5, 7}}));
  EXPECT_THAT(cuts, Contains(Cut{{0, 7}}));
  EXPECT_THAT(cuts, Contains(equalParts(7, 7)));
  // Of four the largest has two rows, and so it has of five.
  EXPECT_THAT(cuts, Contains(equalParts(7, 4)));
  EXPECT_THAT(cuts, Not(Contains(equalParts(7, 5))));
}

TEST(FanOut, CountsTheTilesThatReadEachNeuron) {
  MappingProblem p = smallNetwork(); // b reads a through 3x3 with padding 1
  std::vector<Grid> grids(3);
  grids[1] = {{{0, 2}, {2, 4}}, {{0, 4}, {4, 8}}, {{0, 8}}};
  FanOut fanOut(p, 0, grids);
  // Rows 3 and 4 are read from both halves, all rows by both channel parts.
  EXPECT_EQ(fanOut.entries({{0, 1}, {3, 4}, {0, 1}}), 4);
  EXPECT_EQ(fanOut.entries({{0, 1}, {2, 3}, {0, 1}}), 2);
  EXPECT_EQ(fanOut.entries(p.populations[0].shape), 2 * 8 * (6 * 2 + 2 * 4));
  EXPECT_EQ(FanOut(p, 1, grids).entries(p.populations[1].shape), 0) << "the readout has no grid";
}

static void merge(MappingProblem &p) {
  NeedsCounter needs(p);
  mergeSlices(p, needs);
}

TEST(Merge, JoinsNeighboursUnlessSomethingIsReadBetween) {
  MappingProblem p = smallNetwork();
  p.clusters = 2;
  p.slices = {{1, {{0, 4}, {0, 2}, {0, 8}}, 0, -1},
              {1, {{0, 4}, {2, 3}, {0, 8}}, 0, -1},
              {1, {{0, 4}, {3, 5}, {0, 8}}, 1, -1},
              {1, {{0, 4}, {5, 8}, {0, 8}}, 0, -1}};
  merge(p);
  ASSERT_EQ(p.slices.size(), 3u);
  EXPECT_EQ(p.slices[0].box, (Box{{0, 4}, {0, 3}, {0, 8}}));
  EXPECT_EQ(p.slices[1].box, (Box{{0, 4}, {3, 5}, {0, 8}}));
  EXPECT_EQ(p.slices[1].cluster, 1u);
  // One row in three is read: rows 0 and 3 together would read 1 and 2 as well.
  p = smallNetwork();
  p.populations[1].shape.y = {0, 2};
  p.edges[0].window.y = {1, 3, 1, 0, 0};
  p.clusters = 1;
  p.slices = {{1, {{0, 4}, {0, 1}, {0, 8}}, 0, -1}, {1, {{0, 4}, {1, 2}, {0, 8}}, 0, -1}};
  merge(p);
  EXPECT_EQ(p.slices.size(), 2u);
}

TEST(Merge, KeepsApartWhatNeedsMoreTogether) {
  // Four weights for each half of the channels make codebooks of two bits; eight do not fit one.
  MappingProblem p = smallNetwork();
  p.chip.limits.codebookEntries = 4;
  p.populations = {population("s", 16, 1, 1), population("t", 64, 1, 1)};
  p.edges = {dense(p, 0, 1)};
  auto &weights = p.edges[0].weights;
  for (size_t i = 0; i < weights.size(); ++i)
    weights[i] = int8_t(i % 4 + (i < weights.size() / 2 ? 0 : 4));
  p.clusters = 1;
  p.slices = {{1, {{0, 32}, {0, 1}, {0, 1}}, 0, -1}, {1, {{32, 64}, {0, 1}, {0, 1}}, 0, -1}};
  merge(p);
  EXPECT_EQ(p.slices.size(), 2u);
  p.chip.limits.codebookEntries = 0;
  merge(p);
  EXPECT_EQ(p.slices.size(), 1u);
}

TEST(Partition, FarTooManySlicesAreNotPacked) {
  // Nine axons let a core read 3x3 sources: single neurons, but two at the border, which read
  // padding. 118 x 118 tiles fill as many cores.
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.grid = {2, 2, 1};
  p.chip.limits.axonsIn = 9;
  p.populations = {population("a", 1, 120, 120), population("b", 1, 120, 120)};
  p.edges.push_back(convolution(p, 0, 1, 3, 1, 1));
  Status status = solve(p, {.placement = "sequential"});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  EXPECT_THAT(status.error().message,
              ::testing::HasSubstr("cores needed 13924 at least, for its input axons, limit 4"));
}

TEST(Partition, SlicesOfACoreAreVerifiedLikeOthers) {
  MappingProblem p = smallNetwork();
  p.chip.grid = {1, 1, 1}; // everything on one core, which sends to itself
  ASSERT_TRUE(solve(p, {"neighbours", "sequential", 1}));
  EXPECT_EQ(p.clusters, 1u);
  ASSERT_EQ(p.flows.size(), 2u);
  p.flows.pop_back();
  EXPECT_FALSE(p.verify());
}

namespace {

struct Case {
  const char *name, *chip;
  MappingProblem (*network)();
};

class CoresUsed : public ::testing::TestWithParam<Case> {};

} // namespace

TEST_P(CoresUsed, AreNearTheLowerBound) {
  MappingProblem p = GetParam().network();
  p.chip = *loadChip(GetParam().chip);
  if (p.chip.grid.kind == TopologyKind::Mesh)
    p.chip.grid = {64, 64, 1}; // enough for any
  ASSERT_TRUE(p.check());
  PackingRegistry packings;
  registerAllPackings(packings);
  Status status = partition(p, *packings.find("neighbours"));
  ASSERT_TRUE(status) << status.error().message;
  const CoreBound bound = coresAtLeast(p);
  RecordProperty("cores", int(p.clusters));
  RecordProperty("bound", int(bound.cores));
  const int64_t byLayer = coresByLayer(p);
  EXPECT_GE(int64_t(p.clusters), bound.cores);
  EXPECT_LE(double(p.clusters), 1.15 * double(std::max(bound.cores, byLayer)))
      << p.clusters << " cores, at least " << bound.cores << " (" << bound.resource << "), "
      << byLayer << " layer by layer";
}

INSTANTIATE_TEST_SUITE_P(
    Networks, CoresUsed,
    ::testing::Values(
        Case{"digits_loihi", "loihi", digitsNetwork},
        Case{"digits_generic", "generic", digitsNetwork},
        Case{"digits_unit", "unit", digitsNetwork}, Case{"digits_loihi2", "loihi2", digitsNetwork},
        Case{"digits_spinnaker2", "spinnaker2", digitsNetwork},
        Case{"lenet_loihi", "loihi", lenet5}, Case{"lenet_loihi2", "loihi2", lenet5},
        Case{"lenet_generic", "generic", lenet5}, Case{"lenet_unit", "unit", lenet5},
        Case{"lenet_paicore", "paicore", lenet5}, Case{"lenet_spinnaker2", "spinnaker2", lenet5},
        Case{"lenet_speck", "speck", lenet5}, Case{"resnet20_loihi", "loihi", resnet20},
        Case{"resnet20_generic", "generic", resnet20}, Case{"resnet20_unit", "unit", resnet20},
        Case{"resnet20_spinnaker2", "spinnaker2", resnet20},
        // The full width has layers with more inputs than Loihi and generic have axons.
        Case{"vgg11_unit", "unit", [] { return vgg11(); }},
        Case{"vgg16_unit", "unit", [] { return vgg16(); }},
        Case{"resnet18_unit", "unit", [] { return resnet18(); }},
        Case{"vgg11_half_loihi", "loihi", [] { return vgg11(0.5); }},
        Case{"vgg16_half_loihi", "loihi", [] { return vgg16(0.5); }},
        Case{"resnet18_half_loihi", "loihi", [] { return resnet18(0.5); }},
        Case{"resnet18_half_generic", "generic", [] { return resnet18(0.5); }},
        Case{"resnet18_half_spinnaker2", "spinnaker2", [] { return resnet18(0.5); }},
        Case{"vgg16_half_spinnaker2", "spinnaker2", [] { return vgg16(0.5); }},
        Case{"vgg11_half_loihi2", "loihi2", [] { return vgg11(0.5); }},
        Case{"vgg16_half_loihi2", "loihi2", [] { return vgg16(0.5); }},
        Case{"vgg11_half_generic", "generic", [] { return vgg11(0.5); }},
        Case{"vgg16_half_generic", "generic", [] { return vgg16(0.5); }}),
    [](const auto &info) { return std::string(info.param.name); });
