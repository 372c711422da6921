// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/Noc.h"
#include "hw_models/noc/Path.h"

namespace nacre {

namespace {

uint32_t wholeWords(uint32_t components) { return (components + 63) / 64 * 64; }

Cycle usualDelay(const NocTiming &timing) {
  Cycle longest = timing.linkCycles.most() + timing.switchAllocationCycles + timing.switchCycles;
  return std::max({longest + timing.routeCycles, timing.vcAllocationCycles,
                   timing.creditCycles.most(), timing.flitIntervalCycles.most()});
}

} // namespace

Noc::Noc(const NocModel &m, size_t queuePackets, bool reverse)
    : model(m), reverse(reverse), ports(m.ports()), linkPorts(m.topology.linkPorts()),
      vcs(m.virtualChannels), vcShift(uint32_t(std::bit_width(vcs - 1))),
      routerCount(m.topology.routers()), tiles(m.topology.tiles()), cores(m.topology.cores()),
      firstSwitch(wholeWords(routerCount)), firstSource(2 * firstSwitch),
      coreChannels(routerCount * ports << vcShift), bufferFlits(m.bufferFlits),
      slotShift(uint32_t(std::bit_width(bufferFlits - 1))), coreBuffer(m.coreBuffer()),
      wayCount(m.policy.adaptive ? 4 : 1), portStates(routerCount * ports + cores),
      channels(portStates.size() << vcShift), routers(routerCount),
      sources(cores, Sender{Source(queuePackets)}), blocking(cores),
      agenda(firstSource + cores, usualDelay(m.timing)),
      headsFrom(size_t(agenda.buckets()) * routerCount), flitsFrom(headsFrom.size()),
      requestsOf(ports), grantsOf(ports << vcShift), vcsOf(ports * ports) {
  for (size_t kind = 0; kind < linkKinds; ++kind)
    traversal[kind] = m.timing.traversal(LinkKind(kind));
  for (uint32_t core = 0; core < cores; ++core) {
    tileOf.push_back(m.topology.tileOf(core));
    localWays.push_back({uint8_t(linkPorts + core % m.topology.coresPerTile), PackedWay::any});
  }
  addPorts();
  addWays();
}

void Noc::addPorts() {
  for (uint32_t router = 0; router < routerCount; ++router) {
    for (uint8_t output = 0; output < ports; ++output) {
      Port &input = portStates[router * ports + output];
      input.router = router;
      uint32_t &to = downstream.emplace_back(none);
      if (output >= linkPorts) {
        if (router >= tiles)
          continue;
        uint32_t core = router * model.topology.coresPerTile + (output - linkPorts);
        to = routerCount * ports + core;
        sources[core].port = router * ports + output;
        input.sender = firstSource + core;
        portStates[to].sender = firstSwitch + router;
      } else if (auto behind = model.topology.behind(router, output)) {
        to = behind->router * ports + behind->port;
        portStates[to].sender = firstSwitch + router;
        portStates[to].kind = uint16_t(model.topology.linkKind(router, output));
      }
    }
  }
  slots.resize((size_t(coreChannels) << slotShift) + (channels.size() - coreChannels) * coreBuffer);
  for (Port &port : portStates)
    port.free = uint16_t((1u << vcs) - 1);
}

void Noc::addWays() {
  const RoutingPolicy &policy = model.policy;
  for (uint32_t vcClass = 0; vcClass < policy.classes; ++vcClass)
    channelsOfClass[vcClass] = model.channelsOfClass(vcClass, policy.classes);
  channelsOfClass[PackedWay::any] = model.channelsOfClass(0, 1);
  for (uint32_t start = 0; start < policy.startClasses; ++start)
    startChannels.push_back(model.channelsOfClass(start, policy.startClasses));
  if (size_t(routerCount) * tiles * policy.classes > mostWays)
    return;
  ways.resize(size_t(routerCount) * tiles * policy.classes * wayCount);
  PackedWay *next = ways.data();
  for (uint32_t router = 0; router < routerCount; ++router)
    for (uint32_t tile = 0; tile < tiles; ++tile)
      for (uint8_t vcClass = 0; vcClass < policy.classes; ++vcClass, next += wayCount) {
        if (router == tile)
          continue;
        findWays(router, tile, vcClass, next);
      }
}

/// Fills `wayCount` ways.
void Noc::findWays(uint32_t router, uint32_t tile, uint8_t vcClass, PackedWay *to) const {
  Ways found = model.policy.ways(model.topology, router, tile, vcClass);
  assert(found.size() <= wayCount);
  for (uint32_t i = 0; i < wayCount && found.size(); ++i) {
    Way way = found.begin()[i < found.size() ? i : 0];
    to[i] = {way.port, way.vcClass};
  }
}

uint32_t Noc::addGroup(uint32_t source, const std::vector<uint32_t> &destinations) {
  assert(model.policy.isFixed());
  std::vector<Link> links;
  for (uint32_t core : destinations)
    for (const Link &link : linksOfPath(model.topology, model.policy, tileOf[source], tileOf[core]))
      links.push_back(link);
  return addTree(treeOf(model.topology, links, destinations));
}

uint32_t Noc::addTree(const RoutingTree &tree) {
  assert(model.policy.classes == 1);
  const uint32_t first = uint32_t(branches.size());
  branches.insert(branches.end(), tree.begin(), tree.end());
  groups.push_back({first, uint32_t(branches.size())});
  pending.resize(channels.size());
  return cores + uint32_t(groups.size() - 1);
}

uint64_t Noc::outputsOf(uint32_t group, uint32_t router) const {
  auto first = branches.begin() + groups[group].first, end = branches.begin() + groups[group].end;
  auto found = std::lower_bound(first, end, router,
                                [](const TreeEntry &e, uint32_t r) { return e.router < r; });
  assert(found != end && found->router == router);
  return found->outputs;
}

void Noc::create(uint32_t core, const Packet &packet) {
  Source &source = sources[core].source;
  if (source.empty())
    source.start(cycle);
  produce(core, packet, 0);
}

void Noc::start() {
  assert(nextActive() == never);
  for (Port &port : portStates)
    port.grantTurn = port.acceptTurn = port.vcTurn = startTurn;
  for (VirtualChannel &channel : channels)
    channel.acceptTurn = channel.grantTurn = startTurn;
  for (Sender &sender : sources) {
    sender.turn = startTurn;
    sender.source.start(cycle);
  }
  for (Blocking &link : blocking)
    link = {};
}

std::vector<int64_t> Noc::takeLinkFlits() {
  std::vector<int64_t> flits;
  flits.reserve(portStates.size());
  for (Port &port : portStates)
    flits.push_back(std::exchange(port.flits, 0));
  return flits;
}

void Noc::step(std::vector<Delivery> &deliveries) {
  arrived = &deliveries;
  agenda.open(cycle);
  headsNow = &headsFrom[agenda.bucketOf(cycle) * routerCount];
  flitsNow = &flitsFrom[agenda.bucketOf(cycle) * routerCount];
  agenda.takeWords(0, firstSwitch / 64, reverse,
                   [&](uint32_t component) { allocateChannels(component); });
  agenda.takeWords(firstSwitch / 64, firstSource / 64, reverse,
                   [&](uint32_t component) { allocateSwitch(component - firstSwitch); });
  agenda.takeWords(firstSource / 64, agenda.setWords(), reverse,
                   [&](uint32_t component) { evaluateSource(component - firstSource); });
  agenda.close();
  ++cycle;
}

/// Of all free slots the first have the earliest times: routers free them in order, and a core's
/// are counted in order.
uint32_t Noc::credits(uint32_t index) const {
  const bool atCore = index >= coreChannels;
  const uint32_t count = atCore ? 0 : channels[index].count;
  const uint32_t free = (atCore ? coreBuffer : bufferFlits) - count;
  uint32_t found = 0;
  while (found < free &&
         (atCore ? slots[slotAtCore(index, found)] : slotOf(index, count + found)).time <= cycle)
    ++found;
  return found;
}

/// The virtual channel that the packet in front takes; none: none has a credit before `retry`.
uint32_t Noc::takeChannel(Sender &sender, Cycle &retry) {
  const size_t starts = startChannels.size(),
               start = starts > 1 ? sender.source.front().id % starts : 0;
  Port &port = portStates[sender.port];
  Cycle credit = never;
  for (uint32_t open = port.free & startChannels[start]; open;) {
    const uint32_t vc = firstAfter(open, sender.turn), index = sender.port << vcShift | vc;
    const Cycle next = nextCredit(index);
    if (next <= cycle) {
      sender.turn = vc;
      port.free ^= uint16_t(1 << vc);
      return index;
    }
    credit = std::min(credit, next);
    open ^= 1u << vc;
  }
  retry = credit;
  return none;
}

/// A core has one packet at a time under way, over any virtual channel into its router.
void Noc::evaluateSource(uint32_t core) {
  Sender &sender = sources[core];
  if (sender.source.empty())
    return;
  Port &port = portStates[sender.port];
  Cycle next = std::max(sender.source.earliest(), port.linkFree);
  if (next <= cycle && sender.target == none)
    sender.target = takeChannel(sender, next);
  if (next <= cycle)
    next = nextCredit(sender.target);
  if (next <= cycle) {
    sendFlit(sender);
    if (sender.source.empty())
      return;
    next = std::max(sender.source.earliest(), port.linkFree);
  }
  if (next != never)
    agenda.wake(firstSource + core, next);
}

void Noc::sendFlit(Sender &sender) {
  const Packet &packet = sender.source.front();
  const bool head = sender.sent == 0, tail = ++sender.sent == packet.flits;
  send(sender.target, {packet.id, packet.destination, head, tail},
       cycle + model.timing.linkCycles[LinkKind::Local]);
  if (!tail)
    return;
  portStates[sender.port].free |= uint16_t(1 << indexOf(sender.target));
  sender.target = none;
  sender.sent = 0;
  sender.source.depart(cycle);
  --queued;
}

} // namespace nacre
