// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/LinkLoads.h"
#include "hw_models/noc/RoutingTable.h"

namespace nacre {

LinkLoads::LinkLoads(const PlacementProblem &problem, const std::vector<uint32_t> &cores,
                     const LinkCosts &linkCosts)
    : problem(problem), linkPorts(problem.topology.linkPorts()), sent(problem.clusters()),
      packetStamp(problem.packets.size(), 0),
      linkStamp(size_t(problem.topology.routers()) * linkPorts, 0), loads(linkStamp.size()) {
  const Topology &topology = problem.topology;
  if (uint64_t(topology.routers()) * topology.tiles() <= 1 << 22) {
    const RoutingTable table = tabulate(topology, problem.routing);
    for (uint32_t router = 0; router < topology.routers(); ++router)
      for (uint32_t tile = 0; tile < topology.tiles(); ++tile)
        ports.push_back(table.port(router, tile).value_or(0));
  }
  for (uint32_t router = 0; router < topology.routers(); ++router)
    for (uint8_t port = 0; port < linkPorts; ++port) {
      const auto to = topology.neighbour(router, port);
      behind.push_back(to.value_or(router));
      costs.push_back(to ? linkCosts[topology.linkKind(router, port)] : 0);
    }
  for (uint32_t core : cores)
    tiles.push_back(topology.tileOf(core));
  for (uint32_t i = 0; i < problem.packets.size(); ++i) {
    const Packets &packets = problem.packets[i];
    sent[packets.from].push_back(i);
    for (uint32_t to : packets.to)
      sent[to].push_back(i);
    add(packets, packets.spikes);
  }
}

/// Adds spikes to each link of the packets' tree: paths from one router are one.
void LinkLoads::add(const Packets &packets, double spikes) {
  ++stamp;
  const uint32_t tileCount = problem.topology.tiles();
  for (uint32_t cluster : packets.to) {
    const uint32_t to = tiles[cluster];
    uint8_t vcClass = 0;
    for (uint32_t here = tiles[packets.from]; here != to;) {
      uint8_t port;
      if (!ports.empty()) {
        port = ports[size_t(here) * tileCount + to];
      } else {
        const Way way = *problem.routing.ways(problem.topology, here, to, vcClass).begin();
        port = way.port, vcClass = way.vcClass;
      }
      const size_t link = size_t(here) * linkPorts + port;
      if (linkStamp[link] != stamp) {
        linkStamp[link] = stamp;
        loads.set(link, loads[link] + spikes);
        total += spikes * costs[link];
      }
      here = behind[link];
    }
  }
}

void LinkLoads::touch(uint32_t cluster) {
  for (uint32_t packet : sent[cluster])
    if (packetStamp[packet] != stamp) {
      packetStamp[packet] = stamp;
      touched.push_back(packet);
    }
}

void LinkLoads::apply(const Move &move) {
  ++stamp;
  touched.clear();
  touch(move.cluster);
  if (move.other != Move::none)
    touch(move.other);
  for (uint32_t packet : touched)
    add(problem.packets[packet], -problem.packets[packet].spikes);
  tiles[move.cluster] = move.to;
  if (move.other != Move::none)
    tiles[move.other] = move.from;
  for (uint32_t packet : touched)
    add(problem.packets[packet], problem.packets[packet].spikes);
}

} // namespace nacre
