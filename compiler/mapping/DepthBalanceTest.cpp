// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/DepthBalance.h"
#include "compiler/mapping/testing/Problems.h"
#include "hw_models/image/Bounds.h"
#include <gmock/gmock.h>
#include <numeric>
#include <optional>
#include <random>
#include <sstream>

using namespace nacre;
using namespace nacre::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Connection {
  size_t source, target;
  int64_t logicalDelay = 0;
};

/// Layers of one neuron, named a, b, c...
static MappingProblem network(size_t layers, const std::vector<Connection> &connections) {
  MappingProblem p;
  p.chip = roomyChip();
  for (size_t i = 0; i < layers; ++i)
    p.populations.push_back(population(std::string(1, char('a' + i)), 1, 1, 1));
  for (const Connection &c : connections) {
    p.edges.push_back(dense(p, c.source, c.target));
    p.edges.back().logicalDelay = c.logicalDelay;
  }
  return p;
}

static std::string refusal(MappingProblem p) {
  Status status = balanceDepth(p);
  if (status)
    return "";
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  return status.error().message;
}

TEST(DepthBalance, TakesTheLongestPathAndDelaysTheShortcut) {
  MappingProblem p = network(3, {{0, 1}, {1, 2}, {0, 2}});
  ASSERT_TRUE(balanceDepth(p));
  EXPECT_THAT(p.depth, ElementsAre(0, 1, 2));
  EXPECT_THAT(p.delay, ElementsAre(1, 1, 2));
}

TEST(DepthBalance, DelaysALayerRatherThanItsSpikes) {
  // a -> b -> c -> d is the longest path; e, which reads the image, joins at d. Its spikes need not
  // wait, if e itself does.
  MappingProblem p = network(5, {{0, 1}, {1, 2}, {2, 3}, {4, 3}});
  p.chip.limits.axonalDelaySteps = 1;
  ASSERT_TRUE(balanceDepth(p));
  EXPECT_THAT(p.depth, ElementsAre(0, 1, 2, 3, 2));
  EXPECT_THAT(p.delay, ElementsAre(1, 1, 1, 1));
}

TEST(DepthBalance, PutsALayerWhereFewerOfItsSynapsesWait) {
  // Beside a -> b -> c -> d, e reads a and is read by d. Two synapse groups from a: it runs early.
  MappingProblem early = network(5, {{0, 1}, {1, 2}, {2, 3}, {0, 4}, {0, 4}, {4, 3}});
  ASSERT_TRUE(balanceDepth(early));
  EXPECT_EQ(early.depth[4], 1);
  MappingProblem late = network(5, {{0, 1}, {1, 2}, {2, 3}, {0, 4}, {4, 3}, {4, 3}});
  ASSERT_TRUE(balanceDepth(late));
  EXPECT_EQ(late.depth[4], 2);
}

TEST(DepthBalance, GoesDeeperThanItsPathsIfDelaysAreShort) {
  // Both paths, a -> b -> c and d -> e -> f, are 2 hops long, but d -> c has to be as short as
  // b -> c, so d runs beside b.
  MappingProblem p = network(6, {{0, 1}, {1, 2}, {3, 2}, {3, 4}, {4, 5}});
  p.chip.limits.axonalDelaySteps = 1;
  ASSERT_TRUE(balanceDepth(p));
  EXPECT_THAT(p.depth, ElementsAre(0, 1, 2, 1, 2, 3));
  EXPECT_THAT(p.delay, ElementsAre(1, 1, 1, 1, 1));
  p.chip.limits.axonalDelaySteps = 2; // now d -> c may wait
  ASSERT_TRUE(balanceDepth(p));
  EXPECT_THAT(p.depth, ElementsAre(0, 1, 2, 0, 1, 2));
  EXPECT_THAT(p.delay, ElementsAre(1, 1, 2, 1, 1));
}

TEST(DepthBalance, RunsALayerEarlyWhoseSpikesMustWaitTooLong) {
  // What a chip's axons cannot wait, the depths can, as far as an image can hold them.
  MappingProblem p = network(2, {{0, 1, 2}});
  p.chip.limits.axonalDelaySteps = 1;
  ASSERT_TRUE(balanceDepth(p));
  EXPECT_THAT(p.depth, ElementsAre(1, 0));
  EXPECT_THAT(p.delay, ElementsAre(1));
  p.edges[0].logicalDelay = maxSteps + 1;
  ASSERT_TRUE(balanceDepth(p));
  EXPECT_THAT(p.depth, ElementsAre(maxSteps, 0));
  p.edges[0].logicalDelay = maxSteps + 2;
  EXPECT_THAT(refusal(p), HasSubstr("from layer 'a' to layer 'b' do not fit chip 'roomy': axonal "
                                    "delay steps needed 2, limit 1"));
}

TEST(DepthBalance, AcceptsALoopWhoseDelayCoversItsHops) {
  MappingProblem p = network(2, {{0, 1}, {1, 0, 2}});
  ASSERT_TRUE(balanceDepth(p));
  EXPECT_EQ(p.delay[0] + p.delay[1], 2); // around a loop only the logical delays remain
}

TEST(DepthBalance, NamesTheLoopThatIsTooShort) {
  EXPECT_THAT(refusal(network(2, {{0, 1}, {1, 0, 1}})),
              HasSubstr("the loop a -> b -> a has more hops than its logical delay"));
  EXPECT_THAT(refusal(network(1, {{0, 0, 0}})), HasSubstr("the loop a -> a has"));
  // Layers behind the loop, which rise with it, are not in it.
  EXPECT_THAT(refusal(network(3, {{1, 2}, {2, 1, 1}, {1, 0, 4}})),
              HasSubstr("the loop b -> c -> b has"));
  EXPECT_THAT(refusal(network(4, {{1, 2}, {2, 1, 1}, {2, 3}, {3, 0}, {0, 3, 2}})),
              HasSubstr("the loop b -> c -> b has"));
}

TEST(DepthBalance, NamesTheDelayThatIsTooLong) {
  MappingProblem p = network(4, {{0, 1}, {1, 2}, {0, 2}, {2, 3}});
  p.chip.limits.axonalDelaySteps = 1;
  EXPECT_EQ(refusal(p), "the synapses from layer 'a' to layer 'c' do not fit chip 'roomy': axonal "
                        "delay steps needed 2, limit 1");
  p.chip.limits.axonalDelaySteps = 2;
  EXPECT_EQ(refusal(p), "");
  p.edges[3].logicalDelay = 2; // d may run before c
  EXPECT_EQ(refusal(p), "");
  p.edges[3].logicalDelay = MappingProblem::Edge::longestDelay;
  EXPECT_THAT(refusal(p), HasSubstr("the synapses from layer 'c' to layer 'd' do not fit"));
}

/// By trying all depths: whether some leave each hop its step, and of those that also respect the
/// longest delay the least greatest depth, then the least sum of delays.
struct Tried {
  bool hopsFit = false;
  struct Best {
    int64_t greatest, sum;
    auto operator<=>(const Best &) const = default;
  };
  std::optional<Best> best;
};
static Tried tryAll(const MappingProblem &p) {
  // The least depth of a layer is a sum of steps by which layers must lie apart, each layer once.
  int64_t longest = p.chip.limits.axonalDelaySteps, apart = 1;
  for (const auto &edge : p.edges)
    apart = std::max(apart, edge.logicalDelay - longest);
  int64_t depths = (int64_t(p.populations.size()) - 1) * apart + 1;
  Tried tried;
  std::vector<int64_t> depth(p.populations.size(), 0);
  for (size_t digit = 0; digit < depth.size();) {
    bool hopsFit = true, delaysFit = true;
    Tried::Best here{*std::max_element(depth.begin(), depth.end()), 0};
    for (const auto &edge : p.edges) {
      int64_t delay = edge.logicalDelay + depth[edge.target] - depth[edge.source];
      hopsFit &= delay >= 1;
      delaysFit &= delay <= longest;
      here.sum += delay;
    }
    tried.hopsFit |= hopsFit;
    if (hopsFit && delaysFit)
      tried.best = std::min(tried.best.value_or(here), here);
    for (digit = 0; digit < depth.size() && ++depth[digit] == depths; ++digit)
      depth[digit] = 0;
  }
  return tried;
}

/// Of the loop that a message names: "the loop a -> b -> a has ...".
static int64_t hopsBeyondDelay(const MappingProblem &p, const std::string &message) {
  std::istringstream words(message);
  std::string word;
  std::vector<size_t> layers;
  words >> word >> word; // the loop
  while (words >> word && word != "has")
    if (word != "->")
      layers.push_back(size_t(word[0] - 'a'));
  EXPECT_GE(layers.size(), 2u);
  EXPECT_EQ(layers.front(), layers.back());
  int64_t beyond = 0;
  for (size_t i = 1; i < layers.size(); ++i) {
    int64_t delay = INT64_MAX;
    for (const auto &edge : p.edges)
      if (edge.source == layers[i - 1] && edge.target == layers[i])
        delay = std::min(delay, edge.logicalDelay);
    EXPECT_NE(delay, INT64_MAX) << "no synapses between two layers of the loop";
    beyond += 1 - delay;
  }
  return beyond;
}

TEST(DepthBalance, IsTheBestOfAllDepthsOnRandomNetworks) {
  std::mt19937 random(1);
  auto pick = [&](int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  };
  int loops = 0, delays = 0, solved = 0;
  for (int round = 0; round < 3000; ++round) {
    int64_t layers = pick(1, 5);
    std::vector<Connection> connections;
    for (int64_t i = pick(0, 7); i > 0; --i) {
      int64_t source = pick(0, layers - 1), target = pick(0, layers - 1);
      connections.push_back(
          {size_t(source), size_t(target), source < target ? pick(0, 1) : pick(1, 4)});
    }
    MappingProblem p = network(size_t(layers), connections);
    p.chip.limits.axonalDelaySteps = pick(1, 4);
    auto [hopsFit, best] = tryAll(p);
    Status status = balanceDepth(p);
    if (!best) {
      ASSERT_FALSE(status) << "round " << round;
      EXPECT_THAT(status.error().message, HasSubstr(hopsFit ? "axonal delay" : "the loop "));
      if (!hopsFit)
        EXPECT_GT(hopsBeyondDelay(p, status.error().message), 0) << status.error().message;
      ++(hopsFit ? delays : loops);
      continue;
    }
    ++solved;
    ASSERT_TRUE(status) << "round " << round << ": " << status.error().message;
    EXPECT_EQ(*std::max_element(p.depth.begin(), p.depth.end()), best->greatest);
    EXPECT_GE(*std::min_element(p.depth.begin(), p.depth.end()), 0);
    EXPECT_EQ(std::accumulate(p.delay.begin(), p.delay.end(), int64_t(0)), best->sum);
    for (size_t e = 0; e < connections.size(); ++e) {
      EXPECT_EQ(p.delay[e], connections[e].logicalDelay + p.depth[connections[e].target] -
                                p.depth[connections[e].source]);
      EXPECT_GE(p.delay[e], 1);
      EXPECT_LE(p.delay[e], p.chip.limits.axonalDelaySteps);
    }
  }
  EXPECT_GT(loops, 50);
  EXPECT_GT(delays, 50);
  EXPECT_GT(solved, 300);
}
