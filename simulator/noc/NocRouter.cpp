// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The allocators of a router. Its input channels are numbered port << vcShift | index, in the bits
// of one word.
#include "simulator/noc/Noc.h"

namespace nacre {

/// Of a virtual channel into a router.
uint32_t Noc::classOf(uint32_t channel) const {
  bool fromCore = portStates[portOf(channel)].sender >= firstSource;
  uint32_t classes = fromCore ? model.policy.startClasses : model.policy.classes;
  return indexOf(channel) * classes / vcs;
}

const Noc::PackedWay *Noc::waysOf(uint32_t router, uint32_t channel, uint32_t core) {
  if (ways.empty()) [[unlikely]] {
    findWays(router, tileOf[core], uint8_t(classOf(channel)), foundWays.data());
    return foundWays.data();
  }
  size_t at = size_t(router) * tiles + tileOf[core];
  if (model.policy.classes > 1)
    at = at * model.policy.classes + classOf(channel);
  return &ways[at * wayCount];
}

/// A head comes to the front in cycle `at`.
[[gnu::always_inline]] inline void Noc::startPacket(uint32_t router, uint32_t index, Flit head,
                                                    Cycle at) {
  if (head.destination >= cores) [[unlikely]]
    pending[index] = outputsOf(head.destination - cores, router);
  request(router, index, head.destination, at);
}

/// The packet in front asks for a virtual channel of its output, or its next one, from `at` + the
/// time of its route on.
[[gnu::always_inline]] inline void Noc::request(uint32_t router, uint32_t index,
                                                uint32_t destination, Cycle at) {
  PackedWay way;
  if (destination >= cores) [[unlikely]] {
    uint32_t output = uint32_t(std::countr_zero(pending[index]));
    way = {uint16_t(output), uint16_t(output < linkPorts ? 0 : PackedWay::any)};
  } else {
    way = tileOf[destination] == router ? localWays[destination]
                                        : *waysOf(router, index, destination);
  }
  setWay(router, channels[index], way);
  askForChannel(router, index - firstChannelOf(router), at + model.timing.routeCycles);
}

/// Nothing is held up on its way there, so its slot's next use is known now, or on release().
void Noc::arriveAtCore(uint32_t target, Flit flit, Cycle arrival) {
  VirtualChannel &channel = channels[target];
  const uint32_t slot = slotAtCore(target, 0), core = coreOfPort(portOf(target));
  channel.front = uint16_t(channel.front + 1 == int(coreBuffer) ? 0 : channel.front + 1);
  slots[slot].time = flit.tail ? never : arrival + model.timing.creditCycles[LinkKind::Local];
  if (flit.tail)
    arrived->push_back({flit.id, core, arrival, slot});
  Blocking &link = blocking[core];
  if (link.channels) {
    link.stalls += std::max<Cycle>(cycle - link.since, 0);
    link.since = portStates[portOf(target)].linkFree;
  }
}

/// The sender has a credit, and the link is free. `arrival` lies ahead.
[[gnu::always_inline]] inline void Noc::move(uint32_t target, Flit flit, Cycle arrival) {
  VirtualChannel &channel = channels[target];
  Port &port = portStates[portOf(target)];
  port.linkFree = cycle + model.timing.flitIntervalCycles.values[port.kind];
  ++port.flits;
  const uint32_t router = port.router;
  if (router == none)
    return arriveAtCore(target, flit, arrival);
  ++buffered;
  slotOf(target, channel.count) = {arrival, flit};
  if (channel.count++ != channel.sent)
    return;
  if (channel.target == none)
    startPacket(router, target, flit, arrival);
  else
    askForSwitch(router, target - firstChannelOf(router), arrival);
}

/// move(), called from elsewhere.
void Noc::send(uint32_t target, Flit flit, Cycle arrival) { move(target, flit, arrival); }

/// The flit to send next leaves `input` over the switch; the turns of those who chose it move on.
[[gnu::always_inline]] inline void Noc::traverse(uint32_t router, uint32_t input) {
  const uint32_t index = firstChannelOf(router) + input, inputPort = input >> vcShift;
  VirtualChannel &channel = channels[index];
  Port &port = portStates[router * ports + inputPort], &to = portStates[channel.next];
  const uint32_t target = channel.target;
  port.acceptTurn = channel.output;
  port.vcTurn = uint16_t(indexOf(input));
  to.grantTurn = uint16_t(inputPort);
  ++hops.ofKind[to.kind];
  Router &state = routers[router];
  state.flits ^= uint64_t(1) << input;

  Slot &slot = slotOf(index, channel.sent);
  const Flit flit = slot.flit;
  const bool copies = flit.destination >= cores && !std::has_single_bit(pending[index]);
  if (copies) [[unlikely]] {
    ++channel.sent;
  } else {
    --buffered;
    slot.time = cycle + model.timing.creditCycles.values[port.kind];
    channel.front = uint16_t(channel.front + 1 == int(bufferFlits) ? 0 : channel.front + 1);
    if (channel.count-- == bufferFlits)
      agenda.wakeNear(port.sender, slot.time);
  }
  if (flit.tail) {
    to.free |= uint16_t(1 << indexOf(target));
    channel.target = none;
    if (state.heads)
      agenda.wakeNear(router, cycle + 1);
    if (copies) [[unlikely]] {
      pending[index] &= pending[index] - 1;
      channel.sent = 0;
      request(router, index, flit.destination, cycle + 1);
    } else if (channel.count) {
      const Slot &next = slotOf(index, 0);
      startPacket(router, index, next.flit, std::max(cycle + 1, next.time));
    }
  } else if (channel.count != channel.sent) {
    askForSwitch(router, input, std::max(cycle + 1, slotOf(index, channel.sent).time));
  }
  move(target, flit, cycle + traversal[to.kind]);
}

/// traverse(), where it is not worth a copy of its code.
void Noc::cross(uint32_t router, uint32_t input) { traverse(router, input); }

/// The packet in front of `input` accepts one of the virtual channels that are granted to it.
[[gnu::always_inline]] inline void Noc::hold(uint32_t router, uint32_t input, uint64_t grants) {
  VirtualChannel &channel = channels[firstChannelOf(router) + input];
  const uint32_t port = channel.next, vc = firstAfter(grants, channel.acceptTurn);
  channel.acceptTurn = uint16_t(vc);
  channel.target = port << vcShift | vc;
  channels[channel.target].grantTurn = uint16_t(input);
  portStates[port].free ^= uint16_t(1 << vc);
  routers[router].heads ^= uint64_t(1) << input;
  askForSwitch(router, input, cycle + model.timing.vcAllocationCycles);
}

/// Of several ways the one whose open channels have most credits.
void Noc::chooseWay(uint32_t router, uint32_t index) {
  const uint32_t core = slotOf(index, 0).flit.destination;
  if (core >= cores || tileOf[core] == router)
    return;
  const PackedWay *found = waysOf(router, index, core);
  VirtualChannel asking = channels[index];
  uint32_t most = 0;
  for (uint32_t i = 0; i < wayCount; ++i) {
    setWay(router, asking, found[i]);
    uint32_t room = 0;
    forEachBit(openChannels(asking),
               [&](uint32_t vc) { room += 1 + credits(asking.next << vcShift | vc); });
    if (room > most) {
      most = room;
      setWay(router, channels[index], found[i]);
    }
  }
}

/// Heads that ask take virtual channels.
void Noc::allocateChannels(uint32_t router) {
  const uint32_t base = firstChannelOf(router);
  Router &state = routers[router];
  const uint64_t heads = state.heads |= std::exchange(headsNow[router], 0);
  uint64_t asking = 0, outputs = 0, contested = 0;
  if (std::has_single_bit(heads) && !model.policy.adaptive) { // a short cut
    const uint32_t input = uint32_t(std::countr_zero(heads));
    if (openChannels(channels[base + input]))
      hold(router, input, openChannels(channels[base + input]));
    return;
  }
  forEachBit(heads, [&](uint32_t input) {
    const VirtualChannel &channel = channels[base + input];
    if (model.policy.adaptive)
      chooseWay(router, base + input);
    if (!openChannels(channel))
      return; // the tail that frees one wakes the allocator
    uint64_t output = uint64_t(1) << channel.output;
    contested |= outputs & output;
    outputs |= output;
    asking |= uint64_t(1) << input;
  });
  if (contested)
    return arbitrateChannels(router, asking);
  forEachBit(asking,
             [&](uint32_t input) { hold(router, input, openChannels(channels[base + input])); });
}

/// Each open virtual channel downstream grants one of the heads that ask for its port and class,
/// each head accepts one grant.
void Noc::arbitrateChannels(uint32_t router, uint64_t asking) {
  const uint32_t base = firstChannelOf(router);
  uint64_t asked = 0, granted = 0;
  forEachBit(asking, [&](uint32_t input) {
    uint32_t output = channels[base + input].output;
    requestsOf[output] |= uint64_t(1) << input;
    asked |= uint64_t(1) << output;
  });
  forEachBit(asked, [&](uint32_t output) {
    const uint32_t port = downstream[router * ports + output];
    const uint64_t requests = std::exchange(requestsOf[output], 0);
    forEachBit(portStates[port].free, [&](uint32_t vc) {
      uint64_t candidates = requests;
      if (model.policy.classes > 1)
        forEachBit(requests, [&](uint32_t input) {
          if (!(channels[base + input].allowed >> vc & 1))
            candidates ^= uint64_t(1) << input;
        });
      if (!candidates)
        return;
      uint32_t input = firstAfter(candidates, channels[port << vcShift | vc].grantTurn);
      grantsOf[input] |= uint64_t(1) << vc;
      granted |= uint64_t(1) << input;
    });
  });
  forEachBit(granted,
             [&](uint32_t input) { hold(router, input, std::exchange(grantsOf[input], 0)); });
  if (asking & ~granted)
    agenda.wakeNear(router, cycle + 1);
}

/// The flit can do nothing before cycle `at`.
void Noc::askAgain(uint32_t router, uint32_t input, Cycle at) {
  Router &state = routers[router];
  state.flits ^= uint64_t(1) << input;
  if (at - cycle < agenda.buckets())
    return askForSwitch(router, input, at);
  state.parked |= uint64_t(1) << input;
  if (at < state.unpark)
    agenda.wake(firstSwitch + router, state.unpark = at);
}

/// Whether the flit has a credit and its link is free; if not, it asks again when it may.
[[gnu::always_inline]] inline bool Noc::canCross(uint32_t router, uint32_t input) {
  const uint32_t index = firstChannelOf(router) + input;
  const VirtualChannel &channel = channels[index];
  const Cycle creditBack = nextCredit(channel.target);
  const bool credit = creditBack <= cycle;
  if (channel.output >= linkPorts && bool(channel.blocked) == credit)
    block(index, !credit);
  const Cycle earliest = credit ? portStates[channel.next].linkFree : creditBack;
  if (earliest <= cycle) [[likely]]
    return true;
  if (earliest != never) // else the one that gives the credit wakes the router
    askAgain(router, input, earliest);
  return false;
}

/// Flits that ask and can be sent cross the switch.
void Noc::allocateSwitch(uint32_t router) {
  Router &state = routers[router];
  state.flits |= std::exchange(flitsNow[router], 0);
  if (state.unpark <= cycle) [[unlikely]] {
    state.flits |= std::exchange(state.parked, 0);
    state.unpark = never;
  }
  const uint64_t flits = state.flits;
  if (std::has_single_bit(flits)) { // a short cut
    const uint32_t input = uint32_t(std::countr_zero(flits));
    if (canCross(router, input))
      traverse(router, input);
    return;
  }
  uint64_t asking = 0, inputs = 0, outputs = 0, conflict = 0;
  forEachBit(flits, [&](uint32_t input) {
    if (!canCross(router, input))
      return;
    const uint64_t in = uint64_t(1) << (input >> vcShift);
    const uint64_t out = uint64_t(1) << channels[firstChannelOf(router) + input].output;
    conflict |= (inputs & in) | (outputs & out);
    inputs |= in;
    outputs |= out;
    asking |= uint64_t(1) << input;
  });
  if (conflict) {
    arbitrateSwitch(router, asking);
    agenda.wakeNear(firstSwitch + router, cycle + 1);
    return;
  }
  forEachBit(asking, [&](uint32_t input) { cross(router, input); });
}

/// Each output port grants one input port, each input port accepts one grant.
void Noc::arbitrateSwitch(uint32_t router, uint64_t asking) {
  const uint32_t base = firstChannelOf(router);
  uint64_t asked = 0, granted = 0;
  forEachBit(asking, [&](uint32_t input) {
    uint32_t output = channels[base + input].output, port = input >> vcShift;
    vcsOf[port * ports + output] |= uint64_t(1) << indexOf(input);
    requestsOf[output] |= uint64_t(1) << port;
    asked |= uint64_t(1) << output;
  });
  forEachBit(asked, [&](uint32_t output) {
    uint32_t port =
        firstAfter(requestsOf[output], portStates[downstream[router * ports + output]].grantTurn);
    grantsOf[port] |= uint64_t(1) << output;
    granted |= uint64_t(1) << port;
  });
  forEachBit(granted, [&](uint32_t port) {
    const Port &state = portStates[router * ports + port];
    uint32_t output = firstAfter(std::exchange(grantsOf[port], 0), state.acceptTurn);
    uint32_t vc = firstAfter(vcsOf[port * ports + output], state.vcTurn);
    cross(router, port << vcShift | vc);
  });
  forEachBit(asked, [&](uint32_t output) {
    forEachBit(std::exchange(requestsOf[output], 0),
               [&](uint32_t port) { vcsOf[port * ports + output] = 0; });
  });
}

/// A flit begins or ceases to wait for a credit into a core.
void Noc::block(uint32_t index, bool blocked) {
  VirtualChannel &channel = channels[index];
  const uint32_t port = portOf(channel.target);
  Blocking &link = blocking[coreOfPort(port)];
  channel.blocked = blocked;
  if (blocked && link.channels++ == 0)
    link.since = std::max(cycle, portStates[port].linkFree);
  if (!blocked && --link.channels == 0)
    link.stalls += std::max<Cycle>(cycle - link.since, 0);
}

} // namespace nacre
