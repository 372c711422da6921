// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/Network.h"
#include "hw_models/chip/ChipNoc.h"
#include "hw_models/image/BlockWeights.h"
#include "hw_models/image/ImageNeurons.h"
#include "hw_models/image/ImageRows.h"
#include "hw_models/image/ImageTables.h"
#include "hw_models/noc/Path.h"
#include <algorithm>
#include <bit>
#include <cassert>
#include <map>
#include <set>
#include <tuple>

namespace nacre {

int64_t Network::stored(const Synapses &s, Point source) const {
  if (const auto *block = std::get_if<SparseBlock>(&s.block))
    return s.sparse ? block->nonZeros(populations[s.population].ownIndex(source))
                    : block->accumulates();
  const auto &block = std::get<SynapseBlock>(s.block);
  return s.sparse ? block.nonZeros(source) : block.accumulates(source);
}

void Network::accumulate(const Synapses &s, const Point *sources, size_t count,
                         int32_t *accumulators, int32_t *arrivals) const {
  const auto add = [&](const std::variant<SynapseBlock, SparseBlock> &to, int32_t *sums) {
    if (const auto *block = std::get_if<SynapseBlock>(&to))
      return block->accumulate(sources, count, sums);
    for (size_t i = 0; i < count; ++i)
      std::get<SparseBlock>(to).accumulate(populations[s.population].ownIndex(sources[i]), sums);
  };
  add(s.block, accumulators);
  if (arrivals)
    add(*s.arrivals, arrivals);
}

Point Network::Slice::point(uint32_t neuron) const {
  uint32_t width = box.x1() - box.x0(), inChannel = neuron % positions();
  return {box.c0() + neuron / positions(), box.y0() + inChannel / width,
          box.x0() + inChannel % width};
}

namespace {

using Integers = flatbuffers::Vector<int32_t>;

/// Absent: zero; one value: for all channels.
std::vector<int32_t> perChannel(const Integers *values, uint32_t channels) {
  if (!values || values->size() == 0)
    return std::vector<int32_t>(channels, 0);
  if (values->size() == 1)
    return std::vector<int32_t>(channels, values->Get(0));
  assert(values->size() == channels);
  return {values->begin(), values->end()};
}

/// Thresholds of as many positions as make a row worth updating in one go.
std::vector<int32_t> rowOfThetas(const std::vector<int32_t> &perChannel,
                                 const Network::Slice &slice) {
  std::vector<int32_t> row;
  while (row.size() < std::min<size_t>(256, slice.neurons()))
    row.insert(row.end(), &perChannel[slice.box.c0()],
               &perChannel[slice.box.c0()] + slice.channels());
  return row;
}

/// A population that does not fire.
NeuronStep accumulateOnly(NeuronState &state, NeuronInput input, int32_t,
                          const NeuronOptions &options) {
  NeuronStep step;
  state.v = saturate(state.v + input.sum(), options.membraneBits, step.saturated);
  return step;
}

Network::Population convert(const image::Population &p, const NeuronModelRegistry &models) {
  Network::Population population;
  population.channels = p.channels(), population.height = p.height(), population.width = p.width();
  population.depth = p.depth();
  population.spiking = p.spiking();
  population.options = neuronOptionsOf(p);
  population.theta = perChannel(p.theta(), p.channels());
  population.v0 = perChannel(p.v0(), p.channels());
  if (p.bias() && p.bias()->size() == volume(p))
    population.bias.assign(p.bias()->begin(), p.bias()->end());
  else
    population.bias = perChannel(p.bias(), p.channels());
  if (p.order())
    population.order.assign(p.order()->begin(), p.order()->end());
  if (p.spiking()) {
    const NeuronModel *model = models.find(p.model()->string_view());
    assert(model && "ChipImage checks the names of neuron models");
    population.update = model->update;
    population.hasCurrent = model->hasCurrent;
  } else {
    population.update = CpuVersions<updateRow<accumulateOnly>>::best();
  }
  return population;
}

Window axis(uint32_t kernel, uint32_t stride, uint32_t dilation, uint32_t pad) {
  Window w;
  w.kernel = kernel, w.stride = stride, w.dilation = dilation, w.padBefore = pad;
  return w;
}

/// Sizes of whatever feeds a slice: a population or the input.
struct Shape {
  uint32_t channels = 0, height = 0, width = 0;
};

template <class SynapsesTable>
Connection connect(const SynapsesTable &s, Shape source, uint32_t targetChannels) {
  Connection c;
  c.sourceChannels = source.channels, c.targetChannels = targetChannels;
  if (s.format() == image::SynapseFormat::Dense) {
    c.window = {axis(source.height, 1, 1, 0), axis(source.width, 1, 1, 0)};
    return c;
  }
  const image::Window &w = *s.window();
  c.window = {axis(w.kernel_height(), w.stride_y(), w.dilation_y(), w.pad_top()),
              axis(w.kernel_width(), w.stride_x(), w.dilation_x(), w.pad_left())};
  c.groups = w.groups();
  return c;
}

/// Positions of an axis that outputs [from, to) read.
std::pair<uint32_t, uint32_t> readBy(const Window &w, uint32_t from, uint32_t to, uint32_t size) {
  auto inside = [&](int64_t position) { return uint32_t(std::clamp<int64_t>(position, 0, size)); };
  return {inside(w.inputOf(from, 0)), inside(w.inputOf(int64_t(to) - 1, w.kernel - 1) + 1)};
}

/// The part of the source that a box of the target reads, in all channels.
image::Box readBy(const Connection &c, Shape source, const image::Box &target) {
  auto [y0, y1] = readBy(c.window.y, target.y0(), target.y1(), source.height);
  auto [x0, x1] = readBy(c.window.x, target.x0(), target.x1(), source.width);
  return {0, source.channels, y0, y1, x0, x1};
}

/// Slices of the same channels of a layer share one kernel.
class KernelCache {
  using Key = std::tuple<uint32_t, uint32_t, uint32_t, int64_t, int64_t, int64_t, int64_t, uint32_t,
                         uint32_t, bool>;
  std::map<Key, std::shared_ptr<const Kernel>> kernels;

public:
  /// `ones`: with weights of 1.
  std::shared_ptr<const Kernel> get(const image::Image &image, uint32_t weights,
                                    const Connection &c, const image::Box &target,
                                    bool ones = false) {
    const Window &x = c.window.x;
    auto &kernel = kernels[{weights, target.c0(), target.c1(), c.window.y.kernel, x.kernel,
                            x.stride, x.dilation, c.groups, c.sourceChannels, ones}];
    if (kernel)
      return kernel;
    const WeightSpan given = spanOf(*image.weights()->Get(weights));
    const std::vector<int8_t> one(ones ? given.size() : 0, 1);
    kernel = std::make_shared<Kernel>(c, ones ? WeightSpan(one) : given, target.c0(), target.c1());
    return kernel;
  }
};

/// Fills the parts of a network that refer to each other.
class Resolver {
  const image::Image &image;
  Network &network;
  const ChipModel::Limits &limits;
  const ImageTables tables;
  KernelCache kernels;
  BlockWeights blockWeights;
  std::map<uint32_t, uint32_t> coreOfId;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> axonTables; ///< by core and source population

public:
  Resolver(const image::Image &image, Network &network, const ChipModel::Limits &limits)
      : image(image), network(network), limits(limits), tables(image), blockWeights(image) {
    for (uint32_t key = 0; key < tables.keys(); ++key)
      network.trees.push_back(tables.tree(key));
  }

  void addCores() {
    std::set<uint32_t> tiles;
    for (const image::Core *core : *image.cores()) {
      coreOfId[core->id()] = uint32_t(network.cores.size());
      tiles.insert(network.noc.topology.tileOf(core->id()));
      Network::Core added{core->id(), uint32_t(network.slices.size()), 0};
      if (core->slices())
        for (const image::Slice *slice : *core->slices())
          addSlice(*slice);
      added.endSlice = uint32_t(network.slices.size());
      network.cores.push_back(added);
    }
    network.tilesInUse = uint32_t(tiles.size());
  }

  void addHostSynapses() {
    Shape input{network.inputChannels, network.inputHeight, network.inputWidth};
    for (const image::HostSynapses *host : *image.host())
      for (uint32_t slice = 0; slice < network.slices.size(); ++slice) {
        const Network::Slice &target = network.slices[slice];
        if (target.population != host->target())
          continue;
        Connection c = connect(*host, input, network.populations[host->target()].channels);
        auto kernel = kernels.get(image, host->weights(), c, target.box);
        image::Box read = readBy(c, input, target.box);
        network.hostSynapses.push_back({SynapseBlock(c, read, target.box, kernel), slice});
      }
  }

  void fillSparseBlocks() {
    fillSparseBlocks([](auto &s) { return std::get_if<SparseBlock>(&s.block); }, false);
    if (network.chargedNeuronsActive)
      fillSparseBlocks([](auto &s) { return std::get_if<SparseBlock>(&*s.arrivals); }, true);
  }

  template <class BlockOf> void fillSparseBlocks(BlockOf blockOf, bool ones) {
    // By weights, target and how many blocks of these weights the slice has before: a neuron is in
    // one block of a group.
    std::map<std::tuple<uint32_t, uint32_t, uint32_t>, SparseBlocks> groups;
    for (uint32_t s = 0; s < network.synapses.size(); ++s) {
      SparseBlock *block = blockOf(network.synapses[s]);
      if (!block)
        continue;
      const uint32_t index = network.synapses[s].slice;
      const Network::Slice &slice = network.slices[index];
      const Network::Population &target = network.populations[slice.population];
      uint32_t before = 0;
      for (uint32_t other = s; other > 0 && network.synapses[other - 1].slice == index; --other)
        before += weightsOf[other - 1] == weightsOf[s];
      auto group = groups.try_emplace({weightsOf[s], slice.population, before},
                                      target.channels * target.height * target.width);
      group.first->second.add(*block, slice.box, target.height, target.width);
    }
    for (auto &[key, blocks] : groups) {
      SparseRows rows = rowsOf(*image.weights()->Get(std::get<0>(key)));
      const std::vector<int8_t> one(ones ? rows.synapses() : 0, 1);
      if (ones)
        rows.weights = one;
      blocks.fill(rows);
    }
  }

  void addAxonTables() {
    std::vector<std::vector<image::Box>> boxes;
    for (uint32_t s = 0; s < network.synapses.size(); ++s) {
      uint32_t core = network.slices[network.synapses[s].slice].core;
      auto [at, fresh] = axonTables.emplace(std::pair(core, network.synapses[s].population),
                                            network.axonTables.size());
      if (fresh) {
        network.axonTables.push_back({{}, {}, core});
        boxes.emplace_back();
      }
      network.axonTables[at->second].synapses.push_back(s);
      boxes[at->second].push_back(sourceBoxes[s]);
    }
    for (size_t i = 0; i < boxes.size(); ++i)
      network.axonTables[i].sources = BoxIndex(boxes[i]);
  }

  void addRoutes() {
    uint32_t core = 0;
    for (const image::Core *source : *image.cores()) {
      const Network::Core &c = network.cores[core++];
      for (uint32_t slice = c.firstSlice; slice < c.endSlice; ++slice)
        addRoutesOf(slice, *source);
    }
  }

private:
  std::vector<image::Box> sourceBoxes; ///< of Network::synapses
  std::vector<uint32_t> weightsOf;     ///< likewise

  void addSlice(const image::Slice &slice) {
    Network::Slice added;
    added.population = slice.population();
    added.core = uint32_t(network.cores.size());
    added.box = *slice.box();
    added.copy = slice.copy();
    added.thetas = rowOfThetas(network.populations[added.population].theta, added);
    if (slice.synapses())
      for (const image::Synapses *s : *slice.synapses()) {
        SynapseStorage storage = storageOf(*s);
        int64_t bits =
            storage.bitsPerSynapse(limits, image.weights()->Get(s->weights())->bits(),
                                   storage.codebook ? blockWeights.of(slice, *s) : WeightSet());
        network.synapses.push_back({blockOf(*s, added), s->source(),
                                    uint32_t(network.slices.size()), s->delay(), uint32_t(bits),
                                    storage.layout == SynapseLayout::Sparse, kindOf(s->format())});
        if (network.chargedNeuronsActive)
          network.synapses.back().arrivals = blockOf(*s, added, /*ones=*/true);
        sourceBoxes.push_back(*s->source_box());
        weightsOf.push_back(s->weights());
        added.longestDelay = std::max(added.longestDelay, s->delay());
      }
    network.slices.push_back(std::move(added));
  }

  static Event kindOf(image::SynapseFormat format) {
    return format == image::SynapseFormat::Convolution ? Event::ConvolutionOps
           : format == image::SynapseFormat::Sparse    ? Event::SparseOps
                                                       : Event::Count;
  }

  /// A sparse one is filled by fillSparseBlocks().
  std::variant<SynapseBlock, SparseBlock> blockOf(const image::Synapses &s,
                                                  const Network::Slice &target, bool ones = false) {
    if (s.format() == image::SynapseFormat::Sparse)
      return SparseBlock(target.neurons());
    const Network::Population &source = network.populations[s.source()];
    Connection c = connect(s, {source.channels, source.height, source.width},
                           network.populations[target.population].channels);
    auto kernel = kernels.get(image, s.weights(), c, target.box, ones);
    return SynapseBlock(c, *s.source_box(), target.box, kernel);
  }

  void addRoutesOf(uint32_t slice, const image::Core &core) {
    Network::Slice &from = network.slices[slice];
    from.firstRoute = uint32_t(network.routes.size());
    const RouteNeurons sent(core);
    std::vector<image::Box> boxes;
    std::vector<uint32_t> numbers; // of the routes in the core
    for (uint32_t i = 0; core.routes() && i < core.routes()->size(); ++i) {
      const image::Route &route = *core.routes()->Get(i);
      image::Box box = intersection(route.box(), from.box);
      if (route.population() != from.population || volume(box) == 0)
        continue;
      boxes.push_back(box);
      numbers.push_back(i);
      addRoute(slice, route.destination());
    }
    if (sent.sendsAll())
      from.routes = BoxIndex(boxes);
    else
      from.listedRoutes = NeuronRoutes(sent, numbers, from.box);
    if (network.multicast)
      addTrees(slice);
    else
      for (uint32_t route = from.firstRoute; route < network.routes.size(); ++route)
        addMessage(slice, {route});
  }

  /// A message for each set of routes that some neuron has.
  void addTrees(uint32_t slice) {
    Network::Slice &from = network.slices[slice];
    std::map<std::vector<uint32_t>, uint32_t> known;
    std::vector<uint32_t> routes;
    for (uint32_t neuron = 0; neuron < from.neurons(); ++neuron) {
      routes.clear();
      network.forEachRoute(from, neuron, from.point(neuron),
                           [&](uint32_t route) { routes.push_back(route); });
      if (routes.empty()) {
        from.messages.push_back(Network::none);
        continue;
      }
      auto [at, fresh] = known.emplace(routes, uint32_t(network.messages.size()));
      if (fresh)
        addMessage(slice, routes);
      from.messages.push_back(at->second);
    }
  }

  void addMessage(uint32_t slice, const std::vector<uint32_t> &routes) {
    const Topology &topology = network.noc.topology;
    Network::Message message{routes};
    for (const Link &link : linksOf(slice, message))
      ++message.links[size_t(topology.linkKind(link.from, link.port))];
    message.links[size_t(LinkKind::Local)] = uint32_t(routes.size());
    network.messages.push_back(std::move(message));
  }

  /// Sets the message's key where there are tables.
  std::vector<Link> linksOf(uint32_t slice, Network::Message &message) {
    const Topology &topology = network.noc.topology;
    const uint32_t core = network.slices[slice].core;
    if (!network.trees.empty()) {
      std::vector<uint32_t> destinations;
      for (uint32_t route : message.routes)
        destinations.push_back(network.cores[network.routes[route].core].id);
      std::sort(destinations.begin(), destinations.end());
      message.key = tables.find(network.cores[core].id, destinations).value();
      return linksOfTree(topology, network.trees[message.key]);
    }
    std::vector<Link> links;
    std::set<std::pair<uint32_t, uint8_t>> known;
    for (uint32_t route : message.routes)
      for (const Link &link : linksOfPath(topology, network.noc.policy, network.tileOfCore(core),
                                          network.tileOfCore(network.routes[route].core)))
        if (known.emplace(link.from, link.port).second)
          links.push_back(link);
    return links;
  }

  void addRoute(uint32_t slice, uint32_t destination) {
    assert(coreOfId.count(destination) && "ChipImage checks destinations");
    Network::Route route;
    route.slice = slice;
    route.core = coreOfId.at(destination);
    // A packet to a core that does not know its population finds an empty table.
    auto key = std::pair(route.core, network.slices[slice].population);
    auto [table, fresh] = axonTables.emplace(key, network.axonTables.size());
    if (fresh)
      network.axonTables.push_back({{}, {}, route.core});
    route.axons = table->second;
    network.routes.push_back(route);
  }
};

uint32_t hostWords(int64_t bits, const ChipModel::Timing &timing) {
  return uint32_t((bits + timing.hostWordBits - 1) / timing.hostWordBits);
}

/// Of a neuron anywhere on the chip.
int64_t addressBits(const ChipModel &chip) {
  return std::bit_width(uint64_t(chip.grid.cores() * chip.limits.neurons - 1));
}

} // namespace

Network::Network(const image::Image &image, const ChipModel &chip)
    : timing(chip.timing), noc(nocModelOf(chip)), multicast(chip.limits.multicast),
      chargedNeuronsActive(chip.limits.chargedNeuronsActive == 1),
      inputChannels(image.input_channels()), inputHeight(image.input_height()),
      inputWidth(image.input_width()), inputZeroPoint(image.input_zero_point()),
      readout(image.readout()), hostWordsPerBias(hostWords(chip.limits.biasBits, chip.timing)),
      hostWordsPerRead(hostWords(chip.limits.membraneBits, chip.timing)),
      hostWordsPerSpike(hostWords(addressBits(chip), chip.timing)) {
  NeuronModelRegistry models;
  registerAllNeuronModels(models);
  for (const image::Population *p : *image.populations()) {
    populations.push_back(convert(*p, models));
    greatestDepth = std::max(greatestDepth, p->depth());
    if (!p->input())
      continue;
    input = uint32_t(populations.size() - 1);
    const std::vector<uint32_t> &order = populations.back().order;
    inputOrder.resize(order.size());
    for (uint32_t own = 0; own < order.size(); ++own)
      inputOrder[order[own]] = own;
  }

  Resolver resolver(image, *this, chip.limits);
  resolver.addCores();
  resolver.fillSparseBlocks();
  resolver.addHostSynapses();
  resolver.addAxonTables();
  resolver.addRoutes();
}

} // namespace nacre
