// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every pair of tiles, on every kind of topology by every policy: a packet alone needs what the end
// of docs/semantics/noc.md says.
#include "hw_models/noc/testing/Topologies.h"
#include "simulator/noc/Noc.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

constexpr int64_t route = 2, vcAllocation = 3, switchAllocation = 5, crossing = 13, interval = 19;
constexpr int64_t eastWest = 7, northSouth = 17, local = 11, credit = 23;

struct Links {
  int64_t eastWest = 0, northSouth = 0;
};

int64_t along(int64_t a, int64_t b) { return std::abs(a - b); }
int64_t round(int64_t a, int64_t b, int64_t size) {
  return std::min(along(a, b), size - along(a, b));
}

/// On a shortest path, by coordinates.
Links linksBetween(const Topology &topology, int64_t from, int64_t to) {
  const int64_t columns = topology.columns, rows = topology.rows;
  const int64_t x = from % columns, y = from / columns, toX = to % columns, toY = to / columns;
  switch (topology.kind) {
  case TopologyKind::Mesh:
    return {along(x, toX), along(y, toY)};
  case TopologyKind::Torus:
    return {round(x, toX, columns), round(y, toY, rows)};
  case TopologyKind::Ring:
    if (y == toY)
      return {round(x, toX, columns + 1), 0};
    return {round(x, columns, columns + 1) + round(columns, toX, columns + 1), round(y, toY, rows)};
  case TopologyKind::Tree: {
    int64_t levels = 0; // up to the lowest router above both
    for (int64_t span = 1; from / span != to / span; span *= columns)
      ++levels;
    return {0, 2 * levels};
  }
  }
  return {};
}

int64_t latencyBetween(const Topology &topology, uint32_t from, uint32_t to, int64_t flits) {
  Links links = linksBetween(topology, from, to);
  int64_t stages = route + vcAllocation + switchAllocation + crossing;
  return 1 + local + links.eastWest * (stages + eastWest) +
         links.northSouth * (stages + northSouth) + stages + local + (flits - 1) * interval;
}

/// Of a packet created now, after all others have arrived; none if it never arrives.
std::optional<int64_t> measure(Noc &noc, uint32_t from, const Packet &packet) {
  const int64_t created = noc.now();
  noc.create(from, packet);
  std::vector<Noc::Delivery> deliveries;
  while (noc.nextActive() != never) {
    noc.skipTo(noc.nextActive());
    size_t known = deliveries.size();
    noc.step(deliveries);
    for (; known < deliveries.size(); ++known)
      noc.release(deliveries[known], deliveries[known].cycle);
  }
  if (deliveries.size() != 1 || deliveries[0].core != packet.destination)
    return std::nullopt;
  // Until the last credit is back and each link is free.
  noc.skipTo(deliveries[0].cycle + credit + interval);
  return deliveries[0].cycle - created;
}

TEST(ZeroLoad, LatencyIsTheClosedForm) {
  for (const auto &[name, policy] : routingPolicies())
    for (const Topology &topology : smallTopologies(policy.serves)) {
      NocModel model{topology, policy, 2, 8, {}};
      model.timing = {
          route,  vcAllocation, switchAllocation, crossing, {eastWest, northSouth, local},
          credit, interval};
      // Credits do not run out.
      ASSERT_LE(credit + route + vcAllocation + switchAllocation + crossing + northSouth,
                model.bufferFlits * interval);
      Noc noc(model);
      uint32_t id = 0;
      for (uint32_t from = 0; from < topology.tiles(); ++from)
        for (uint32_t to = 0; to < topology.tiles(); ++to, ++id) {
          const uint32_t flits = 1 + id % 3;
          const int64_t latency = latencyBetween(topology, from, to, flits);
          ASSERT_EQ(measure(noc, from, {id, to, flits}), latency)
              << name << " on " << topologyText(topology) << " from " << from << " to " << to;
          ASSERT_EQ(model.zeroLoadLatency(from, to, flits), latency);
        }
    }
}

} // namespace
