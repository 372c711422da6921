// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/Noc.h"
#include "simulator/noc/RoundRobin.h"
#include <algorithm>

namespace nacre {

namespace {

/// The port behind an output of a router: that of the neighbour which faces it, or the core's.
uint32_t portBehind(const NocModel &model, uint32_t router, uint32_t output) {
  static constexpr Direction facing[] = {Direction::West, Direction::East, Direction::South,
                                         Direction::North};
  const Topology &topology = model.topology;
  if (output >= 4)
    return topology.tiles() * model.ports() + router * topology.coresPerTile + (output - 4);
  auto neighbour = topology.neighbour(router, Direction(output));
  return neighbour ? *neighbour * model.ports() + uint32_t(facing[output]) : ~uint32_t(0);
}

uint8_t localPort(const NocModel &model, uint32_t core) {
  return uint8_t(4 + core % model.topology.coresPerTile);
}

} // namespace

Noc::Noc(const NocModel &model)
    : model(model), ports(model.ports()), vcs(model.virtualChannels),
      vcShift(uint32_t(std::bit_width(vcs - 1))), routerCount(model.topology.tiles()),
      portStates(routerCount * ports + model.topology.cores()),
      channels(portStates.size() << vcShift), slots(channels.size() * model.bufferFlits),
      routers(routerCount), sources(model.topology.cores()), arrivals(model.timing.traversal()),
      credits(model.timing.creditCycles),
      wakeups(std::max({model.timing.traversal(), model.timing.flitIntervalCycles,
                        model.timing.routeCycles + 1, model.timing.vcAllocationCycles + 1})),
      due(routerCount + sources.size()), dueNext(routerCount + sources.size()), requestsOf(ports),
      grantsOf(ports << vcShift), vcsOf(ports * ports) {
  for (uint32_t router = 0; router < routerCount; ++router)
    for (uint32_t output = 0; output < ports; ++output) {
      uint32_t port = portBehind(model, router, output);
      portStates[router * ports + output].router = router;
      downstream.push_back(port);
      if (port != none)
        portStates[port].sender = router;
    }
  const RoutingPolicy &policy = model.policy;
  for (uint32_t router = 0; router < routerCount; ++router)
    for (uint32_t core = 0; core < sources.size(); ++core)
      for (uint8_t vcClass = 0; vcClass < policy.classes; ++vcClass) {
        auto &packed = ways.emplace_back();
        uint8_t count = 0;
        for (Way way : policy.ways(model.topology, router, model.topology.tileOf(core), vcClass))
          packed[count++] = way.direction == Direction::Local
                                ? PackedWay{localPort(model, core), PackedWay::any}
                                : PackedWay{uint8_t(way.direction), way.vcClass};
        wayCounts.push_back(count);
      }
  for (uint32_t core = 0; core < sources.size(); ++core) {
    sources[core].port = model.topology.tileOf(core) * ports + localPort(model, core);
    portStates[sources[core].port].sender = routerCount + core;
  }
  for (uint32_t vcClass = 0; vcClass < policy.classes; ++vcClass)
    channelsOfClass[vcClass] = model.channelsOfClass(vcClass, policy.classes);
  channelsOfClass[PackedWay::any] = model.channelsOfClass(0, 1);
  for (uint32_t start = 0; start < policy.startClasses; ++start)
    startChannels.push_back(model.channelsOfClass(start, policy.startClasses));
  for (Port &port : portStates)
    port.free = uint16_t((1u << vcs) - 1);
  for (VirtualChannel &channel : channels)
    channel.credits = uint16_t(model.bufferFlits);
}

void Noc::create(uint32_t core, const Packet &packet) {
  Source &source = sources[core];
  if (source.queue.empty()) {
    source.earliest = cycle + 1;
    wake(routerCount + core, cycle + 1);
  }
  source.queue.push_back(packet);
}

void Noc::step(std::vector<Delivery> &deliveries) {
  arrivals.take(cycle, [&](const Arrival &arrival) { arrive(arrival, deliveries); });
  credits.take(cycle, [&](uint32_t channel) { returnCredit(channel); });
  wakeups.take(cycle, [&](uint32_t component) { due.add(component); });
  due.take([&](uint32_t component) {
    Cycle next = component < routerCount ? evaluateRouter(component)
                                         : evaluateSource(component - routerCount);
    if (next != never)
      wake(component, next);
  });
  ++cycle;
  std::swap(due, dueNext);
}

Noc::Cycle Noc::nextActive() {
  if (!due.empty() || !dueNext.empty())
    return cycle;
  if (arrivals.empty() && credits.empty() && wakeups.empty())
    return never;
  Cycle at = cycle;
  while (!arrivals.due(at) && !credits.due(at) && !wakeups.due(at))
    ++at;
  return at;
}

void Noc::arrive(const Arrival &arrival, std::vector<Delivery> &deliveries) {
  uint32_t router = portStates[portOf(arrival.channel)].router;
  if (router == none) { // a core takes each flit at once
    if (arrival.flit.tail)
      deliveries.push_back({arrival.flit.id, cycle});
    credits.add(cycle + model.timing.creditCycles, arrival.channel);
    return;
  }
  VirtualChannel &channel = channels[arrival.channel];
  uint32_t slot = channel.front + channel.count;
  if (slot >= model.bufferFlits)
    slot -= model.bufferFlits;
  slots[arrival.channel * model.bufferFlits + slot] = arrival.flit;
  if (channel.count++)
    return;
  if (channel.target == none)
    startPacket(arrival.channel, cycle);
  else
    routers[router].active |= uint64_t(1) << (arrival.channel - firstChannelOf(router));
  wake(router, std::max(cycle, channel.ready));
}

/// Of a virtual channel into a router.
uint32_t Noc::classOf(uint32_t channel) const {
  bool fromCore = portStates[portOf(channel)].sender >= routerCount;
  uint32_t classes = fromCore ? model.policy.startClasses : model.policy.classes;
  return indexOf(channel) * classes / vcs;
}

/// Where the ways of the packet in front are.
size_t Noc::waysAt(uint32_t index) const {
  uint32_t core = slots[index * model.bufferFlits + channels[index].front].destination;
  size_t pair = portStates[portOf(index)].router * sources.size() + core;
  return model.policy.classes == 1 ? pair : pair * model.policy.classes + classOf(index);
}

/// The head flit in front may ask for a virtual channel from `at` + the time of its route on.
void Noc::startPacket(uint32_t index, Cycle at) {
  uint32_t router = portStates[portOf(index)].router;
  channels[index].way = ways[waysAt(index)][0];
  channels[index].ready = at + model.timing.routeCycles;
  routers[router].waiting |= uint64_t(1) << (index - firstChannelOf(router));
}

/// Who waits for a credit has none.
void Noc::returnCredit(uint32_t index) {
  if (channels[index].credits++ == 0)
    wake(portStates[portOf(index)].sender, cycle);
}

Noc::Cycle Noc::evaluateRouter(uint32_t router) {
  Cycle first = routers[router].waiting ? allocateChannels(router) : never;
  Cycle second = routers[router].active ? allocateSwitch(router) : never;
  return std::min(first, second);
}

/// A source has one packet at a time under way, over any virtual channel into its router.
Noc::Cycle Noc::evaluateSource(uint32_t core) {
  Source &source = sources[core];
  if (source.queue.empty())
    return never;
  const uint32_t port = source.port;
  Cycle earliest = std::max(source.earliest, portStates[port].linkFree);
  if (earliest > cycle)
    return earliest;
  if (source.target == none) {
    uint64_t open = 0, start = startChannels[source.queue.front().id % startChannels.size()];
    forEachBit(portStates[port].free & start, [&](uint32_t vc) {
      open |= uint64_t(channels[port << vcShift | vc].credits > 0) << vc;
    });
    if (!open)
      return never; // a credit wakes it: the tail that freed the last channel took its slot
    uint32_t vc = firstFrom(open, source.turn);
    source.turn = vc + 1 == vcs ? 0 : vc + 1;
    portStates[port].free ^= uint16_t(1 << vc);
    source.target = port << vcShift | vc;
  }
  if (channels[source.target].credits == 0)
    return never;
  const Packet &packet = source.queue.front();
  bool tail = source.sent + 1 == packet.flits;
  send(source.target, {packet.id, packet.destination, source.sent == 0, tail},
       model.timing.linkCycles);
  ++source.sent;
  if (tail) {
    portStates[port].free |= uint16_t(1 << indexOf(source.target));
    source.target = none;
    source.sent = 0;
    source.queue.pop_front();
  }
  return source.queue.empty() ? never : portStates[port].linkFree;
}

} // namespace nacre
