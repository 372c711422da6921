// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// docs/semantics/noc.md written down rule by rule, for comparison with the engine: an object for
// each core, router, port, link and virtual channel, and each of them looked at in each cycle.
#pragma once
#include "simulator/noc/Noc.h"
#include <deque>
#include <optional>
#include <vector>

namespace nacre {

class NaiveNoc {
public:
  using Cycle = Noc::Cycle;

  explicit NaiveNoc(const NocModel &model);
  NaiveNoc(const NaiveNoc &) = delete; // ports point to links

  void create(uint32_t core, const Packet &packet);
  Cycle now() const { return cycle; }
  void step(std::vector<Noc::Delivery> &deliveries);
  int64_t flitHops() const { return hops; }

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

  struct Flit {
    uint32_t id = 0, destination = 0;
    bool head = false, tail = false;
  };

  struct FlitUnderWay {
    Cycle arrival = 0;
    Flit flit;
  };

  struct VirtualChannel {
    // At the sender.
    bool held = false;
    uint32_t credits = 0;
    std::deque<Cycle> creditArrivals;
    Turn inputs; ///< the input channels of the router that sends
    // On the link.
    std::deque<FlitUnderWay> underWay;
    // At the receiver.
    std::deque<Flit> buffer;
    Cycle frontSince = 0;
    VirtualChannel *next = nullptr; ///< what the packet in front holds
    size_t nextPort = 0;            ///< the output of `next`
    Cycle nextSince = 0;
    Turn nextChannels;
  };

  struct Link {
    std::vector<VirtualChannel> channels;
    Cycle freeFrom = 0;
  };

  struct InputPort {
    Link *link = nullptr; ///< none at the edge of the mesh
    Turn outputs, channels;
  };

  struct OutputPort {
    Link *link = nullptr; ///< none at the edge of the mesh
    Turn inputs;
  };

  struct Router {
    uint32_t tile = 0;
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
  };

  const NocModel model;
  std::deque<Link> links;
  std::vector<Router> routers;
  std::vector<Core> cores;
  Cycle cycle = 0;
  int64_t hops = 0;

  /// What a head asks for: the channels `first` to `last` - 1 behind an output.
  struct Request {
    size_t output = 0, first = 0, last = 0;
    bool covers(size_t port, size_t index) const {
      return output == port && index >= first && index < last;
    }
  };

  Link &addLink();
  Request requestOf(const Router &router, size_t input) const;

  void arrive(Link &link);
  void send(Link &link, VirtualChannel &channel, const Flit &flit, Cycle delay);
  Flit takeFront(VirtualChannel &channel);

  void receiveAt(Core &core, std::vector<Noc::Delivery> &deliveries);
  void sendFrom(Core &core);
  void allocateChannels(Router &router);
  void allocateSwitch(Router &router);
};

} // namespace nacre
