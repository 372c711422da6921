// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Input-queued routers with virtual channels, credits and separable allocators (McKeown's iSLIP,
// IEEE/ACM ToN 7(2):188, 1999, one iteration); rules in docs/semantics/noc.md.
//
// Whatever one side of a link does in a cycle is stamped with the later cycle from which the other
// can see it, in the slot concerned: a flit when it arrives, a freed slot when its credit is back.
// So components can be evaluated in any order, and only those are evaluated that can act. The
// components are the routers' allocators of channels, those of their switches, and the cores' ends
// of links; they are evaluated in this order of kinds, each kind in any order.
//
// A port is a router's input, numbered router * ports + port, or a core's, numbered behind those of
// all routers. A virtual channel has the number port << vcShift | index; there may be gaps.
#pragma once
#include "hw_models/noc/NocModel.h"
#include "hw_models/noc/RoutingTree.h"
#include "simulator/noc/Source.h"
#include <numeric>

namespace nacre {

class Noc {
public:
  /// A packet's tail reaches a core. Reported when it is sent there, which may be before.
  struct Delivery {
    uint32_t id = 0;
    uint32_t core = 0;
    Cycle cycle = 0;   ///< of arrival
    uint32_t slot = 0; ///< that it takes in the core's buffer
  };

  struct FlitHops {
    std::array<int64_t, linkKinds> ofKind{}; ///< by LinkKind: flits sent by routers over such links
    int64_t total() const { return std::accumulate(ofKind.begin(), ofKind.end(), int64_t(0)); }
    int64_t operator[](LinkKind kind) const { return ofKind[size_t(kind)]; }
    bool operator==(const FlitHops &) const = default;
  };

  /// The model passes check(). `queuePackets`: length of each core's queue. `reverse`: evaluate
  /// components in reverse order, which changes nothing.
  explicit Noc(const NocModel &model, size_t queuePackets = Source::unbounded,
               bool reverse = false);

  /// A destination for packets of `source` that stands for several cores; the policy has one class
  /// and one way everywhere. Packets to it fit into a buffer.
  uint32_t addGroup(uint32_t source, const std::vector<uint32_t> &cores);

  /// The same for packets that follow tables: the entries of their key. Following them from the
  /// packet's core is following a tree; if it forks, packets fit into a buffer.
  uint32_t addTree(const RoutingTree &tree);

  /// A packet created in the cycle to be evaluated next joins its core's queue, which is unbounded.
  void create(uint32_t core, const Packet &packet);

  /// With nothing under way: turns are set back, and all producers start in cycle now().
  void start();

  /// A packet on which its core's producer works for `work` cycles, after those before.
  void produce(uint32_t core, const Packet &packet, Cycle work) {
    ++queued;
    if (sources[core].source.add(packet, work))
      agenda.wake(firstSource + core, sources[core].source.earliest());
  }

  Cycle now() const { return cycle; }

  /// Evaluates a cycle and goes on to the next one. Appends the packets whose tails are sent to
  /// cores in it; release() is due for each before the next step.
  void step(std::vector<Delivery> &deliveries);

  /// The core takes the delivered packet out of its buffer in `cycle`, at least that of arrival.
  void release(const Delivery &delivery, Cycle cycle) {
    slots[delivery.slot].time = cycle + model.timing.creditCycles[LinkKind::Local];
  }

  /// The next cycle in which anything can happen, at least now(); `never` if nothing is under way.
  Cycle nextActive() const { return agenda.next(); }

  /// Leaves out the cycles before `to`, up to nextActive().
  void skipTo(Cycle to) { cycle = to; }

  /// Nothing is in a router or in a queue.
  bool isIdle() const { return buffered == 0 && queued == 0; }

  /// In routers, or on their way there.
  int64_t flitsUnderWay() const { return buffered; }

  /// Of a network that hangs: some packets, where they are, and what each waits for.
  std::string describeWaiting() const;

  const FlitHops &flitHops() const { return hops; }

  /// Flits sent over each link since the last call, of which there were less than 2^32; by the
  /// input the link leads into: router * ports + port, then the cores'.
  std::vector<int64_t> takeLinkFlits();

  const Source &source(uint32_t core) const { return sources[core].source; }

  /// Cycles in which a flit could have gone to the core but for a credit, and none did.
  Cycle stallCycles(uint32_t core) const { return blocking[core].stalls; }

private:
  static constexpr uint32_t none = ~uint32_t(0);
  static constexpr size_t mostWays = size_t(1) << 24;

  struct Flit {
    uint32_t id = 0;
    uint32_t destination : 30, head : 1, tail : 1;
  };

  struct Slot {
    Cycle time = 0; ///< taken: seen from; free: usable from
    Flit flit{};
  };

  /// An output and the class of virtual channels behind it.
  struct PackedWay {
    static constexpr uint8_t any = 3; ///< class: all virtual channels
    uint16_t output : 8, vcClass : 8;
  };

  // Small: all that a network has should stay in the first caches. No bytes: a byte written may be
  // part of anything, for all that the compiler knows, and it would load everything again.
  struct alignas(32) VirtualChannel {
    uint32_t target = none;          ///< virtual channel downstream that the packet in front holds
    uint32_t next = none;            ///< the port behind its output
    uint16_t output = 0;             ///< of the packet in front
    uint16_t allowed = 0;            ///< virtual channels of its class there, as bits
    uint16_t front = 0;              ///< of the ring of slots
    uint16_t count = 0;              ///< of flits
    uint16_t sent = 0;               ///< of those, sent over one output and waiting for the next
    uint16_t acceptTurn = startTurn; ///< of virtual channels downstream
    uint16_t grantTurn = startTurn;  ///< of the sender's virtual channels
    uint16_t blocked = 0;            ///< whether the flit to send next lacks a credit into a core
  };

  struct alignas(32) Port {
    Cycle linkFree = 0;
    uint32_t router = none;          ///< that it is an input of; none: a core's
    uint32_t sender = none;          ///< component to wake when a credit comes back
    uint16_t free = 0;               ///< virtual channels that no packet holds
    uint16_t grantTurn = startTurn;  ///< of the sender's inputs
    uint16_t acceptTurn = startTurn; ///< of the outputs of the router it belongs to
    uint16_t vcTurn = startTurn;
    uint16_t kind = uint16_t(LinkKind::Local);
    uint32_t flits = 0; ///< sent over the link, for takeLinkFlits()
  };

  /// Virtual channels as bits; their delays are over.
  struct Router {
    uint64_t heads = 0;  ///< whose packet in front asks for one downstream
    uint64_t flits = 0;  ///< that hold one and ask for the switch
    uint64_t parked = 0; ///< whose credit lies so far ahead that they ask again in `unpark` only
    Cycle unpark = never;
  };

  struct Sender {
    Source source;
    uint32_t port = none;   ///< of its router
    uint32_t sent = 0;      ///< flits of the packet in front
    uint32_t target = none; ///< virtual channel that it holds
    uint32_t turn = startTurn;
  };

  /// Of a link into a core.
  struct Blocking {
    uint32_t channels = 0; ///< that are blocked
    Cycle since = 0, stalls = 0;
  };

  struct Group {
    uint32_t first, end; ///< into branches, sorted by router
  };

  const NocModel model;
  const bool reverse;
  const uint32_t ports, linkPorts, vcs, vcShift, routerCount, tiles, cores;
  const uint32_t firstSwitch, firstSource; ///< components, each kind from a multiple of 64 on
  const uint32_t coreChannels;             ///< the first virtual channel into a core
  const uint32_t bufferFlits, slotShift, coreBuffer;
  const uint32_t wayCount;                ///< in `ways`, of each router, tile and class
  std::array<Cycle, linkKinds> traversal; ///< by LinkKind
  std::vector<uint32_t> tileOf;           ///< by core
  std::vector<PackedWay> localWays;       ///< from its router, by core
  std::vector<uint32_t> downstream;       ///< port behind an output; none where there is none
  /// By router, tile and class, the unused ones of a place repeat the first; none in networks so
  /// large that they would take too much memory.
  std::vector<PackedWay> ways;
  std::array<PackedWay, 4> foundWays{};      ///< where there are none
  std::array<uint16_t, 4> channelsOfClass{}; ///< of links between routers; PackedWay::any: all
  std::vector<uint16_t> startChannels;       ///< of links from cores, by the packet's start class
  std::vector<TreeEntry> branches;           ///< where multicast packets leave routers
  std::vector<Group> groups;
  std::vector<uint64_t> pending; ///< by virtual channel, where there are groups: outputs to come
  std::vector<Port> portStates;
  std::vector<VirtualChannel> channels;
  std::vector<Slot> slots;
  std::vector<Router> routers;
  std::vector<Sender> sources;
  std::vector<Blocking> blocking; ///< by core
  Agenda agenda;
  /// By bucket of the agenda and router: what joins Router::heads and flits then.
  std::vector<uint64_t> headsFrom, flitsFrom;
  uint64_t *headsNow = nullptr, *flitsNow = nullptr; ///< during step(): of its cycle
  Cycle cycle = 0;
  int64_t buffered = 0; ///< flits
  int64_t queued = 0;   ///< packets
  FlitHops hops;
  std::vector<Delivery> *arrived = nullptr; ///< during step()
  // Requests of the router being evaluated, kept for their storage.
  std::vector<uint64_t> requestsOf, grantsOf;
  std::vector<uint64_t> vcsOf; ///< by input and output

  void addPorts();
  void addWays();
  void findWays(uint32_t router, uint32_t tile, uint8_t vcClass, PackedWay *to) const;
  uint32_t portOf(uint32_t channel) const { return channel >> vcShift; }
  uint32_t firstChannelOf(uint32_t router) const { return router * ports << vcShift; }
  uint32_t indexOf(uint32_t channel) const { return channel & ((1u << vcShift) - 1); }
  uint32_t coreOfPort(uint32_t port) const { return port - routerCount * ports; }

  /// When the sender's next credit is or was back; never: not known yet, the sender is woken.
  Cycle nextCredit(uint32_t channel) const {
    if (channel >= coreChannels)
      return slots[slotAtCore(channel, 0)].time;
    const uint32_t count = channels[channel].count;
    return count == bufferFlits ? never : slotOf(channel, count).time;
  }
  uint32_t credits(uint32_t channel) const;

  /// A slot of a virtual channel into a router, counted from the front; `place` is at most its
  /// length.
  Slot &slotOf(uint32_t channel, uint32_t place) {
    uint32_t at = channels[channel].front + place;
    return slots[(channel << slotShift) + (at < bufferFlits ? at : at - bufferFlits)];
  }
  const Slot &slotOf(uint32_t channel, uint32_t place) const {
    return const_cast<Noc *>(this)->slotOf(channel, place);
  }
  uint32_t slotAtCore(uint32_t channel, uint32_t place) const {
    uint32_t at = channels[channel].front + place;
    return (coreChannels << slotShift) + (channel - coreChannels) * coreBuffer +
           (at < coreBuffer ? at : at - coreBuffer);
  }

  uint64_t outputsOf(uint32_t group, uint32_t router) const;
  uint32_t classOf(uint32_t channel) const;
  const PackedWay *waysOf(uint32_t router, uint32_t channel, uint32_t core);
  uint16_t openChannels(const VirtualChannel &channel) const {
    return portStates[channel.next].free & channel.allowed;
  }
  void setWay(uint32_t router, VirtualChannel &channel, PackedWay way) {
    channel.output = way.output;
    channel.next = downstream[router * ports + way.output];
    channel.allowed = channelsOfClass[way.vcClass];
  }
  void askForChannel(uint32_t router, uint32_t input, Cycle from) {
    headsFrom[agenda.bucketOf(from) * routerCount + router] |= uint64_t(1) << input;
    agenda.wakeNear(router, from);
  }
  void askForSwitch(uint32_t router, uint32_t input, Cycle from) {
    flitsFrom[agenda.bucketOf(from) * routerCount + router] |= uint64_t(1) << input;
    agenda.wakeNear(firstSwitch + router, from);
  }
  void startPacket(uint32_t router, uint32_t channel, Flit head, Cycle at);
  void request(uint32_t router, uint32_t channel, uint32_t destination, Cycle at);
  void chooseWay(uint32_t router, uint32_t channel);
  void evaluateSource(uint32_t core);
  uint32_t takeChannel(Sender &sender, Cycle &retry);
  void sendFlit(Sender &sender);
  void allocateChannels(uint32_t router);
  void arbitrateChannels(uint32_t router, uint64_t asking);
  void allocateSwitch(uint32_t router);
  void arbitrateSwitch(uint32_t router, uint64_t asking);
  void hold(uint32_t router, uint32_t input, uint64_t grants);
  bool canCross(uint32_t router, uint32_t input);
  void askAgain(uint32_t router, uint32_t input, Cycle at);
  void cross(uint32_t router, uint32_t input);
  void traverse(uint32_t router, uint32_t input);
  void send(uint32_t target, Flit flit, Cycle arrival);
  void move(uint32_t target, Flit flit, Cycle arrival);
  void arriveAtCore(uint32_t target, Flit flit, Cycle arrival);
  void block(uint32_t channel, bool blocked);
};

} // namespace nacre
