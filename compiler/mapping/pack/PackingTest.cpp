// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/testing/Problems.h"
#include <gmock/gmock.h>
#include <map>
#include <random>
#include <set>

using namespace nacre;
using namespace nacre::testing;
using ::testing::ElementsAre;

namespace {

std::vector<size_t> pack(const std::string &name, const MappingProblem &p) {
  PackingRegistry packings;
  registerAllPackings(packings);
  NeedsCounter needs(p);
  return packings.find(name)->pack(packingProblemOf(p, needs));
}

/// A slice for each layer.
MappingProblem whole(MappingProblem p) {
  for (size_t i = 0; i < p.populations.size(); ++i)
    p.slices.push_back({i, p.populations[i].shape, i, -1});
  return p;
}

/// s (100) feeds t (60) and u (50), both feed out (10).
MappingProblem diamond() {
  MappingProblem p;
  p.chip = roomyChip();
  p.populations = {population("s", 100, 1, 1), population("t", 60, 1, 1), population("u", 50, 1, 1),
                   population("out", 10, 1, 1)};
  p.edges = {dense(p, 0, 1), dense(p, 0, 2), dense(p, 1, 3), dense(p, 2, 3)};
  return whole(std::move(p));
}

/// Neuron by neuron: entries of the axon-out table of each cluster.
std::map<size_t, int64_t> entriesOf(const MappingProblem &p, const std::vector<size_t> &clusters) {
  std::set<std::array<int64_t, 5>> sent; // cluster of the target, population, c, y, x
  std::map<size_t, int64_t> entries;
  for (size_t t = 0; t < p.slices.size(); ++t)
    for (const auto &edge : p.edges)
      if (edge.target == p.slices[t].population) {
        const Box field = p.receptiveField(edge, p.slices[t].box);
        for (size_t s = 0; s < p.slices.size(); ++s) {
          if (p.slices[s].population != edge.source)
            continue;
          const Box box = intersect(field, p.slices[s].box);
          for (int64_t c = box.c.begin; c < box.c.end; ++c)
            for (int64_t y = box.y.begin; y < box.y.end; ++y)
              for (int64_t x = box.x.begin; x < box.x.end; ++x)
                if (sent.insert({int64_t(clusters[t]), int64_t(edge.source), c, y, x}).second)
                  ++entries[clusters[s]];
        }
      }
  return entries;
}

} // namespace

TEST(Packing, NoneSharesNoCore) { EXPECT_THAT(pack("none", diamond()), ElementsAre(0, 1, 2, 3)); }

TEST(Packing, OneCoreHoldsWhatFits) {
  for (const char *name : {"first-fit", "neighbours"}) {
    MappingProblem p = diamond();
    p.chip.limits.neurons = 220; // 100 + 60 + 50 + 10
    EXPECT_THAT(pack(name, p), ElementsAre(0, 0, 0, 0)) << name;
    p.chip.limits.neurons = 160;
    // The largest first: s, then t beside it; u and out into another.
    EXPECT_THAT(pack(name, p), ElementsAre(0, 0, 1, 1)) << name;
  }
}

TEST(Packing, InputAxonsOfSlicesAddUp) {
  MappingProblem p = diamond();
  p.chip.limits.axonsIn = 310; // t and u 100 each, out 110; s none
  EXPECT_THAT(pack("first-fit", p), ElementsAre(0, 0, 0, 0));
  p.chip.limits.axonsIn = 309;
  EXPECT_EQ(entriesOf(p, pack("first-fit", p)).size(), 2u);
}

TEST(Packing, SynapseMemoryOfSlicesAddsUp) {
  MappingProblem p = diamond();
  p.chip.timing.synapseWordBits = 8;
  p.chip.limits.synapseMemoryBits = (100 * 60 + 100 * 50 + 110 * 10) * 8;
  EXPECT_THAT(pack("first-fit", p), ElementsAre(0, 0, 0, 0));
  p.chip.limits.synapseMemoryBits -= 1;
  EXPECT_NE(pack("first-fit", p), (std::vector<size_t>{0, 0, 0, 0}));
}

TEST(Packing, TargetsInOneCoreTakeOneOutputAxon) {
  // Apart s needs 200 entries, t 60, u 50. In one core s needs 100: 210 in all.
  MappingProblem p = diamond();
  p.chip.limits.axonsOut = 210;
  EXPECT_THAT(pack("neighbours", p), ElementsAre(0, 0, 0, 0));
  p.chip.limits.axonsOut = 209;
  EXPECT_NE(pack("neighbours", p), (std::vector<size_t>{0, 0, 0, 0}));
}

TEST(Packing, NeighboursComeFirst) {
  // a feeds d, b feeds c; a core has room for a large layer and a small one.
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.limits.neurons = 20;
  p.populations = {population("a", 12, 1, 1), population("b", 12, 1, 1), population("c", 8, 1, 1),
                   population("d", 8, 1, 1)};
  p.edges = {dense(p, 0, 3), dense(p, 1, 2)};
  p = whole(std::move(p));
  EXPECT_THAT(pack("neighbours", p), ElementsAre(0, 1, 1, 0));
  EXPECT_THAT(pack("first-fit", p), ElementsAre(0, 1, 0, 1));
}

TEST(Packing, ClustersKeepAllLimits) {
  std::mt19937 random(1);
  auto pick = [&](int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  };
  int shared = 0;
  for (int round = 0; round < 200; ++round) {
    MappingProblem p;
    p.chip = roomyChip();
    for (int i = 0; i < 5; ++i)
      p.populations.push_back(population("p", pick(1, 3), 4, 4));
    for (int i = 0; i < 7; ++i) {
      size_t from = size_t(pick(0, 4)), to = size_t(pick(0, 4));
      p.edges.push_back(convolution(p, from, to, 3, 1, 1));
    }
    for (size_t i = 0; i < 5; ++i) {
      const Box &shape = p.populations[i].shape;
      int64_t cut = pick(0, 4);
      for (Range rows : {Range{0, cut}, Range{cut, 4}})
        if (rows.size() > 0)
          p.slices.push_back({i, {shape.c, rows, shape.x}, p.slices.size(), -1});
    }
    auto &limits = p.chip.limits;
    limits.neurons = pick(48, 150), limits.axonsIn = pick(100, 400),
    limits.axonsOut = pick(100, 400), limits.synapseMemoryBits = pick(1000, 8000);
    for (const char *name : {"first-fit", "neighbours"}) {
      std::vector<size_t> clusters = pack(name, p);
      std::map<size_t, std::vector<size_t>> slices;
      for (size_t s = 0; s < clusters.size(); ++s)
        slices[clusters[s]].push_back(s);
      EXPECT_EQ(slices.rbegin()->first + 1, slices.size()) << "numbered without gaps";
      std::map<size_t, int64_t> entries = entriesOf(p, clusters);
      for (const auto &[cluster, of] : slices) {
        if (of.size() == 1)
          continue; // may be too large by itself
        ++shared;
        SliceNeeds needs;
        for (size_t s : of)
          needs += needsOf(p, p.slices[s].population, p.slices[s].box);
        EXPECT_TRUE(shortagesOf(needs, limits).empty()) << name << ", round " << round;
        EXPECT_LE(entries[cluster], limits.axonsOut) << name << ", round " << round;
      }
    }
  }
  EXPECT_GT(shared, 300);
}
