// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/Mesh.h"

namespace nacre {

static Direction opposite(Direction d) {
  switch (d) {
  case Direction::East:
    return Direction::West;
  case Direction::West:
    return Direction::East;
  case Direction::North:
    return Direction::South;
  case Direction::South:
    return Direction::North;
  case Direction::Local:
    break;
  }
  return Direction::Local;
}

Mesh::Mesh(const Network &network) {
  const ChipModel::Timing &timing = network.timing;
  routers.assign(network.topology.tiles(), Router(network.portsPerRouter()));

  for (const Link &link : network.topology.links()) {
    bool eastWest = link.direction == Direction::East || link.direction == Direction::West;
    Cycle latency = eastWest ? timing.linkEastWestCycles : timing.linkNorthSouthCycles;
    Channel &channel = channels.emplace_back(
        ChannelShape{latency + timing.routerCycles, latency, timing.flitIntervalCycles,
                     uint32_t(timing.inputBufferFlits), link.from, link.to});
    routers[link.from].connectOutput(uint32_t(link.direction), channel);
    routers[link.to].connectInput(uint32_t(opposite(link.direction)), channel);
  }

  cores.reserve(network.cores.size());
  for (uint32_t core = 0; core < network.cores.size(); ++core) {
    uint32_t tile = network.tileOfCore(core), self = componentOfCore(core);
    Cycle local = timing.linkLocalCycles;
    Channel &injection = channels.emplace_back(
        ChannelShape{local + timing.routerCycles, local, timing.flitIntervalCycles,
                     uint32_t(timing.inputBufferFlits), self, tile});
    Channel &axonIn = channels.emplace_back(ChannelShape{
        local, local, timing.flitIntervalCycles, uint32_t(timing.axonInFifoPackets), tile, self});
    routers[tile].connectInput(network.localPort(core), injection);
    routers[tile].connectOutput(network.localPort(core), axonIn);
    ChannelShape axonOut{1, 1, 0, uint32_t(timing.axonOutFifoPackets), self, self};
    cores.emplace_back(axonOut, injection, axonIn);
  }
}

void Mesh::start(Cycle now, StepContext &step) {
  for (Router &router : routers)
    router.resetTurns();
  for (uint32_t core = 0; core < cores.size(); ++core)
    step.agenda.wake(componentOfCore(core), cores[core].start(step.network.cores[core], now, step));
}

Cycle Mesh::finishedAt() const {
  Cycle last = 0;
  for (const Core &core : cores)
    last = std::max(last, core.finishedAt());
  return last;
}

} // namespace nacre
