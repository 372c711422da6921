// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/noc/NaiveNoc.h"
#include <cassert>

namespace nacre {

NaiveNoc::NaiveNoc(const NocModel &model, Service service)
    : model(model), service(std::move(service)) {
  const Topology &topology = model.topology;
  for (uint32_t router = 0; router < topology.routers(); ++router)
    routers.push_back(
        {router, std::vector<InputPort>(model.ports()), std::vector<OutputPort>(model.ports())});
  for (Router &router : routers)
    for (uint8_t port = 0; port < topology.linkPorts(); ++port)
      if (auto behind = topology.behind(router.number, port)) {
        Link &link = addLink(topology.linkKind(router.number, port), model.bufferFlits);
        router.outputs[port].link = &link;
        routers[behind->router].inputs[behind->port].link = &link;
      }
  cores.resize(topology.cores());
  for (uint32_t core = 0; core < topology.cores(); ++core) {
    Router &router = routers[topology.tileOf(core)];
    size_t port = localPort(core);
    router.inputs[port].link = cores[core].toRouter = &addLink(LinkKind::Local, model.bufferFlits);
    router.outputs[port].link = cores[core].fromRouter =
        &addLink(LinkKind::Local, model.coreBuffer());
  }
}

NaiveNoc::Link &NaiveNoc::addLink(LinkKind kind, uint32_t slots) {
  Link &link = links.emplace_back();
  link.kind = kind;
  link.slots = slots;
  link.channels.resize(model.virtualChannels);
  for (VirtualChannel &channel : link.channels)
    channel.credits = slots;
  return link;
}

uint32_t NaiveNoc::addGroup(uint32_t source, const std::vector<uint32_t> &destinations) {
  return addGroup(source, destinations, {});
}

uint32_t NaiveNoc::addGroup(uint32_t source, const std::vector<uint32_t> &destinations,
                            const RoutingTree &tables) {
  assert((model.policy.isFixed() || !tables.empty()) && model.policy.classes == 1);
  Group group{source, destinations, {}};
  for (const TreeEntry &entry : tables)
    group.tables[entry.router] = entry.outputs;
  groups.push_back(group);
  return uint32_t(cores.size() + groups.size() - 1);
}

NaiveNoc::Cores NaiveNoc::destinationsOf(const Packet &packet) const {
  if (packet.destination < cores.size())
    return {packet.destination};
  return groups[packet.destination - cores.size()].destinations;
}

void NaiveNoc::create(uint32_t core, const Packet &packet) {
  bool toGroup = packet.destination >= cores.size();
  assert(!toGroup || groups[packet.destination - cores.size()].source == core);
  assert(destinationsOf(packet).size() == 1 || packet.flits <= model.bufferFlits);
  cores[core].queue.push_back({packet, cycle});
  pending += int64_t(destinationsOf(packet).size());
}

void NaiveNoc::step(std::vector<Delivery> &deliveries) {
  for (Link &link : links)
    arrive(link);
  for (uint32_t core = 0; core < cores.size(); ++core) {
    receiveAt(core, deliveries);
    takeTails(core);
    sendFrom(cores[core]);
  }
  for (Router &router : routers)
    if (holdsFlits(router)) {
      allocateChannels(router);
      allocateSwitch(router);
    }
  ++cycle;
}

bool NaiveNoc::holdsFlits(const Router &router) {
  for (const InputPort &port : router.inputs)
    if (port.link)
      for (const VirtualChannel &channel : port.link->channels)
        if (!channel.buffer.empty())
          return true;
  return false;
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
      channel.buffer.push_back(std::move(channel.underWay.front()));
      channel.underWay.pop_front();
    }
    assert(channel.credits <= link.slots && channel.buffer.size() <= link.slots);
  }
}

void NaiveNoc::send(Link &link, VirtualChannel &channel, Flit flit, Cycle delay) {
  assert(channel.held && channel.credits > 0 && link.freeFrom <= cycle);
  --channel.credits;
  link.freeFrom = cycle + model.timing.flitIntervalCycles[link.kind];
  // Every other allocation of this cycle lies behind: the next packet gets it in the next one.
  if (flit.tail)
    channel.held = false;
  flit.arrival = cycle + delay;
  channel.underWay.push_back(std::move(flit));
}

void NaiveNoc::giveCredit(const Link &link, VirtualChannel &channel) {
  channel.creditArrivals.push_back(cycle + model.timing.creditCycles[link.kind]);
}

void NaiveNoc::receiveAt(uint32_t core, std::vector<Delivery> &deliveries) {
  Link &link = *cores[core].fromRouter;
  for (VirtualChannel &channel : link.channels) {
    if (channel.buffer.empty() || channel.buffer.back().arrival != cycle)
      continue;
    if (channel.buffer.back().tail) {
      deliveries.push_back({cycle, channel.buffer.back().id, core});
      cores[core].tails.push_back(&channel);
    }
    takeUpToTail(link, channel);
  }
}

void NaiveNoc::takeUpToTail(const Link &link, VirtualChannel &channel) {
  while (!channel.buffer.empty() && !channel.buffer.front().tail) {
    channel.buffer.pop_front();
    giveCredit(link, channel);
  }
}

void NaiveNoc::takeTails(uint32_t core) {
  Core &taker = cores[core];
  while (!taker.tails.empty() && taker.busyUntil <= cycle) {
    VirtualChannel &channel = *taker.tails.front();
    taker.tails.pop_front();
    uint32_t id = channel.buffer.front().id;
    channel.buffer.pop_front();
    giveCredit(*taker.fromRouter, channel);
    takeUpToTail(*taker.fromRouter, channel);
    --pending;
    if (service)
      taker.busyUntil = cycle + service(core, id);
  }
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
  Flit flit{packet.id, core.flitsSent == 0, core.flitsSent + 1 == packet.flits, {}};
  ++core.flitsSent;
  if (flit.head) {
    flit.destinations = destinationsOf(packet);
    if (packet.destination >= cores.size())
      if (const Tables &tables = groups[packet.destination - cores.size()].tables; !tables.empty())
        flit.tables = &tables;
  }
  send(link, *core.held, flit, model.timing.linkCycles[LinkKind::Local]);
  if (flit.tail) {
    core.held = nullptr;
    core.queue.pop_front();
  }
}

/// Of the outputs that the router's entry names, the one behind which the destination lies.
std::optional<Way> NaiveNoc::wayBy(const Tables &tables, uint32_t router,
                                   uint32_t destination) const {
  const uint64_t outputs = tables.at(router);
  for (uint8_t port = 0; port < 64; ++port) {
    if ((outputs >> port & 1) == 0)
      continue;
    const bool there =
        port >= model.topology.linkPorts()
            ? model.topology.tileOf(destination) == router && localPort(destination) == port
            : wayBy(tables, *model.topology.neighbour(router, port), destination).has_value();
    if (there)
      return Way(port);
  }
  return std::nullopt;
}

/// The tables' or the policy's, or the one to the core itself.
std::vector<Way> NaiveNoc::waysOf(const Router &router, uint32_t destination, uint8_t vcClass,
                                  const Tables *tables) const {
  if (tables)
    return {wayBy(*tables, router.number, destination).value()};
  uint32_t tile = model.topology.tileOf(destination);
  if (tile == router.number)
    return {Way(uint8_t(localPort(destination)))};
  Ways ways = model.policy.ways(model.topology, router.number, tile, vcClass);
  return {ways.begin(), ways.end()};
}

/// In order of ports.
std::deque<NaiveNoc::Cores> NaiveNoc::branchesOf(const Router &router, const Flit &head) const {
  if (head.destinations.size() == 1)
    return {head.destinations};
  std::map<size_t, Cores> behindPort;
  for (uint32_t destination : head.destinations)
    behindPort[waysOf(router, destination, 0, head.tables)[0].port].push_back(destination);
  std::deque<Cores> branches;
  for (auto &[port, behind] : behindPort)
    branches.push_back(behind);
  return branches;
}

/// Of the head in front of an input channel, for the branch it takes next.
NaiveNoc::Request NaiveNoc::requestOf(const Router &router, size_t input) const {
  size_t perPort = model.virtualChannels, port = input / perPort, index = input % perPort;
  const VirtualChannel &asking = router.inputs[port].link->channels[index];
  size_t linkPorts = model.topology.linkPorts();
  size_t classes = port < linkPorts ? model.policy.classes : model.policy.startClasses;
  uint8_t held = uint8_t(index / (perPort / classes));

  Request best;
  size_t bestRoom = 0;
  for (Way way : waysOf(router, asking.branches.front()[0], held, asking.front()->tables)) {
    Request request{way.port, 0, perPort};
    if (way.port < linkPorts) {
      request.first = way.vcClass * (perPort / model.policy.classes);
      request.last = request.first + perPort / model.policy.classes;
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
    VirtualChannel &channel = link->channels[input % perPort];
    const Flit *front = channel.front();
    if (!front || !front->head || channel.next ||
        cycle < channel.frontSince + model.timing.routeCycles)
      continue;
    if (channel.branches.empty())
      channel.branches = branchesOf(router, *front);
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

  auto couldAsk = [&](size_t input, size_t index, size_t output) {
    const VirtualChannel &channel = router.inputs[input].link->channels[index];
    return channel.next && channel.nextPort == output && channel.front() &&
           cycle >= channel.nextSince + model.timing.vcAllocationCycles &&
           router.outputs[output].link->freeFrom <= cycle;
  };
  auto channelAsks = [&](size_t input, size_t index, size_t output) {
    return couldAsk(input, index, output) &&
           router.inputs[input].link->channels[index].next->credits > 0;
  };
  auto lacksCredit = [&](size_t input, size_t index, size_t output) {
    return couldAsk(input, index, output) && !channelAsks(input, index, output);
  };
  auto someChannel = [&](size_t input, size_t output, auto &&asks) {
    for (size_t index = 0; router.inputs[input].link && index < perPort; ++index)
      if (asks(input, index, output))
        return true;
    return false;
  };

  std::vector<std::optional<size_t>> granted(ports); ///< input, by output
  for (size_t output = 0; output < ports; ++output)
    granted[output] = router.outputs[output].inputs.first(
        ports, [&](size_t input) { return someChannel(input, output, channelAsks); });

  std::vector<bool> waits(ports); ///< by output
  for (size_t output = 0; output < ports; ++output)
    for (size_t input = 0; input < ports; ++input)
      if (someChannel(input, output, lacksCredit))
        waits[output] = true;

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
    waits[*output] = false;
    traverse(router, input, port.link->channels[*index]);
  }

  for (uint32_t index = 0; index < model.topology.coresPerTile; ++index)
    if (waits[model.topology.linkPorts() + index])
      ++cores[router.number * model.topology.coresPerTile + index].receiveStalls;
}

/// The flit in front of an input channel goes through the switch.
void NaiveNoc::traverse(Router &router, size_t input, VirtualChannel &channel) {
  const NocTiming &timing = model.timing;
  Link &out = *router.outputs[channel.nextPort].link;
  Flit flit = *channel.front();
  if (flit.head)
    flit.destinations = channel.branches.front();
  ++packetHops[flit.id][size_t(out.kind)];
  ++hops;
  send(out, *channel.next, flit, timing.traversal(out.kind));

  if (channel.branches.size() > 1) {
    ++channel.copied;
  } else {
    channel.buffer.pop_front();
    giveCredit(*router.inputs[input].link, channel);
  }
  if (flit.tail) {
    channel.copied = 0;
    channel.branches.pop_front();
    channel.next = nullptr;
    channel.frontSince = cycle + 1;
  }
}

} // namespace nacre
