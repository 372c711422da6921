// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chip image and its chip, resolved to integers and flat arrays. Immutable; shared by threads.
#pragma once
#include "hw_models/chip/SynapseStorage.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/neurons/NeuronModel.h"
#include "hw_models/noc/NocModel.h"
#include "hw_models/noc/RoutingTree.h"
#include "simulator/Counters.h"
#include "simulator/NeuronRoutes.h"
#include "simulator/SparseBlock.h"
#include "simulator/SynapseBlock.h"
#include <variant>

namespace nacre {

struct Network {
  static constexpr uint32_t none = ~uint32_t(0);

  struct Population {
    uint32_t channels = 0, height = 0, width = 0;
    uint32_t depth = 0;
    bool spiking = false;
    NeuronRowCounts (*update)(const NeuronRow &, const NeuronOptions &) = nullptr;
    NeuronOptions options;
    bool hasCurrent = false;        ///< of its neurons, besides the membrane
    std::vector<int32_t> theta, v0; ///< per channel
    std::vector<int32_t> bias;      ///< per channel or, where they differ, per neuron
    std::vector<uint32_t> order;    ///< the network's index of each neuron; empty: its own

    Point point(uint32_t own) const {
      return {own / (height * width), own / width % height, own % width};
    }
    uint32_t ownIndex(Point p) const { return (p.c * height + p.y) * width + p.x; }
    int32_t biasOf(Point p) const { return bias[bias.size() == channels ? p.c : ownIndex(p)]; }
    /// By which reports know the neuron.
    uint32_t index(Point p) const { return order.empty() ? ownIndex(p) : order[ownIndex(p)]; }
  };

  struct Slice {
    uint32_t population = 0;
    uint32_t core = 0; ///< index into cores
    image::Box box;
    bool copy = false;         ///< of neurons whose spikes another slice's are, for the network
    uint32_t longestDelay = 0; ///< of its synapses, in chip steps
    /// Thresholds of the first positions, channel last; they repeat for those that follow.
    std::vector<int32_t> thetas;
    uint32_t firstRoute = 0;
    BoxIndex routes;                ///< of neurons; result + firstRoute indexes Network::routes
    NeuronRoutes listedRoutes;      ///< instead, where routes leave neurons of their boxes out
    std::vector<uint32_t> messages; ///< of each neuron with multicast: index into Network::messages

    uint32_t channels() const { return box.c1() - box.c0(); }
    uint32_t positions() const { return (box.y1() - box.y0()) * (box.x1() - box.x0()); }
    uint32_t neurons() const { return channels() * positions(); }
    bool holds(Point p) const {
      return p.c >= box.c0() && p.c < box.c1() && p.y >= box.y0() && p.y < box.y1() &&
             p.x >= box.x0() && p.x < box.x1();
    }
    /// Of the neuron with this number, in index order within the slice.
    Point point(uint32_t neuron) const;
  };

  /// Synapses from a box of a source population into a slice.
  struct Synapses {
    std::variant<SynapseBlock, SparseBlock> block;
    uint32_t population = 0; ///< the source
    uint32_t slice = 0;
    uint32_t delay = 0;
    uint32_t bitsPerSynapse = 0; ///< as stored
    bool sparse = false;         ///< stores no weights of 0
    Event kind = Event::Count;   ///< ConvolutionOps or SparseOps; Count: dense
    /// All weights 1, to count what arrives; where the chip's neurons are active by that.
    std::optional<std::variant<SynapseBlock, SparseBlock>> arrivals = {};
  };

  /// What one core knows about one source population: the axons a packet is looked up in.
  struct AxonTable {
    BoxIndex sources;               ///< result indexes `synapses`
    std::vector<uint32_t> synapses; ///< index into Network::synapses
    uint32_t core = 0;
  };

  /// From one slice to one core.
  struct Route {
    uint32_t slice = 0; ///< sender
    uint32_t core = 0;  ///< receiver, index into cores
    uint32_t axons = 0; ///< the receiver's axon table for the sender's population
  };

  /// A packet: over one route, or with multicast over all routes of a spike.
  struct Message {
    std::vector<uint32_t> routes;
    std::array<uint32_t, linkKinds> links{}; ///< of its path or tree, by LinkKind
    uint32_t key = none;                     ///< index into Network::trees, where there are tables
  };

  struct Core {
    uint32_t id = 0; ///< physical
    uint32_t firstSlice = 0, endSlice = 0;
  };

  /// First-layer synapses into a slice, computed by the host.
  struct HostSynapses {
    SynapseBlock block;
    uint32_t slice = 0;
  };

  ChipModel::Timing timing;
  NocModel noc;
  bool multicast = false;
  bool chargedNeuronsActive = false;
  uint32_t tilesInUse = 0;
  uint32_t inputChannels = 0, inputHeight = 0, inputWidth = 0;
  int32_t inputZeroPoint = 0;
  uint32_t readout = 0;  ///< population, or none
  uint32_t input = none; ///< population whose spikes come from outside, if there is one
  std::vector<uint32_t>
      inputOrder; ///< own index of each of the network's input neurons; empty: same
  uint32_t greatestDepth = 0;
  uint32_t hostWordsPerBias = 0, hostWordsPerRead = 0,
           hostWordsPerSpike = 0; ///< words of the host's port, never shared
  std::vector<Population> populations;
  std::vector<Core> cores;
  std::vector<Slice> slices;      ///< in the order of the image
  std::vector<Synapses> synapses; ///< by slice
  std::vector<AxonTable> axonTables;
  std::vector<Route> routes;      ///< by slice
  std::vector<Message> messages;  ///< without multicast: of each route
  std::vector<RoutingTree> trees; ///< by key; empty where routers follow a policy
  std::vector<HostSynapses> hostSynapses;

  /// The image is checked and made for this chip (ChipImage.h).
  Network(const image::Image &image, const ChipModel &chip);

  uint32_t tileOfCore(uint32_t core) const { return noc.topology.tileOf(cores[core].id); }

  /// The slice on whose account a packet is looked up in vain: the first that knows its population.
  uint32_t firstSliceOf(const Route &route) const {
    const AxonTable &table = axonTables[route.axons];
    return table.synapses.empty() ? cores[table.core].firstSlice
                                  : synapses[table.synapses.front()].slice;
  }

  uint32_t endRoute(uint32_t slice) const {
    return slice + 1 < slices.size() ? slices[slice + 1].firstRoute : uint32_t(routes.size());
  }

  int64_t chipSteps(int64_t steps) const { return steps + greatestDepth; }

  /// Whether the population is updated in this chip step of a sample of `steps` logical steps.
  bool isActive(const Population &population, int64_t chipStep, int64_t steps) const {
    return population.depth <= chipStep && chipStep < population.depth + steps;
  }

  /// Whether the readout makes a step.
  bool readsOut(int64_t chipStep, int64_t steps) const {
    return readout != none && isActive(populations[readout], chipStep, steps);
  }

  /// Calls visit(index of message) for each packet that one spike of the slice's neuron causes.
  template <class Visit>
  void forEachMessage(uint32_t slice, uint32_t neuron, Point point, Visit visit) const {
    const Slice &from = slices[slice];
    if (multicast) {
      if (from.messages[neuron] != none)
        visit(from.messages[neuron]);
      return;
    }
    forEachRoute(from, neuron, point, visit);
  }

  /// Calls visit(index of route) for each core that the slice's neuron sends to.
  template <class Visit>
  void forEachRoute(const Slice &from, uint32_t neuron, Point point, Visit visit) const {
    auto visitRoute = [&](uint32_t i) { visit(from.firstRoute + i); };
    if (from.listedRoutes.empty())
      from.routes.forEachContaining(point, visitRoute);
    else
      from.listedRoutes.forEach(neuron, visitRoute);
  }

  /// The slice that sends a message.
  uint32_t senderOf(const Message &message) const { return routes[message.routes.front()].slice; }

  /// On account of the sender: packets, and the flits' hops over links and into cores.
  void countPackets(uint32_t message, int64_t packets, std::vector<Counters> &counters) const {
    const Message &m = messages[message];
    Counters &count = counters[senderOf(m)];
    const int64_t flits = packets * timing.packetFlits;
    count[Event::PacketsSent] += packets;
    for (size_t kind = 0; kind < linkKinds; ++kind)
      count[hopsOver(LinkKind(kind))] += flits * m.links[kind];
  }

  /// Whether a neuron of the source box has an axon.
  bool hasAxon(const Synapses &s, Point source) const {
    const auto *block = std::get_if<SparseBlock>(&s.block);
    return !block || block->hasAxon(populations[s.population].ownIndex(source));
  }

  /// Of the spike of a source with an axon: what is fetched and accumulated.
  int64_t stored(const Synapses &s, Point source) const;

  /// Adds one spike of each of the sources, which have axons, to the slice's accumulators, and
  /// their number to `arrivals` if it is not null.
  void accumulate(const Synapses &s, const Point *sources, size_t count, int32_t *accumulators,
                  int32_t *arrivals) const;

  /// Calls visit(i) for each axon, of table.synapses[i], that knows the neuron; is there one?
  template <class Visit> bool forEachAxon(const AxonTable &table, Point source, Visit visit) const {
    bool known = false;
    table.sources.forEachContaining(source, [&](uint32_t i) {
      if (hasAxon(synapses[table.synapses[i]], source)) {
        known = true;
        visit(i);
      }
    });
    return known;
  }

  /// Memory words that a spike fetches for its synapses.
  int64_t words(const Synapses &s, int64_t accumulates) const {
    return wordsOf(accumulates * s.bitsPerSynapse, timing.synapseWordBits);
  }
};

} // namespace nacre
