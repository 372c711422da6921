// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/noc/NaiveNoc.h"
#include <array>
#include <cassert>

namespace nacre {

static constexpr std::array mesh = {Direction::East, Direction::West, Direction::North,
                                    Direction::South};
static constexpr std::array opposite = {Direction::West, Direction::East, Direction::South,
                                        Direction::North};

NaiveNoc::NaiveNoc(const NocModel &model) : model(model) {
  const Topology &topology = model.topology;
  size_t ports = mesh.size() + topology.coresPerTile;
  for (uint32_t tile = 0; tile < topology.tiles(); ++tile)
    routers.push_back({tile, std::vector<InputPort>(ports), std::vector<OutputPort>(ports)});
  for (Router &router : routers)
    for (size_t side = 0; side < mesh.size(); ++side)
      if (auto neighbour = topology.neighbour(router.tile, mesh[side])) {
        Link &link = addLink();
        router.outputs[side].link = &link;
        routers[*neighbour].inputs[size_t(opposite[side])].link = &link;
      }
  cores.resize(topology.cores());
  for (uint32_t core = 0; core < topology.cores(); ++core) {
    Router &router = routers[topology.tileOf(core)];
    size_t port = mesh.size() + core % topology.coresPerTile;
    router.inputs[port].link = cores[core].toRouter = &addLink();
    router.outputs[port].link = cores[core].fromRouter = &addLink();
  }
}

NaiveNoc::Link &NaiveNoc::addLink() {
  Link &link = links.emplace_back();
  link.channels.resize(model.virtualChannels);
  for (VirtualChannel &channel : link.channels)
    channel.credits = model.bufferFlits;
  return link;
}

void NaiveNoc::create(uint32_t core, const Packet &packet) {
  cores[core].queue.push_back({packet, cycle});
}

void NaiveNoc::step(std::vector<Noc::Delivery> &deliveries) {
  for (Link &link : links)
    arrive(link);
  for (Core &core : cores) {
    receiveAt(core, deliveries);
    sendFrom(core);
  }
  for (Router &router : routers) {
    allocateChannels(router);
    allocateSwitch(router);
  }
  ++cycle;
}

void NaiveNoc::arrive(Link &link) {
  for (VirtualChannel &channel : link.channels) {
    while (!channel.creditArrivals.empty() && channel.creditArrivals.front() == cycle) {
      channel.creditArrivals.pop_front();
      ++channel.credits;
    }
    while (!channel.underWay.empty() && channel.underWay.front().arrival == cycle) {
      if (channel.buffer.empty())
        channel.frontSince = cycle;
      channel.buffer.push_back(channel.underWay.front().flit);
      channel.underWay.pop_front();
    }
    assert(channel.credits <= model.bufferFlits && channel.buffer.size() <= model.bufferFlits);
  }
}

void NaiveNoc::send(Link &link, VirtualChannel &channel, const Flit &flit, Cycle delay) {
  assert(channel.held && channel.credits > 0 && link.freeFrom <= cycle);
  --channel.credits;
  channel.underWay.push_back({cycle + delay, flit});
  link.freeFrom = cycle + model.timing.flitIntervalCycles;
  // Every other allocation of this cycle lies behind: the next packet gets it in the next one.
  if (flit.tail)
    channel.held = false;
}

NaiveNoc::Flit NaiveNoc::takeFront(VirtualChannel &channel) {
  Flit flit = channel.buffer.front();
  channel.buffer.pop_front();
  channel.frontSince = cycle + 1;
  channel.creditArrivals.push_back(cycle + model.timing.creditCycles);
  return flit;
}

void NaiveNoc::receiveAt(Core &core, std::vector<Noc::Delivery> &deliveries) {
  for (VirtualChannel &channel : core.fromRouter->channels)
    while (!channel.buffer.empty())
      if (Flit flit = takeFront(channel); flit.tail)
        deliveries.push_back({flit.id, cycle});
}

void NaiveNoc::sendFrom(Core &core) {
  Link &link = *core.toRouter;
  if (core.queue.empty() || core.queue.front().creation == cycle || link.freeFrom > cycle)
    return;
  const Packet packet = core.queue.front().packet;
  if (!core.held) {
    size_t classes = model.policy.startClasses, perClass = link.channels.size() / classes;
    auto chosen = core.channels.first(link.channels.size(), [&](size_t c) {
      return c / perClass == packet.id % classes && !link.channels[c].held &&
             link.channels[c].credits > 0;
    });
    if (!chosen)
      return;
    core.channels.passBehind(*chosen);
    core.held = &link.channels[*chosen];
    core.held->held = true;
    core.flitsSent = 0;
  }
  if (core.held->credits == 0)
    return;
  bool head = core.flitsSent == 0, tail = ++core.flitsSent == packet.flits;
  send(link, *core.held, {packet.id, packet.destination, head, tail}, model.timing.linkCycles);
  if (tail) {
    core.held = nullptr;
    core.queue.pop_front();
  }
}

/// Of the head in front of an input channel.
NaiveNoc::Request NaiveNoc::requestOf(const Router &router, size_t input) const {
  const Topology &topology = model.topology;
  const RoutingPolicy &policy = model.policy;
  size_t perPort = model.virtualChannels, port = input / perPort, index = input % perPort;
  const Flit &head = router.inputs[port].link->channels[index].buffer.front();
  size_t classes = port < mesh.size() ? policy.classes : policy.startClasses;
  uint8_t held = uint8_t(index / (perPort / classes));

  Request best;
  size_t bestRoom = 0;
  for (Way way : policy.ways(topology, router.tile, topology.tileOf(head.destination), held)) {
    Request request{size_t(way.direction), 0, perPort};
    if (way.direction == Direction::Local) {
      request.output = mesh.size() + head.destination % topology.coresPerTile;
    } else {
      request.first = way.vcClass * (perPort / policy.classes);
      request.last = request.first + perPort / policy.classes;
    }
    size_t room = 0;
    for (size_t next = request.first; next < request.last; ++next)
      if (const VirtualChannel &channel = router.outputs[request.output].link->channels[next];
          !channel.held)
        room += 1 + channel.credits;
    if (room > bestRoom) {
      bestRoom = room;
      best = request;
    }
  }
  return best;
}

void NaiveNoc::allocateChannels(Router &router) {
  size_t ports = router.inputs.size(), perPort = model.virtualChannels, all = ports * perPort;

  std::vector<std::optional<Request>> asked(all); ///< by input channel
  for (size_t input = 0; input < all; ++input) {
    Link *link = router.inputs[input / perPort].link;
    if (!link)
      continue;
    const VirtualChannel &channel = link->channels[input % perPort];
    if (!channel.buffer.empty() && channel.buffer.front().head && !channel.next &&
        cycle >= channel.frontSince + model.timing.routeCycles)
      asked[input] = requestOf(router, input);
  }

  std::vector<std::optional<size_t>> granted(all); ///< input channel, by output channel
  for (size_t port = 0; port < ports; ++port)
    for (size_t index = 0; router.outputs[port].link && index < perPort; ++index)
      if (const VirtualChannel &next = router.outputs[port].link->channels[index]; !next.held)
        granted[port * perPort + index] = next.inputs.first(
            all, [&](size_t input) { return asked[input] && asked[input]->covers(port, index); });

  for (size_t input = 0; input < all; ++input) {
    if (!asked[input])
      continue;
    VirtualChannel &channel = router.inputs[input / perPort].link->channels[input % perPort];
    auto accepted = channel.nextChannels.first(perPort, [&](size_t next) {
      return granted[asked[input]->output * perPort + next] == input;
    });
    if (!accepted)
      continue;
    VirtualChannel &next = router.outputs[asked[input]->output].link->channels[*accepted];
    next.held = true;
    next.inputs.passBehind(input);
    channel.nextChannels.passBehind(*accepted);
    channel.next = &next;
    channel.nextPort = asked[input]->output;
    channel.nextSince = cycle;
  }
}

void NaiveNoc::allocateSwitch(Router &router) {
  size_t ports = router.inputs.size(), perPort = model.virtualChannels;
  const NocTiming &timing = model.timing;

  auto channelAsks = [&](size_t input, size_t index, size_t output) {
    const VirtualChannel &channel = router.inputs[input].link->channels[index];
    return channel.next && channel.nextPort == output && !channel.buffer.empty() &&
           cycle >= channel.nextSince + timing.vcAllocationCycles && channel.next->credits > 0 &&
           router.outputs[output].link->freeFrom <= cycle;
  };
  auto portAsks = [&](size_t input, size_t output) {
    for (size_t index = 0; router.inputs[input].link && index < perPort; ++index)
      if (channelAsks(input, index, output))
        return true;
    return false;
  };

  std::vector<std::optional<size_t>> granted(ports); ///< input, by output
  for (size_t output = 0; output < ports; ++output)
    granted[output] = router.outputs[output].inputs.first(
        ports, [&](size_t input) { return portAsks(input, output); });

  for (size_t input = 0; input < ports; ++input) {
    InputPort &port = router.inputs[input];
    auto output = port.outputs.first(ports, [&](size_t o) { return granted[o] == input; });
    if (!output)
      continue;
    auto index =
        port.channels.first(perPort, [&](size_t i) { return channelAsks(input, i, *output); });
    assert(index && "an input port that is granted has a channel that asks");
    router.outputs[*output].inputs.passBehind(input);
    port.outputs.passBehind(*output);
    port.channels.passBehind(*index);

    VirtualChannel &channel = port.link->channels[*index];
    Flit flit = takeFront(channel);
    send(*router.outputs[*output].link, *channel.next, flit,
         timing.switchAllocationCycles + timing.switchCycles + timing.linkCycles);
    if (flit.tail)
      channel.next = nullptr;
    ++hops;
  }
}

} // namespace nacre
