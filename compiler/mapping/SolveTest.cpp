// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The algorithms against the checker, and against counts made by hand.
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/partition/Partition.h"
#include "compiler/mapping/testing/Problems.h"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <map>
#include <random>
#include <set>

using namespace nacre;
using namespace nacre::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

static std::vector<int64_t> tilesPerLayer(const MappingProblem &p) {
  std::vector<int64_t> tiles(p.populations.size(), 0);
  for (const auto &slice : p.slices)
    ++tiles[slice.population];
  return tiles;
}

/// One slice a core.
static Status partitionByTiles(MappingProblem &p) {
  PackingRegistry packings;
  registerAllPackings(packings);
  return partition(p, *packings.find("none"));
}

TEST(Tile, OneCoreALayerWhereThereIsRoom) {
  MappingProblem p = smallNetwork();
  ASSERT_TRUE(partitionByTiles(p));
  EXPECT_THAT(tilesPerLayer(p), ElementsAre(1, 1, 1));
}

TEST(Tile, FewestTilesForNeurons) {
  MappingProblem p = smallNetwork();
  p.chip.limits.neurons = 64; // a: 128 = 2 * 64, b: 256 = 4 * 64
  ASSERT_TRUE(partitionByTiles(p));
  EXPECT_THAT(tilesPerLayer(p), ElementsAre(2, 4, 1));
}

TEST(Tile, CutsRowsAndColumnsWhenAxonsBind) {
  MappingProblem p = smallNetwork();
  // Half of b in rows or columns reads 2 * 5 * 8 = 80 sources of a; channels would not help.
  // The readout reads all 256 neurons of b, so it must keep that many.
  p.populations.pop_back();
  p.edges.pop_back();
  p.chip.limits.axonsIn = 80;
  ASSERT_TRUE(partitionByTiles(p));
  EXPECT_THAT(tilesPerLayer(p), ElementsAre(1, 2));
  // A quarter of it reads at most 2 * 5 * 5 = 50.
  p.chip.limits.axonsIn = 50;
  ASSERT_TRUE(partitionByTiles(p));
  EXPECT_THAT(tilesPerLayer(p), ElementsAre(1, 4));
}

TEST(Tile, CutsTheSourceWhenItsOutputTableIsFull) {
  MappingProblem p = smallNetwork();
  p.chip.limits.neurons = 128; // a in one core; b in two halves of rows, which read 80 of a each
  p.chip.limits.axonsOut = 160;
  ASSERT_TRUE(partitionByTiles(p));
  EXPECT_THAT(tilesPerLayer(p), ElementsAre(1, 2, 1));
  p.chip.limits.axonsOut = 159;
  ASSERT_TRUE(partitionByTiles(p));
  EXPECT_EQ(tilesPerLayer(p)[0], 2);
}

TEST(Tile, RefusesAFanInThatNoCoreHolds) {
  MappingProblem p = smallNetwork();
  p.chip.limits.axonsIn = 255;
  Status status = partitionByTiles(p);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  EXPECT_THAT(status.error().message,
              HasSubstr("layer 'out' does not fit any core, even for the one neuron"));
  EXPECT_THAT(status.error().message, HasSubstr("input axons needed 256, limit 255"));
}

TEST(Tile, NamesANeuronThatReallyLacksRoom) {
  MappingProblem p = smallNetwork();
  p.chip.limits.typedAxons = true;
  p.chip.limits.axonsIn = 255;
  // Only class 0 has weights that need an axon; the middle class would fit.
  std::fill(p.edges[1].weights.begin() + 256, p.edges[1].weights.end(), 0);
  Status status = partitionByTiles(p);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message,
              HasSubstr("layer 'out' does not fit any core, even for the one neuron (0, 0, 0) of "
                        "chip 'roomy': input axons needed 256, limit 255"));
}

TEST(Tile, RefusesMoreCoresThanThereAre) {
  MappingProblem p = smallNetwork();
  p.chip.limits.neurons = 16; // 8 + 16 + 1 cores of 16
  Status status = partitionByTiles(p);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message,
              HasSubstr("cores needed 25, limit 16; layer 'b' alone takes 16"));
}

/// Flows of the slice that starts most, and of the neuron that does.
static std::pair<int64_t, int64_t> mostFlows(const MappingProblem &p) {
  std::map<std::array<int64_t, 4>, int64_t> ofNeuron; // population, c, y, x
  std::map<int64_t, int64_t> ofSlice;
  for (const auto &flow : p.flows) {
    ++ofSlice[flow.from];
    for (int64_t c = flow.box.c.begin; c < flow.box.c.end; ++c)
      for (int64_t y = flow.box.y.begin; y < flow.box.y.end; ++y)
        for (int64_t x = flow.box.x.begin; x < flow.box.x.end; ++x)
          ++ofNeuron[{int64_t(flow.population), c, y, x}];
  }
  auto most = [](const auto &counts) {
    int64_t result = 0;
    for (const auto &[of, count] : counts)
      result = std::max(result, count);
    return result;
  };
  return {most(ofSlice), most(ofNeuron)};
}

TEST(Tile, CountsDestinationsPerNeuronNotPerSlice) {
  MappingProblem p = smallNetwork();
  p.chip.limits.neurons = 32;
  ASSERT_TRUE(solve(p, {"none", "sequential", 1}));
  auto [ofSlice, ofNeuron] = mostFlows(p);
  ASSERT_LT(ofNeuron, ofSlice);
  p.chip.limits.targetsPerNeuron = ofNeuron;
  EXPECT_TRUE(partitionByTiles(p));
  EXPECT_FALSE(p.slices.back().isCopy());
}

TEST(Tile, KeepsToFewDestinationsIfItCan) {
  // 256 neurons of b in eight tiles: cut by channels and columns, a neuron of a reaches at least
  // four. A row each is read from the row before and after too: three.
  MappingProblem p = smallNetwork();
  p.chip.limits.neurons = 32;
  p.chip.limits.targetsPerNeuron = 3;
  ASSERT_TRUE(solve(p, {"none", "sequential", 1}));
  EXPECT_EQ(mostFlows(p).second, 3);
  EXPECT_FALSE(p.slices.back().isCopy());
}

TEST(Solve, EveryPlacementVerifiesAndUsesEachCoreOnce) {
  for (const char *placement : {"sequential", "random", "hilbert", "annealing"}) {
    MappingProblem p = smallNetwork();
    p.chip.limits.neurons = 64;
    Status status = solve(p, {"none", placement, 3});
    ASSERT_TRUE(status) << status.error().message;
    std::set<int64_t> cores;
    for (const auto &slice : p.slices)
      EXPECT_TRUE(cores.insert(slice.core).second);
  }
}

TEST(Solve, SeedsRepeatAndDiffer) {
  auto coresOf = [](uint64_t seed) {
    MappingProblem p = smallNetwork();
    p.chip.limits.neurons = 64;
    EXPECT_TRUE(solve(p, {"none", "random", seed}));
    std::vector<int64_t> cores;
    for (const auto &slice : p.slices)
      cores.push_back(slice.core);
    return cores;
  };
  EXPECT_EQ(coresOf(1), coresOf(1));
  EXPECT_NE(coresOf(1), coresOf(2));
}

TEST(Solve, UnknownPlacementIsAUsageError) {
  MappingProblem p = smallNetwork();
  Status status = solve(p, {"none", "sequental", 1});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::Usage);
}

/// The checker must find what is broken in a mapping that was right.
class VerifyFinds : public ::testing::Test {
protected:
  MappingProblem p = smallNetwork();
  void SetUp() override {
    p.chip.limits.neurons = 64;
    ASSERT_TRUE(solve(p, {"none", "sequential", 1}));
  }
  void expect(const char *message) {
    Status status = p.verify();
    ASSERT_FALSE(status) << "should say: " << message;
    EXPECT_THAT(status.error().message, HasSubstr(message));
  }
};

TEST_F(VerifyFinds, AMissingSlice) {
  p.slices.pop_back();
  expect("neuron 0 of layer 'out' lies in 0 slices instead of one");
}
TEST_F(VerifyFinds, ANeuronHeldTwice) {
  p.slices[1].box = p.slices[0].box;
  expect("lies in 2 slices instead of one");
}
TEST_F(VerifyFinds, ANeuronHeldMoreOftenThanAByteCounts) {
  auto slice = p.slices[0];
  p.slices.insert(p.slices.end(), 256, slice);
  expect("neuron 0 of layer 'a' lies in 257 slices instead of one");
}
TEST_F(VerifyFinds, ASliceOutsideItsLayer) {
  p.slices[0].box.y.end = 9;
  expect("a slice of layer 'a' lies outside the layer");
}
TEST_F(VerifyFinds, ACoreThatIsNotThere) {
  p.slices[0].core = 16;
  expect("core 16, which chip 'roomy' has not");
}
TEST_F(VerifyFinds, AnOverfullCore) {
  p.slices[1].core = p.slices[0].core;
  expect("layer 'a' does not fit core 0 of chip 'roomy': neurons needed 128, limit 64");
}
TEST_F(VerifyFinds, AWrongDelay) {
  p.delay[0] = 2;
  expect("the delay of 2 steps from layer 'a' to 'b' should be 1");
}
TEST_F(VerifyFinds, AMissingFlow) {
  p.flows.pop_back();
  expect("0 times instead of 1");
}
TEST_F(VerifyFinds, AFlowSentTwice) {
  p.flows.push_back(p.flows.back());
  expect("2 times instead of 1");
}
TEST_F(VerifyFinds, AFlowThatIsOneRowShort) {
  --p.flows.front().box.y.end;
  expect("0 times instead of 1");
}
TEST_F(VerifyFinds, AFlowThatNobodyReads) {
  auto flow = p.flows.front();
  flow.to = 15;
  p.flows.push_back(flow);
  expect("core 15, which holds no neurons");
}
TEST_F(VerifyFinds, AFlowFromTheWrongCore) {
  p.flows.front().from = p.slices.back().core;
  expect("that the core does not hold");
}
TEST_F(VerifyFinds, ABrokenRoute) {
  p.flows.back().tiles = {p.flows.back().tiles.front()};
  p.flows.back().tiles.push_back(15);
  expect("is not the path of policy 'xy'");
}
TEST_F(VerifyFinds, AFullOutputTable) {
  p.chip.limits.axonsOut = 1;
  expect("output axons needed");
}
TEST_F(VerifyFinds, TooManyDestinationsOfOneNeuron) {
  p.chip.limits.targetsPerNeuron = 0;
  expect("destination cores of one neuron needed 1, limit 0");
}

TEST(Verify, AgreesWithTheAlgorithmsOnRandomWindows) {
  std::mt19937 random(1);
  auto pick = [&](int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  };
  for (int round = 0; round < 200; ++round) {
    MappingProblem p = smallNetwork();
    int64_t groups = pick(1, 2);
    Window y{pick(1, 3), pick(1, 4), pick(1, 4), pick(0, 5), pick(0, 5)};
    Window x{pick(1, 3), pick(1, 4), pick(1, 4), pick(0, 5), pick(0, 5)};
    if (!y.outputs(8) || !x.outputs(9))
      continue;
    p.populations = {population("s", groups * pick(1, 2), 8, 9),
                     population("t", groups * pick(1, 2), y.outputs(8), x.outputs(9))};
    p.edges = {convolution(p, 0, 1, 1, 1, 0, groups)};
    p.edges[0].window = {y, x};
    p.edges[0].weights.resize(p.edges[0].weights.size() * size_t(y.kernel * x.kernel), 1);
    p.chip.grid = {20, 20, 1};
    p.chip.limits.neurons = pick(4, 100);
    Status status = solve(p, {"none", "random", uint64_t(round)});
    EXPECT_TRUE(status) << "round " << round << ": " << status.error().message;
  }
}

// Two populations of 40, one synapse from each neuron to its like.
TEST(Solve, CountsCoresOfSparsePopulationsBeforeItCutsThem) {
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.limits.sparseSynapses = true;
  p.populations = {population("a", 40, 1, 1), population("out", 40, 1, 1)};
  p.populations[1].theta.clear();
  std::vector<uint32_t> offsets(41), targets(40);
  std::iota(offsets.begin(), offsets.end(), 0);
  std::iota(targets.begin(), targets.end(), 0);
  std::vector<int8_t> weights(40, 1);
  auto synapses = std::make_shared<SparseSynapses>(SparseRows{offsets, targets, weights}, 40);
  for (size_t target : {0, 1}) {
    MappingProblem::Edge edge;
    edge.target = target;
    edge.logicalDelay = 1;
    edge.sparse = synapses;
    p.edges.push_back(edge);
  }
  p.chip.limits.neurons = 8;
  auto fits = solve(p, {});
  ASSERT_TRUE(fits) << fits.error().message;
  EXPECT_EQ(p.order[0].size(), 40u);
  p.chip.limits.neurons = 2;
  auto status = solve(p, {});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  EXPECT_EQ(status.error().message, "the network does not fit chip 'roomy': cores needed 40 at "
                                    "least, for its neurons, limit 16");
}
