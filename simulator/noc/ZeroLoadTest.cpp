// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every pair of tiles, on every kind of topology by every policy: a packet alone needs what the end
// of docs/semantics/noc.md says.
#include "hw_models/noc/testing/Topologies.h"
#include "simulator/noc/Noc.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

constexpr int64_t route = 2, vcAllocation = 3, switchAllocation = 5, crossing = 13, interval = 19;
constexpr int64_t eastWest = 7, northSouth = 17, local = 11, border = 31, credit = 23;
constexpr int64_t borderInterval = 29;

struct Links {
  int64_t eastWest = 0, northSouth = 0, border = 0;
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
  case TopologyKind::Mesh: {
    Links links{along(x, toX), along(y, toY)};
    if (const int64_t width = topology.chipColumns, height = topology.chipRows; width) {
      const int64_t bordersX = along(x / width, toX / width);
      const int64_t bordersY = along(y / height, toY / height);
      links = {links.eastWest - bordersX, links.northSouth - bordersY, bordersX + bordersY};
    }
    return links;
  }
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

/// Cycles from the head to the tail at the core. Behind a border the tail has been held up, and
/// catches up in each router, until the links there hold it up again. `from` and `to` are in a row.
int64_t lengthBehindBorders(const Topology &topology, int64_t from, int64_t to, int64_t flits) {
  const int64_t width = topology.chipColumns, x = to % topology.columns;
  const int64_t routers = 1 + (from < to ? x % width : width - 1 - x % width);
  return std::max((flits - 1) * borderInterval - routers * (route + vcAllocation),
                  (flits - 1) * interval);
}

int64_t latencyBetween(const Topology &topology, uint32_t from, uint32_t to, int64_t flits) {
  Links links = linksBetween(topology, from, to);
  int64_t stages = route + vcAllocation + switchAllocation + crossing;
  int64_t length =
      links.border ? lengthBehindBorders(topology, from, to, flits) : (flits - 1) * interval;
  return 1 + local + links.eastWest * (stages + eastWest) +
         links.northSouth * (stages + northSouth) + links.border * (stages + border) + stages +
         local + length;
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
  noc.skipTo(deliveries[0].cycle + credit + borderInterval);
  return deliveries[0].cycle - created;
}

TEST(ZeroLoad, LatencyIsTheClosedForm) {
  for (const auto &[name, policy] : routingPolicies())
    for (const Topology &topology : smallTopologies(policy.serves)) {
      NocModel model{topology, policy, 2, 8, {}};
      model.timing = {route,
                      vcAllocation,
                      switchAllocation,
                      crossing,
                      {eastWest, northSouth, local, border},
                      credit,
                      {interval, interval, interval, borderInterval}};
      // Credits do not run out.
      ASSERT_LE(credit + route + vcAllocation + switchAllocation + crossing + border,
                model.bufferFlits * interval);
      Noc noc(model);
      uint32_t id = 0;
      for (uint32_t from = 0; from < topology.tiles(); ++from)
        for (uint32_t to = 0; to < topology.tiles(); ++to, ++id) {
          // How long a packet of several flits gets depends on where on its path the borders are.
          const bool oneRow = topology.row(from) == topology.row(to);
          const uint32_t flits = !topology.chipColumns || oneRow ? 1 + id % 3 : 1;
          const int64_t latency = latencyBetween(topology, from, to, flits);
          ASSERT_EQ(measure(noc, from, {id, to, flits}), latency)
              << name << " on " << topologyText(topology) << " from " << from << " to " << to;
          ASSERT_EQ(model.zeroLoadLatency(from, to, flits), latency);
        }
    }
}

} // namespace
