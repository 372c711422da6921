// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each objective against sums over the links of spelled-out routes, which know nothing of moves.
#include "compiler/mapping/place/objectives/ObjectiveSum.h"
#include "compiler/mapping/place/testing/Lattice.h"
#include "hw_models/noc/Path.h"
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <random>
#include <set>

using namespace nacre;
using namespace nacre::testing;

using Cores = std::vector<uint32_t>;

/// The links of a packet's tree, each once.
static std::set<std::pair<uint32_t, uint8_t>> treeOf(const PlacementProblem &p, const Cores &cores,
                                                     const Packets &packets) {
  std::set<std::pair<uint32_t, uint8_t>> tree;
  for (uint32_t to : packets.to)
    for (const Link &link :
         linksOfPath(p.topology, p.routing, p.topology.tileOf(cores[packets.from]),
                     p.topology.tileOf(cores[to])))
      tree.emplace(link.from, link.port);
  return tree;
}

static double slowSum(const PlacementProblem &p, const Cores &cores, LinkCosts costs) {
  double sum = 0;
  for (const Packets &packets : p.packets)
    for (const auto &[router, port] : treeOf(p, cores, packets))
      sum += packets.spikes * costs[p.topology.linkKind(router, port)];
  return sum;
}

static double slowWorstLink(const PlacementProblem &p, const Cores &cores) {
  std::map<std::pair<uint32_t, uint8_t>, double> loads;
  double worst = 0;
  for (const Packets &packets : p.packets)
    for (const auto &link : treeOf(p, cores, packets))
      worst = std::max(worst, loads[link] += packets.spikes);
  return worst + slowSum(p, cores, {1, 1, 1}) / double(p.topology.links().size());
}

static double slowLatency(const PlacementProblem &p, const Cores &cores) {
  double longest = 0, sum = 0;
  for (const Packets &packets : p.packets) {
    double farthest = 0;
    for (uint32_t to : packets.to)
      farthest = std::max(
          farthest,
          slowSum({p.topology, p.routing, {}, {}, {{packets.from, {to}, packets.spikes}}, {}},
                  cores, p.cycles));
    longest = std::max(longest, farthest);
    sum += farthest;
  }
  return longest + sum / double(p.packets.size());
}

static const std::map<std::string, std::function<double(const PlacementProblem &, const Cores &)>>
    slow = {
        {"spike-hops", [](auto &p, auto &cores) { return slowSum(p, cores, {1, 1, 1}); }},
        {"energy", [](auto &p, auto &cores) { return slowSum(p, cores, p.energyFj); }},
        {"worst-link", slowWorstLink},
        {"latency", slowLatency},
};

static std::unique_ptr<PlacementCost> start(const std::string &text, const PlacementProblem &p,
                                            const Cores &cores) {
  auto objective = ObjectiveSum::parse(text);
  EXPECT_TRUE(objective) << text;
  return objective->start(p, cores);
}

/// Packets at random: some for one cluster, if `multicast` also for several.
static PlacementProblem randomProblem(const Topology &topology, bool multicast,
                                      std::mt19937 &random) {
  PlacementProblem p{topology, policyFor(topology), {3, 7, 20}, {2, 5, 30}, {}, {}};
  const uint32_t clusters = std::max(2u, topology.cores() * 2 / 3);
  std::vector<Packets> packets;
  for (uint32_t i = 0; i < 3 * clusters; ++i) {
    std::set<uint32_t> to;
    const uint32_t from = random() % clusters;
    for (uint32_t k = multicast ? 1 + random() % 4 : 1; k > 0; --k)
      to.insert((from + 1 + random() % (clusters - 1)) % clusters);
    packets.push_back({from, {to.begin(), to.end()}, double(1 + random() % 4000) / 1024});
  }
  p.send(clusters, std::move(packets));
  return p;
}

TEST(Objectives, AreWhatTheLinksSayBeforeAndAfterEveryMove) {
  std::mt19937 random(1);
  ObjectiveRegistry objectives;
  registerAllObjectives(objectives);
  EXPECT_EQ(objectives.size(), slow.size()) << "each needs an evaluation of its own";
  for (Topology topology : {Topology{5, 4, 1},
                            {6, 4, 2, TopologyKind::Mesh, 3, 2},
                            {3, 3, 4},
                            {4, 4, 1, TopologyKind::Torus},
                            {3, 4, 2, TopologyKind::Ring},
                            {3, 2, 2, TopologyKind::Tree}})
    for (bool multicast : {false, true}) {
      const PlacementProblem p = randomProblem(topology, multicast, random);
      Cores cores(topology.cores()); // those of the clusters first, then the free ones
      std::iota(cores.begin(), cores.end(), 0);
      std::shuffle(cores.begin(), cores.end(), random);
      std::map<std::string, std::unique_ptr<PlacementCost>> costs;
      for (const auto &[name, objective] : objectives)
        costs[name] = objective.start(p, {cores.begin(), cores.begin() + p.clusters()});
      for (int i = 0; i < 200; ++i) {
        const uint32_t cluster = random() % p.clusters();
        const uint32_t partner = random() % cores.size();
        if (partner == cluster)
          continue;
        const Move move{cluster, partner < p.clusters() ? partner : Move::none,
                        topology.tileOf(cores[cluster]), topology.tileOf(cores[partner])};
        const bool apply = random() % 2;
        Cores after = cores;
        std::swap(after[cluster], after[partner]);
        for (auto &[name, cost] : costs) {
          const double before = slow.at(name)(p, cores), then = slow.at(name)(p, after);
          ASSERT_NEAR(cost->value(), before, 1e-9 * before) << name;
          ASSERT_NEAR(cost->change(move), then - before, 1e-9 * (then + before)) << name;
          if (apply)
            cost->apply(move);
          ASSERT_NEAR(cost->value(), apply ? then : before, 1e-9 * (then + before)) << name;
        }
        if (apply)
          cores = after;
      }
    }
}

// Row 0 holds clusters 0, 1, 2; two spikes from 0 to 2 pass two links eastwards, one from 1 to 2.
TEST(Objectives, ByHand) {
  PlacementProblem p{{3, 1, 1}, policyFor({3, 1, 1}), {10, 100, 0}, {5, 50, 0}, {}, {}};
  p.send(3, {{0, {2}, 2}, {1, {2}, 1}});
  EXPECT_EQ(start("spike-hops", p, {0, 1, 2})->value(), 2 * 2 + 1);
  EXPECT_EQ(start("energy", p, {0, 1, 2})->value(), 50);
  // Of four links one has 2 and one 3.
  EXPECT_EQ(start("worst-link", p, {0, 1, 2})->value(), 3 + 5 / 4.0);
  // Ways of 10 and 5 cycles, for two packets and one.
  EXPECT_EQ(start("latency", p, {0, 1, 2})->value(), 20 + (20 + 5) / 2.0);
  // One packet for 1 and 2 passes two links, two packets three.
  p.send(3, {{0, {1, 2}, 1}});
  EXPECT_EQ(start("spike-hops", p, {0, 1, 2})->value(), 2);
  p.send(3, {{0, {1}, 1}, {0, {2}, 1}});
  EXPECT_EQ(start("spike-hops", p, {0, 1, 2})->value(), 3);
}

// Clusters on cores in order: 5 spike-hops, 3 on the worst of four links; then 4 and 3, 3 and 2.
TEST(ObjectiveSum, CountsSharesOfThePlacementInOrder) {
  PlacementProblem p{{3, 1, 1}, policyFor({3, 1, 1}), {1, 1}, {1, 1}, {}, {}};
  p.send(3, {{0, {2}, 2}, {1, {2}, 1}});
  EXPECT_DOUBLE_EQ(start("spike-hops+2*worst-link", p, {0, 1, 2})->value(), 1 + 2);
  EXPECT_DOUBLE_EQ(start("spike-hops+2*worst-link", p, {1, 0, 2})->value(),
                   4 / 5.0 + 2 * (3 + 4 / 4.0) / (3 + 5 / 4.0));
  EXPECT_DOUBLE_EQ(start("spike-hops+2*worst-link", p, {0, 2, 1})->value(),
                   3 / 5.0 + 2 * (2 + 3 / 4.0) / (3 + 5 / 4.0));
  EXPECT_DOUBLE_EQ(start("0.5*spike-hops+1e1*worst-link", p, {0, 1, 2})->value(), 10.5);
}

TEST(ObjectiveSum, RefusesWhatIsNone) {
  for (const auto &[text, message] : std::map<std::string, std::string>{
           {"", "unknown objective ''"},
           {"energi", "unknown objective 'energi'"},
           {"energy+", "unknown objective ''"},
           {"2energy", "unknown objective '2energy'"},
           {"-1*energy", "the weight in '-1*energy' must be a number above 0, at most 1e9"},
           {"0*energy", "the weight in '0*energy' must be a number above 0, at most 1e9"},
           {"x*energy", "the weight in 'x*energy' must be a number above 0, at most 1e9"},
           {"1e99*energy", "the weight in '1e99*energy' must be a number above 0, at most 1e9"},
           {"energy+energy", "the objective 'energy' is given twice"}}) {
    auto sum = ObjectiveSum::parse(text);
    ASSERT_FALSE(sum) << text;
    EXPECT_EQ(sum.error().message, message);
    EXPECT_EQ(sum.error().exitCode, ExitCode::Usage);
  }
}

TEST(ObjectiveSum, RefusesEnergyWhereHopsCostNone) {
  PlacementProblem p{{3, 1, 1}, policyFor({3, 1, 1}), {0, 0, 0}, {1, 1, 1}, {}, {}};
  EXPECT_FALSE(ObjectiveSum::parse("spike-hops+energy")->check(p));
  EXPECT_TRUE(ObjectiveSum::parse("spike-hops+latency")->check(p));
  p.energyFj.northSouth = 1;
  EXPECT_TRUE(ObjectiveSum::parse("energy")->check(p));
}
