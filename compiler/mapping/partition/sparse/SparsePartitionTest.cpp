// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/SparsePartition.h"
#include "compiler/mapping/partition/sparse/Bisect.h"
#include "compiler/mapping/partition/sparse/Coarsen.h"
#include "compiler/mapping/partition/sparse/Refine.h"
#include "compiler/mapping/testing/Problems.h"
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <random>
#include <set>

using namespace nacre;
using namespace nacre::testing;

namespace {

using Pair = std::pair<uint32_t, uint32_t>; ///< source, target

/// A population "a" and a readout; sparse synapses among "a", every weight 1.
MappingProblem problemOf(int64_t neurons, const std::set<Pair> &synapses) {
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.limits.sparseSynapses = true;
  p.populations = {population("a", neurons, 1, 1)};
  std::vector<uint32_t> offsets = {0}, targets;
  for (uint32_t source = 0; source < neurons; ++source) {
    for (auto at = synapses.lower_bound({source, 0}); at != synapses.end() && at->first == source;
         ++at)
      targets.push_back(at->second);
    offsets.push_back(uint32_t(targets.size()));
  }
  std::vector<int8_t> weights(targets.size(), 1);
  MappingProblem::Edge edge;
  edge.logicalDelay = 1;
  edge.sparse =
      std::make_shared<SparseSynapses>(SparseRows{offsets, targets, weights}, size_t(neurons));
  p.edges = {edge};
  return p;
}

/// On a square grid, each neuron to some of those at most `reach` away; numbered at random.
std::set<Pair> scatteredGrid(int64_t side, int64_t reach, int64_t fanOut, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<uint32_t> number(size_t(side * side));
  std::iota(number.begin(), number.end(), 0);
  for (size_t i = number.size(); i > 1; --i)
    std::swap(number[i - 1], number[random() % i]);
  std::set<Pair> synapses;
  for (int64_t y = 0; y < side; ++y)
    for (int64_t x = 0; x < side; ++x)
      for (int64_t i = 0; i < fanOut; ++i) {
        int64_t ty = y + int64_t(random() % uint64_t(2 * reach + 1)) - reach;
        int64_t tx = x + int64_t(random() % uint64_t(2 * reach + 1)) - reach;
        if (ty >= 0 && ty < side && tx >= 0 && tx < side)
          synapses.insert({number[size_t(y * side + x)], number[size_t(ty * side + tx)]});
      }
  return synapses;
}

/// What the parts cost and take, straight from the definitions.
struct Slow {
  int64_t connectivity = 0, mostTargets = 0;
  std::vector<PartNeeds> parts;

  Slow(const MappingProblem &problem, const std::vector<uint32_t> &partOf, uint32_t count)
      : parts(count) {
    const SparseRows rows = problem.edges[0].sparse->bySource();
    const auto &limits = problem.chip.limits;
    int64_t targetBits = 0;
    while (int64_t(1) << targetBits < limits.neurons)
      ++targetBits;
    std::map<Pair, int64_t> axons; // by source and part
    for (uint32_t source = 0; source < partOf.size(); ++source) {
      ++parts[partOf[source]].neurons;
      std::set<uint32_t> to, touched;
      for (uint32_t target : rows.targetsOf(source)) {
        ++axons[{source, partOf[target]}];
        to.insert(partOf[target]);
      }
      if (to.empty())
        continue;
      touched = to;
      touched.insert(partOf[source]);
      connectivity += int64_t(touched.size()) - 1;
      parts[partOf[source]].axonsOut += int64_t(to.size());
      mostTargets = std::max<int64_t>(mostTargets, int64_t(to.size()));
    }
    for (auto [axon, synapses] : axons) {
      ++parts[axon.second].axonsIn;
      parts[axon.second].words +=
          (synapses * (targetBits + 8) + problem.chip.timing.synapseWordBits - 1) /
          problem.chip.timing.synapseWordBits;
    }
  }
};

std::vector<uint32_t> partOf(const Parts &parts, size_t neurons) {
  std::vector<uint32_t> result(neurons, ~uint32_t(0));
  for (uint32_t part = 0; part < parts.size(); ++part)
    for (uint32_t neuron : parts[part]) {
      EXPECT_EQ(result[neuron], ~uint32_t(0)) << "neuron " << neuron << " is in two parts";
      result[neuron] = part;
    }
  return result;
}

void expectSame(const PartsNeeds &fast, const Slow &slow) {
  EXPECT_EQ(fast.connectivity, slow.connectivity);
  EXPECT_EQ(fast.mostTargets, slow.mostTargets);
  ASSERT_EQ(fast.parts.size(), slow.parts.size());
  for (size_t i = 0; i < slow.parts.size(); ++i) {
    EXPECT_EQ(fast.parts[i].neurons, slow.parts[i].neurons);
    EXPECT_EQ(fast.parts[i].axonsIn, slow.parts[i].axonsIn);
    EXPECT_EQ(fast.parts[i].words, slow.parts[i].words);
    EXPECT_EQ(fast.parts[i].axonsOut, slow.parts[i].axonsOut);
  }
}

TEST(SparsePartition, NeedsAreThoseOfTheDefinition) {
  MappingProblem problem = problemOf(400, scatteredGrid(20, 3, 6, 1)); // with synapses to itself
  std::mt19937_64 random(2);
  std::vector<uint32_t> parts(400);
  for (uint32_t &part : parts)
    part = uint32_t(random() % 7);
  expectSame(needsOfParts(SparseNets(problem, 0), parts, 7), Slow(problem, parts, 7));
}

TEST(SparsePartition, RefinementGainsWhatItSaysAndKeepsTheLimits) {
  MappingProblem problem = problemOf(400, scatteredGrid(20, 3, 6, 3));
  problem.chip.limits.neurons = 60;
  problem.chip.limits.axonsIn = 330;
  problem.chip.limits.axonsOut = 330;
  problem.chip.limits.targetsPerNeuron = 7;
  problem.chip.limits.synapseMemoryBits = 64 * 340;
  SparseNets nets(problem, 0);
  PartLimits limits(problem.chip, 400);
  std::vector<uint32_t> parts(400);
  for (uint32_t neuron = 0; neuron < 400; ++neuron)
    parts[neuron] = neuron % 8;
  const Slow before(problem, parts, 8);
  ASSERT_TRUE(needsOfParts(nets, parts, 8).fit(limits));
  const int64_t gained = refineParts(nets, limits, parts, 8, 10);
  const Slow after(problem, parts, 8);
  EXPECT_EQ(before.connectivity - after.connectivity, gained);
  EXPECT_GT(gained, before.connectivity / 10);
  EXPECT_TRUE(needsOfParts(nets, parts, 8).fit(limits));
}

TEST(SparsePartition, BisectionFindsWhatHangsTogether) {
  // Four groups of neurons, all to all, each connected to the next by one synapse.
  std::set<Pair> synapses;
  for (uint32_t a = 0; a < 40; ++a)
    for (uint32_t b = 0; b < 40; ++b)
      if (a != b && (a % 4 == b % 4 || (a < 3 && b == a + 1)))
        synapses.insert({a, b});
  MappingProblem problem = problemOf(40, synapses);
  NeuronGraph graph = neuronGraphOf(problem, 0, std::vector<int64_t>(40, 1));
  std::vector<uint32_t> parts = bisect(graph, 4);
  for (uint32_t neuron = 4; neuron < 40; ++neuron)
    EXPECT_EQ(parts[neuron], parts[neuron % 4]);
  EXPECT_EQ(std::set<uint32_t>(parts.begin(), parts.begin() + 4).size(), 4u);
}

TEST(SparsePartition, ClustersKeepTheirLoadAndContractionKeepsSynapses) {
  MappingProblem problem = problemOf(900, scatteredGrid(30, 2, 8, 4));
  NeuronGraph graph = neuronGraphOf(problem, 0, std::vector<int64_t>(900, 3));
  Clustering clusters = clusterNeighbours(graph, 15, 1);
  NeuronGraph coarse = contract(graph, clusters.clusterOf, clusters.clusters);
  EXPECT_LT(clusters.clusters, 450u);
  EXPECT_EQ(coarse.load(), 2700);
  for (int64_t load : coarse.loads)
    EXPECT_LE(load, 15);
  uint64_t between = 0;
  for (uint32_t v = 0; v < 900; ++v)
    graph.forEachNeighbour(v, [&](uint32_t neighbour, uint32_t) {
      between += clusters.clusterOf[v] != clusters.clusterOf[neighbour];
    });
  EXPECT_EQ(std::accumulate(coarse.weights.begin(), coarse.weights.end(), uint64_t(0)), between);
}

TEST(SparsePartition, BeatsBlocksAndRandom) {
  constexpr int64_t side = 60, neurons = side * side;
  MappingProblem problem = problemOf(neurons, scatteredGrid(side, 4, 20, 5));
  problem.chip.limits.neurons = 160;
  problem.chip.limits.axonsIn = 900;
  auto parts = partitionSparse(problem, 0, neurons, 1);
  ASSERT_TRUE(parts);
  const auto count = uint32_t(parts->size());
  const std::vector<uint32_t> found = partOf(*parts, neurons);
  const Slow cost(problem, found, count);
  EXPECT_TRUE(
      needsOfParts(SparseNets(problem, 0), found, count).fit(PartLimits(problem.chip, neurons)));
  // 3600 / 160 = 22.5.
  EXPECT_LE(count, 27u);

  // Neurons are scattered, so blocks of them are as bad as random.
  std::vector<uint32_t> blocks(neurons), random(neurons);
  std::mt19937_64 generator(6);
  for (uint32_t neuron = 0; neuron < neurons; ++neuron) {
    blocks[neuron] = uint32_t(neuron * count / neurons);
    random[neuron] = uint32_t(generator() % count);
  }
  EXPECT_LT(cost.connectivity * 4, Slow(problem, blocks, count).connectivity);
  EXPECT_LT(cost.connectivity * 4, Slow(problem, random, count).connectivity);
  EXPECT_EQ(partitionSparse(problem, 0, neurons, 1), parts);
}

TEST(SparsePartition, OnePartIfItFits) {
  MappingProblem problem = problemOf(100, scatteredGrid(10, 2, 4, 7));
  auto parts = partitionSparse(problem, 0, 100, 1);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->size(), 1u);
  auto halves = partitionSparse(problem, 0, 50, 1);
  ASSERT_TRUE(halves);
  EXPECT_GE(halves->size(), 2u);
}

TEST(SparsePartition, NoneIfANeuronDoesNotFit) {
  MappingProblem problem = problemOf(100, scatteredGrid(10, 2, 4, 8));
  problem.chip.limits.axonsIn = 1;
  EXPECT_FALSE(partitionSparse(problem, 0, 100, 1));
}

} // namespace
