// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Input-queued routers with virtual channels, credits and separable allocators (McKeown's iSLIP,
// IEEE/ACM ToN 7(2):188, 1999, one iteration); rules in docs/semantics/noc.md.
//
// A port is a router's input, numbered router * ports + port, or a core's, numbered behind those of
// all routers. A virtual channel has the number port << vcShift | index; there may be gaps.
#pragma once
#include "simulator/noc/ActiveSet.h"
#include "simulator/noc/NocModel.h"
#include "simulator/noc/Wheel.h"
#include <array>
#include <deque>
#include <limits>

namespace nacre {

struct Packet {
  uint32_t id = 0;
  uint32_t destination = 0; ///< core
  uint32_t flits = 1;
};

class Noc {
public:
  using Cycle = int64_t;
  static constexpr Cycle never = std::numeric_limits<Cycle>::max();

  struct Delivery {
    uint32_t id = 0;
    Cycle cycle = 0; ///< of the tail flit's arrival
  };

  /// The model passes check().
  explicit Noc(const NocModel &model);

  /// A packet created in the cycle to be evaluated next joins its core's queue, which has no bound.
  void create(uint32_t core, const Packet &packet);

  Cycle now() const { return cycle; }

  /// Evaluates a cycle and goes on to the next one. Appends the packets that arrive in it.
  void step(std::vector<Delivery> &deliveries);

  /// The next cycle in which anything can happen, at least now(); `never` if nothing is under way.
  Cycle nextActive();

  /// Leaves out the cycles before `to`, up to nextActive().
  void skipTo(Cycle to) { cycle = to; }

  int64_t flitHops() const { return hops; } ///< routers that flits have passed

private:
  static constexpr uint32_t none = ~uint32_t(0);

  struct Flit {
    uint32_t id = 0;
    uint32_t destination : 30, head : 1, tail : 1;
  };

  /// An output and the class of virtual channels behind it.
  struct PackedWay {
    static constexpr uint8_t any = 3; ///< class: all virtual channels
    uint8_t output : 6, vcClass : 2;
  };

  // Small: all that a network has should stay in the first cache.
  struct VirtualChannel {
    Cycle ready = 0;        ///< when the flit in front may make its next request
    uint32_t target = none; ///< the virtual channel downstream that the packet in front holds
    uint16_t front = 0;     ///< of the ring of slots
    uint16_t count = 0;     ///< of flits
    uint16_t credits = 0;   ///< the sender's
    PackedWay way;          ///< of the packet in front
    uint8_t acceptTurn = 0; ///< index of a virtual channel downstream
    uint8_t grantTurn = 0;  ///< of the sender's virtual channels
  };

  struct Port {
    Cycle linkFree = 0;
    uint32_t router = none; ///< that it is an input of; none: a core's
    uint32_t sender = none; ///< component to wake when a credit comes back
    uint16_t free = 0;      ///< virtual channels that no packet holds
    uint8_t grantTurn = 0;  ///< of the sender's inputs
    uint8_t acceptTurn = 0; ///< of the outputs of the router it belongs to
    uint8_t vcTurn = 0;
  };

  struct Router {
    uint64_t waiting = 0; ///< virtual channels with a head flit in front that holds none downstream
    uint64_t active = 0;  ///< with a flit in front that holds one
  };

  struct Source {
    uint32_t port = none; ///< of its router
    std::deque<Packet> queue;
    Cycle earliest = 0;     ///< for the packet in front
    uint32_t sent = 0;      ///< flits of the packet in front
    uint32_t target = none; ///< virtual channel that it holds
    uint32_t turn = 0;
  };

  struct Arrival {
    uint32_t channel;
    Flit flit;
  };

  const NocModel model;
  const uint32_t ports, vcs, vcShift, routerCount;
  std::vector<uint32_t> downstream;           ///< port behind an output; none at the edge
  std::vector<std::array<PackedWay, 4>> ways; ///< by router, destination core and class
  std::vector<uint8_t> wayCounts;
  std::array<uint16_t, 4> channelsOfClass{}; ///< of links between routers; PackedWay::any: all
  std::vector<uint16_t> startChannels;       ///< of links from cores, by the packet's start class
  std::vector<Port> portStates;
  std::vector<VirtualChannel> channels;
  std::vector<Flit> slots;
  std::vector<Router> routers;
  std::vector<Source> sources;
  Wheel<Arrival> arrivals;
  Wheel<uint32_t> credits; ///< virtual channels
  Wheel<uint32_t> wakeups; ///< components: routers, then sources
  ActiveSet due, dueNext;  ///< in this cycle and the next
  Cycle cycle = 0;
  int64_t hops = 0;
  // Requests of the router being evaluated, kept for their storage.
  std::vector<uint64_t> requestsOf, grantsOf;
  std::vector<uint64_t> vcsOf; ///< by input and output

  void arrive(const Arrival &arrival, std::vector<Delivery> &deliveries);
  void returnCredit(uint32_t channel);
  void wake(uint32_t component, Cycle at) {
    if (at <= cycle + 1)
      (at == cycle ? due : dueNext).add(component);
    else
      wakeups.add(at, component);
  }

  uint32_t portOf(uint32_t channel) const { return channel >> vcShift; }
  uint32_t firstChannelOf(uint32_t router) const { return router * ports << vcShift; }
  uint32_t indexOf(uint32_t channel) const { return channel & ((1u << vcShift) - 1); }

  size_t waysAt(uint32_t channel) const;
  uint32_t classOf(uint32_t channel) const;
  uint16_t openChannels(uint32_t router, PackedWay way) const;
  void startPacket(uint32_t channel, Cycle at);
  void chooseWay(uint32_t router, uint32_t channel);
  Cycle evaluateRouter(uint32_t router);
  Cycle evaluateSource(uint32_t core);
  Cycle allocateChannels(uint32_t router);
  Cycle allocateSwitch(uint32_t router);
  void arbitrate(uint32_t router, uint64_t asking);
  void hold(uint32_t router, uint32_t input, uint32_t vc);
  void traverse(uint32_t router, uint32_t input);

  void send(uint32_t target, const Flit &flit, Cycle delay) {
    --channels[target].credits;
    portStates[portOf(target)].linkFree = cycle + model.timing.flitIntervalCycles;
    arrivals.add(cycle + delay, {target, flit});
  }
};

} // namespace nacre
