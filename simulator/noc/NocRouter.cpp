// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The allocators of a router. Its input channels are numbered port << vcShift | index, in the bits
// of one word.
#include "simulator/noc/Noc.h"
#include "simulator/noc/RoundRobin.h"
#include <algorithm>

namespace nacre {

static uint8_t after(uint32_t turn, uint32_t count) {
  return uint8_t(turn + 1 == count ? 0 : turn + 1);
}

/// Virtual channels that no packet holds.
uint16_t Noc::openChannels(uint32_t router, PackedWay way) const {
  return portStates[downstream[router * ports + way.output]].free & channelsOfClass[way.vcClass];
}

/// Of several ways the one whose open channels have most credits.
void Noc::chooseWay(uint32_t router, uint32_t index) {
  size_t at = waysAt(index);
  uint32_t most = 0;
  for (uint8_t i = 0; i < wayCounts[at]; ++i) {
    PackedWay way = ways[at][i];
    uint32_t port = downstream[router * ports + way.output], room = 0;
    forEachBit(openChannels(router, way),
               [&](uint32_t vc) { room += 1 + channels[port << vcShift | vc].credits; });
    if (room > most) {
      most = room;
      channels[index].way = way;
    }
  }
}

/// Each open virtual channel downstream grants one of the heads that ask for its port and class,
/// each head accepts one grant.
Noc::Cycle Noc::allocateChannels(uint32_t router) {
  const uint32_t base = firstChannelOf(router);
  Cycle next = never;
  uint64_t asked = 0, granted = 0;
  forEachBit(routers[router].waiting, [&](uint32_t input) {
    const VirtualChannel &channel = channels[base + input];
    if (channel.ready > cycle) {
      next = std::min(next, channel.ready);
      return;
    }
    if (model.policy.adaptive)
      chooseWay(router, base + input);
    if (openChannels(router, channel.way)) {
      requestsOf[channel.way.output] |= uint64_t(1) << input;
      asked |= uint64_t(1) << channel.way.output;
    }
  });
  forEachBit(asked, [&](uint32_t output) {
    uint32_t port = downstream[router * ports + output];
    uint64_t requests = std::exchange(requestsOf[output], 0);
    if (std::has_single_bit(requests)) { // gets all grants
      uint32_t input = uint32_t(std::countr_zero(requests));
      const VirtualChannel &channel = channels[base + input];
      hold(router, input, firstFrom(openChannels(router, channel.way), channel.acceptTurn));
      return;
    }
    forEachBit(portStates[port].free, [&](uint32_t vc) {
      uint64_t asking = requests;
      if (model.policy.classes > 1)
        forEachBit(requests, [&](uint32_t input) {
          if (!(channelsOfClass[channels[base + input].way.vcClass] >> vc & 1))
            asking &= ~(uint64_t(1) << input);
        });
      if (!asking)
        return;
      uint32_t input = firstFrom(asking, channels[port << vcShift | vc].grantTurn);
      grantsOf[input] |= uint64_t(1) << vc;
      granted |= uint64_t(1) << input;
    });
    if (requests & ~granted)
      next = std::min(next, cycle + 1);
  });
  forEachBit(granted, [&](uint32_t input) {
    hold(router, input,
         firstFrom(std::exchange(grantsOf[input], 0), channels[base + input].acceptTurn));
  });
  return next;
}

/// The packet in front of `input` takes virtual channel `vc` of the port it goes to.
void Noc::hold(uint32_t router, uint32_t input, uint32_t vc) {
  VirtualChannel &channel = channels[firstChannelOf(router) + input];
  uint32_t port = downstream[router * ports + channel.way.output];
  channel.acceptTurn = after(vc, vcs);
  channel.target = port << vcShift | vc;
  channels[channel.target].grantTurn = after(input, ports << vcShift);
  portStates[port].free ^= uint16_t(1 << vc);
  channel.ready = cycle + model.timing.vcAllocationCycles;
  routers[router].waiting &= ~(uint64_t(1) << input);
  routers[router].active |= uint64_t(1) << input;
}

Noc::Cycle Noc::allocateSwitch(uint32_t router) {
  Cycle next = never;
  uint64_t asking = 0, inputs = 0, outputs = 0;
  bool conflict = false;
  forEachBit(routers[router].active, [&](uint32_t input) {
    const VirtualChannel &channel = channels[firstChannelOf(router) + input];
    if (channels[channel.target].credits == 0)
      return; // its return wakes the router
    Cycle earliest = std::max(channel.ready, portStates[portOf(channel.target)].linkFree);
    if (earliest > cycle) {
      next = std::min(next, earliest);
      return;
    }
    uint64_t in = uint64_t(1) << (input >> vcShift), out = uint64_t(1) << channel.way.output;
    conflict |= (inputs & in) | (outputs & out);
    inputs |= in;
    outputs |= out;
    asking |= uint64_t(1) << input;
  });
  if (!asking)
    return next;
  if (conflict)
    arbitrate(router, asking);
  else
    forEachBit(asking, [&](uint32_t input) { traverse(router, input); });
  return routers[router].active | routers[router].waiting ? cycle + 1 : next;
}

/// Each output port grants one input port, each input port accepts one grant.
void Noc::arbitrate(uint32_t router, uint64_t asking) {
  const uint32_t base = firstChannelOf(router);
  uint64_t asked = 0, granted = 0;
  forEachBit(asking, [&](uint32_t input) {
    uint32_t output = channels[base + input].way.output, port = input >> vcShift;
    vcsOf[port * ports + output] |= uint64_t(1) << indexOf(input);
    requestsOf[output] |= uint64_t(1) << port;
    asked |= uint64_t(1) << output;
  });
  forEachBit(asked, [&](uint32_t output) {
    uint32_t port =
        firstFrom(requestsOf[output], portStates[downstream[router * ports + output]].grantTurn);
    grantsOf[port] |= uint64_t(1) << output;
    granted |= uint64_t(1) << port;
  });
  forEachBit(granted, [&](uint32_t port) {
    const Port &state = portStates[router * ports + port];
    uint32_t output = firstFrom(std::exchange(grantsOf[port], 0), state.acceptTurn);
    uint32_t vc = firstFrom(vcsOf[port * ports + output], state.vcTurn);
    traverse(router, port << vcShift | vc);
  });
  forEachBit(asked, [&](uint32_t output) {
    forEachBit(std::exchange(requestsOf[output], 0),
               [&](uint32_t port) { vcsOf[port * ports + output] = 0; });
  });
}

/// The flit in front of `input` leaves over the switch; the turns of those who chose it move on.
void Noc::traverse(uint32_t router, uint32_t input) {
  const uint32_t index = firstChannelOf(router) + input;
  VirtualChannel &channel = channels[index];
  Port &port = portStates[router * ports + (input >> vcShift)];
  port.acceptTurn = after(channel.way.output, ports);
  port.vcTurn = after(indexOf(input), vcs);
  portStates[portOf(channel.target)].grantTurn = after(input >> vcShift, ports);
  Flit flit = slots[index * model.bufferFlits + channel.front];
  channel.front = channel.front + 1u == model.bufferFlits ? 0 : uint16_t(channel.front + 1);
  --channel.count;
  send(channel.target, flit, model.timing.traversal());
  credits.add(cycle + model.timing.creditCycles, index);
  ++hops;
  channel.ready = cycle + 1;
  if (channel.count == 0 || flit.tail)
    routers[router].active &= ~(uint64_t(1) << input);
  if (flit.tail) {
    portStates[portOf(channel.target)].free |= uint16_t(1 << indexOf(channel.target));
    channel.target = none;
    if (channel.count)
      startPacket(index, cycle + 1);
  }
}

} // namespace nacre
