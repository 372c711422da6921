// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Neurons held more than once, where a chip sends a neuron's spikes to few cores.
#include "compiler/mapping/partition/Copies.h"
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/route/Flows.h"
#include "compiler/mapping/testing/Problems.h"
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Layers of these sizes, each dense from the one before, on cores of four neurons that send each
/// neuron to one core.
static MappingProblem denseChain(const std::vector<int64_t> &sizes) {
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.limits.neurons = 4;
  p.chip.limits.targetsPerNeuron = 1;
  for (int64_t size : sizes)
    p.populations.push_back(
        population(std::string(1, char('a' + p.populations.size())), size, 1, 1));
  p.populations.back().theta.clear();
  for (size_t i = 0; i + 1 < sizes.size(); ++i)
    p.edges.push_back(dense(p, i, i + 1));
  return p;
}

static std::vector<int64_t> copiesPerLayer(const MappingProblem &p) {
  std::vector<int64_t> copies(p.populations.size(), 0);
  for (const auto &slice : p.slices)
    copies[slice.population] += slice.isCopy();
  return copies;
}

static const MappingOptions oneSliceACore = {"none", "sequential", 1};

TEST(Copies, NoneWhereEachNeuronHasOneReader) {
  MappingProblem p = denseChain({4, 4, 2});
  ASSERT_TRUE(solve(p, oneSliceACore));
  EXPECT_THAT(copiesPerLayer(p), ElementsAre(0, 0, 0));
}

TEST(Copies, ACopyHoldsWhatItsReaderReads) {
  MappingProblem p = smallNetwork();
  p.chip.limits.neurons = 128; // b in two halves of four columns
  p.chip.limits.targetsPerNeuron = 1;
  ASSERT_TRUE(solve(p, oneSliceACore));
  ASSERT_THAT(copiesPerLayer(p), ElementsAre(1, 0, 0));
  const auto &copy = p.slices.back();
  EXPECT_EQ(copy.box, (Box{{0, 2}, {0, 8}, {3, 8}})); // columns 4..7, and the one before
  EXPECT_THAT(copy.serves, ElementsAre(2));
  int64_t fromCopy = 0;
  for (const auto &flow : p.flows)
    fromCopy += flow.from == copy.core ? flow.box.volume() : 0;
  EXPECT_EQ(fromCopy, 80);
}

TEST(Copies, AreMadeForTheReadersCopiesToo) {
  // c needs two cores, so both cores of b a copy each; the four of them a in four places.
  MappingProblem p = denseChain({4, 8, 8, 2});
  ASSERT_TRUE(solve(p, oneSliceACore));
  EXPECT_THAT(copiesPerLayer(p), ElementsAre(3, 2, 0, 0));
  EXPECT_EQ(p.clusters, 4u + 4u + 2u + 1u);
}

TEST(Copies, EachServesAsManyCoresAsTheChipAllows) {
  MappingProblem p = denseChain({4, 12, 2}); // a is read by three cores
  p.chip.limits.targetsPerNeuron = 2;
  ASSERT_TRUE(solve(p, oneSliceACore));
  EXPECT_THAT(copiesPerLayer(p), ElementsAre(1, 0, 0));
}

TEST(Copies, ShareACore) {
  // a and b, of two neurons each, are read by two cores of c.
  MappingProblem p = denseChain({2, 2, 8, 2});
  p.edges = {dense(p, 0, 2), dense(p, 1, 2), dense(p, 2, 3)};
  ASSERT_TRUE(solve(p, {"first-fit", "sequential", 1}));
  ASSERT_THAT(copiesPerLayer(p), ElementsAre(1, 1, 0, 0));
  EXPECT_EQ(p.slices[p.slices.size() - 1].core, p.slices[p.slices.size() - 2].core);
  MappingProblem alone = denseChain({2, 2, 8, 2});
  alone.edges = p.edges;
  ASSERT_TRUE(solve(alone, oneSliceACore));
  EXPECT_EQ(alone.clusters, 2u + 2u + 2u + 1u);
}

TEST(Copies, LeaveRoomInTheTableOfOutputs) {
  // c and its copy read a and b, two targets each, for which the table of their core has no room.
  MappingProblem p = denseChain({2, 2, 2, 12, 2});
  p.edges = {dense(p, 0, 2), dense(p, 1, 2), dense(p, 2, 3), dense(p, 3, 4)};
  p.chip.limits.targetsPerNeuron = 2;
  p.chip.limits.axonsOut = 4;
  auto box = [](int64_t begin, int64_t end) { return Box{{begin, end}, {0, 1}, {0, 1}}; };
  p.slices = {{0, box(0, 2), 0}, {1, box(0, 2), 0},  {2, box(0, 2), 1}, {3, box(0, 4), 2},
              {3, box(4, 8), 3}, {3, box(8, 12), 4}, {4, box(0, 2), 5}};
  p.clusters = 6;
  std::vector<MappingProblem::Flow> flows = flowsOf(p);
  NeedsCounter needs(p);
  addCopies(p, needs, {.sharesCores = true, .mostClusters = 100}, flows);
  const auto copies = copiesPerLayer(p);
  EXPECT_EQ(copies[0] + copies[1], 1);
  EXPECT_EQ(copies[2], 1);
}

TEST(Copies, NotOfNeuronsThatWouldReadThem) {
  MappingProblem p = denseChain({8, 2});
  p.edges.push_back(dense(p, 0, 0));
  p.edges.back().logicalDelay = 1;
  Status status = solve(p, oneSliceACore);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  EXPECT_THAT(status.error().message,
              HasSubstr("layer 'a' does not fit any core of chip 'roomy': destination cores of one "
                        "neuron needed 3, limit 1"));
}

TEST(Copies, NotOfWhatSparseSynapsesRead) {
  MappingProblem p = denseChain({4, 8, 2});
  // Each neuron of a drives one of b's first half and one of its second.
  const std::vector<uint32_t> offsets = {0, 2, 4, 6, 8}, targets = {0, 4, 1, 5, 2, 6, 3, 7};
  const std::vector<int8_t> weights(8, 1);
  p.edges[0].weights.clear();
  p.edges[0].sparse =
      std::make_shared<SparseSynapses>(SparseRows{offsets, targets, weights}, size_t(8));
  p.chip.limits.sparseSynapses = true;
  p.chip.limits.axonsIn = 8;
  Status status = solve(p, oneSliceACore);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message,
              HasSubstr("destination cores of one neuron needed 2, limit 1"));
}

TEST(Copies, CountAsCores) {
  MappingProblem p = denseChain({4, 8, 8, 2});
  p.chip.grid = {5, 2, 1};
  Status status = solve(p, oneSliceACore);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  EXPECT_THAT(status.error().message, HasSubstr("cores needed 11, limit 10; layer 'a' alone takes "
                                                "4; 5 of them hold copies of neurons"));
}

TEST(Copies, AreNotMadeWithoutEnd) {
  // Each layer needs four times the cores of the next: 4^15 cores for the first.
  MappingProblem p = denseChain(std::vector<int64_t>(16, 16));
  Status status = solve(p, oneSliceACore);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("at least, for its copies of neurons"));
}

class VerifyFindsCopies : public ::testing::Test {
protected:
  MappingProblem p = denseChain({4, 8, 2}); // a on core 0, b on 1 and 2, c on 3, a's copy on 4
  void SetUp() override {
    ASSERT_TRUE(solve(p, oneSliceACore));
    ASSERT_EQ(p.slices.back().core, 4);
  }
  void expect(const char *message) {
    Status status = p.verify();
    ASSERT_FALSE(status) << "should say: " << message;
    EXPECT_THAT(status.error().message, HasSubstr(message));
  }
};

TEST_F(VerifyFindsCopies, ACoreThatHoldsANeuronTwice) {
  p.slices.back().core = 0;
  expect("core 0 holds neurons of layer 'a' twice");
}
TEST_F(VerifyFindsCopies, ANeuronWithoutItsOwnSlice) {
  p.slices.front().serves = {1};
  expect("neuron 0 of layer 'a' lies in 0 slices instead of one");
}
TEST_F(VerifyFindsCopies, ACoreThatBothServe) {
  auto flow = p.flows.front();
  ASSERT_EQ(flow.from, 0);
  flow.from = 4;
  p.flows.push_back(flow);
  expect("2 times instead of 1");
}
TEST_F(VerifyFindsCopies, ACoreThatNoneServes) {
  std::erase_if(p.flows, [](const auto &flow) { return flow.from == 4; });
  expect("0 times instead of 1");
}
TEST_F(VerifyFindsCopies, ACopyOfTheReadout) {
  p.slices.back().population = 2;
  p.slices.back().box = p.populations[2].shape;
  expect("the readout 'c' has a copy");
}
TEST_F(VerifyFindsCopies, ACopyThatReadsNothing) {
  // The copy of b would need spikes of a.
  p.slices.push_back({1, {{0, 4}, {0, 1}, {0, 1}}, 5, 5, {3}});
  expect("reach core 5 0 times instead of 1");
}
