// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// docs/semantics/noc.md written down rule by rule, for comparison with the engine: an object for
// each core, router, port, link and virtual channel, and each of them looked at in each cycle.
#pragma once
#include "simulator/noc/Noc.h"
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace nacre {

class NaiveNoc {
public:
  using Cycle = int64_t;

  struct Delivery {
    Cycle cycle = 0; ///< of the tail's arrival
    uint32_t id = 0, core = 0;
  };

  /// Called when the consumer of a core takes the tail of a packet, in cycle now(): the cycles for
  /// which it then takes no other.
  using Service = std::function<Cycle(uint32_t core, uint32_t id)>;

  /// Without a service, cores take tails when they arrive.
  explicit NaiveNoc(const NocModel &model, Service service = {});
  NaiveNoc(const NaiveNoc &) = delete; // ports point to links

  /// A destination number for packets of core `source` to all of these.
  uint32_t addGroup(uint32_t source, const std::vector<uint32_t> &destinations);

  /// The same for packets that follow these tables instead of the policy.
  uint32_t addGroup(uint32_t source, const std::vector<uint32_t> &destinations,
                    const RoutingTree &tables);

  void create(uint32_t core, const Packet &packet);
  Cycle now() const { return cycle; }
  void step(std::vector<Delivery> &deliveries);

  size_t queuedPackets(uint32_t core) const { return cores[core].queue.size(); }
  /// Tails that have still to be taken at a core; each copy of a packet counts.
  int64_t underWay() const { return pending; }

  int64_t flitHops() const { return hops; }
  /// Of a packet's flits over links from routers, by kind.
  const std::array<int64_t, linkKinds> &hopsOfPacket(uint32_t id) { return packetHops[id]; }
  /// docs/semantics/cycle.md, stalls to receive.
  int64_t receiveStalls(uint32_t core) const { return cores[core].receiveStalls; }

private:
  /// Whose turn it is in a circle.
  struct Turn {
    size_t next = 0;

    /// The first of `count` at or after the turn for which `asks` holds.
    template <class Asks> std::optional<size_t> first(size_t count, Asks asks) const {
      size_t candidate = next;
      for (size_t tried = 0; tried < count; ++tried, ++candidate) {
        if (candidate == count)
          candidate = 0;
        if (asks(candidate))
          return candidate;
      }
      return std::nullopt;
    }
    void passBehind(size_t accepted) { next = accepted + 1; }
  };

  using Cores = std::vector<uint32_t>;
  using Tables = std::map<uint32_t, uint64_t>; ///< outputs by router; empty: the policy

  struct Flit {
    uint32_t id = 0;
    bool head = false, tail = false;
    Cores destinations;             ///< of a head
    const Tables *tables = nullptr; ///< likewise
    Cycle arrival = 0;              ///< behind the link it was sent over last
  };

  struct VirtualChannel {
    // At the sender.
    bool held = false;
    uint32_t credits = 0;
    std::deque<Cycle> creditArrivals;
    Turn inputs; ///< the input channels of the router that sends
    // On the link.
    std::deque<Flit> underWay;
    // At the receiver.
    std::deque<Flit> buffer;
    Cycle frontSince = 0;           ///< of the head in front, or of its next copy
    std::deque<Cores> branches;     ///< what each copy of it still to be sent is for
    size_t copied = 0;              ///< flits of the present copy, if it is not the last
    VirtualChannel *next = nullptr; ///< what the packet in front holds
    size_t nextPort = 0;            ///< the output of `next`
    Cycle nextSince = 0;
    Turn nextChannels;

    /// Flits stay until the last copy of them is sent.
    const Flit *front() const { return buffer.size() > copied ? &buffer[copied] : nullptr; }
  };

  struct Link {
    LinkKind kind = LinkKind::Local;
    uint32_t slots = 0; ///< of each buffer
    std::vector<VirtualChannel> channels;
    Cycle freeFrom = 0;
  };

  struct InputPort {
    Link *link = nullptr; ///< none where no router is
    Turn outputs, channels;
  };

  struct OutputPort {
    Link *link = nullptr; ///< none where no router is
    Turn inputs;
  };

  struct Router {
    uint32_t number = 0;
    std::vector<InputPort> inputs;
    std::vector<OutputPort> outputs;
  };

  struct QueuedPacket {
    Packet packet;
    Cycle creation = 0;
  };

  struct Core {
    Link *toRouter = nullptr, *fromRouter = nullptr;
    std::deque<QueuedPacket> queue;
    VirtualChannel *held = nullptr; ///< by the packet in front
    uint32_t flitsSent = 0;         ///< of the packet in front
    Turn channels;
    std::deque<VirtualChannel *> tails; ///< that wait in these, by arrival
    Cycle busyUntil = 0;                ///< the consumer
    int64_t receiveStalls = 0;
  };

  struct Group {
    uint32_t source = 0;
    Cores destinations;
    Tables tables;
  };

  const NocModel model;
  const Service service;
  std::deque<Link> links;
  std::vector<Router> routers;
  std::vector<Core> cores;
  std::deque<Group> groups; ///< flits point to their tables
  std::map<uint32_t, std::array<int64_t, linkKinds>> packetHops;
  Cycle cycle = 0;
  int64_t hops = 0, pending = 0;

  /// What a head asks for: the channels `first` to `last` - 1 behind an output.
  struct Request {
    size_t output = 0, first = 0, last = 0;
    bool covers(size_t port, size_t index) const {
      return output == port && index >= first && index < last;
    }
  };

  Link &addLink(LinkKind kind, uint32_t slots);
  size_t localPort(uint32_t core) const {
    return model.topology.linkPorts() + core % model.topology.coresPerTile;
  }
  Cores destinationsOf(const Packet &packet) const;
  std::vector<Way> waysOf(const Router &router, uint32_t destination, uint8_t vcClass,
                          const Tables *tables) const;
  std::optional<Way> wayBy(const Tables &tables, uint32_t router, uint32_t destination) const;
  std::deque<Cores> branchesOf(const Router &router, const Flit &head) const;
  Request requestOf(const Router &router, size_t input) const;

  void arrive(Link &link);
  void send(Link &link, VirtualChannel &channel, Flit flit, Cycle delay);
  void giveCredit(const Link &link, VirtualChannel &channel);

  void receiveAt(uint32_t core, std::vector<Delivery> &deliveries);
  void takeUpToTail(const Link &link, VirtualChannel &channel);
  void takeTails(uint32_t core);
  void sendFrom(Core &core);
  static bool holdsFlits(const Router &router);
  void allocateChannels(Router &router);
  void allocateSwitch(Router &router);
  void traverse(Router &router, size_t input, VirtualChannel &channel);
};

} // namespace nacre
