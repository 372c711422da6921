// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/problem/WayCost.h"
#include "compiler/mapping/testing/Problems.h"
#include "hw_models/noc/Path.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>

using namespace nacre;
using namespace nacre::testing;

/// a (2x8x8) -conv 3x3-> b, cut into its upper and lower half: each reads 5 of 8 rows of a, 80
/// neurons, of which 2 rows, 32 neurons, are read by both. b is read by `out` as a whole.
static MappingProblem cutNetwork() {
  MappingProblem p = smallNetwork();
  p.slices = {{0, p.populations[0].shape, 0, -1},
              {1, {{0, 4}, {0, 4}, {0, 8}}, 1, -1},
              {1, {{0, 4}, {4, 8}, {0, 8}}, 2, -1},
              {2, p.populations[2].shape, 3, -1}};
  p.clusters = 4;
  return p;
}

static std::vector<std::tuple<uint32_t, std::vector<uint32_t>, double>>
packetsOf(const MappingProblem &p) {
  std::vector<std::tuple<uint32_t, std::vector<uint32_t>, double>> list;
  for (const Packets &packets : placementProblemOf(p).packets)
    list.emplace_back(packets.from, packets.to, packets.spikes);
  return list;
}

TEST(PlacementProblem, EachNeuronFiresOnceIfNothingIsKnown) {
  EXPECT_EQ(packetsOf(cutNetwork()),
            (decltype(packetsOf({})){{0, {1}, 80}, {0, {2}, 80}, {1, {3}, 128}, {2, {3}, 128}}));
}

TEST(PlacementProblem, RatesWeigh) {
  MappingProblem p = cutNetwork();
  p.populations[0].rate = 0.25;
  p.populations[1].rate = 1 / 3.0; // 42.6667 to the next multiple of 1/1024: 43690.67 / 1024
  EXPECT_EQ(packetsOf(p),
            (decltype(packetsOf({})){
                {0, {1}, 20}, {0, {2}, 20}, {1, {3}, 43691 / 1024.0}, {2, {3}, 43691 / 1024.0}}));
}

TEST(PlacementProblem, OnePacketForSeveralWhereTheChipMulticasts) {
  MappingProblem p = cutNetwork();
  p.chip.limits.multicast = true;
  EXPECT_EQ(packetsOf(p),
            (decltype(packetsOf({})){
                {0, {1}, 48}, {0, {1, 2}, 32}, {0, {2}, 48}, {1, {3}, 128}, {2, {3}, 128}}));
}

TEST(PlacementProblem, WithinAClusterNothingIsSent) {
  MappingProblem p = cutNetwork();
  p.slices[2].cluster = 0;
  p.slices[3].cluster = 2;
  p.clusters = 3;
  for (bool multicast : {false, true}) {
    p.chip.limits.multicast = multicast;
    EXPECT_EQ(packetsOf(p), (decltype(packetsOf({})){{0, {1}, 80}, {0, {2}, 128}, {1, {2}, 128}}));
  }
}

TEST(PlacementProblem, TrafficIsBothWays) {
  PlacementProblem p;
  p.send(3, {{0, {1, 2}, 4}, {1, {0}, 2}});
  auto of = [&](uint32_t cluster) {
    std::vector<std::pair<uint32_t, double>> list;
    for (const Traffic &other : p.traffic[cluster])
      list.emplace_back(other.cluster, other.spikes);
    return list;
  };
  using List = std::vector<std::pair<uint32_t, double>>;
  EXPECT_EQ(of(0), (List{{1, 6}, {2, 4}}));
  EXPECT_EQ(of(1), (List{{0, 6}}));
  EXPECT_EQ(of(2), (List{{0, 4}}));
}

TEST(WayCost, AddsUpTheLinksOfRoutes) {
  const RoutingRegistry policies = routingPolicies();
  std::vector<Topology> topologies = smallTopologies();
  topologies.push_back({6, 4, 1, TopologyKind::Mesh, 2, 2}); // three by two chips
  for (const Topology &topology : topologies) {
    const RoutingPolicy &policy = *policies.find(usualRouting(topology.kind));
    const LinkCosts costs{3, 50, 700};
    const WayCost way(topology, costs);
    for (uint32_t from = 0; from < topology.tiles(); ++from)
      for (uint32_t to = 0; to < topology.tiles(); ++to) {
        double sum = 0;
        for (const Link &link : linksOfPath(topology, policy, from, to))
          sum += costs[topology.linkKind(link.from, link.port)];
        ASSERT_EQ(way(from, to), sum) << topologyText(topology) << " " << from << " to " << to;
      }
  }
}
