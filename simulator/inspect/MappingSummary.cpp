// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/inspect/MappingSummary.h"
#include "hw_models/chip/ChipNoc.h"
#include "hw_models/image/ImageTables.h"
#include "hw_models/image/RouteNeurons.h"
#include "hw_models/noc/Path.h"
#include <array>
#include <set>

namespace nacre {
namespace {

using Core = MappingSummary::Core;

class Summarizer {
  const image::Image &image;
  MappingSummary summary;
  const NocModel noc;
  CoreNeedsCounter counter;
  std::map<uint32_t, size_t> indexOf; ///< of a core's id
  std::map<std::pair<uint32_t, uint8_t>, MappingSummary::LinkLoad> loads;
  const ImageTables tables;
  std::map<uint32_t, std::vector<Link>> paths; ///< from the core at hand, by destination

  const ChipModel &chip() const { return summary.chip; }

  void addSlice(Core &core, const image::Slice &slice) {
    const ChipModel::Timing &timing = chip().timing;
    const int64_t neurons = boxOf(*slice.box()).volume();
    if (image.populations()->Get(slice.population())->spiking())
      summary.events[Event::Spikes] += neurons;
    summary.events[Event::UpdatesActive] += neurons;
    core.updateCycles += wordsOf(neurons, timing.neuronLanes) * timing.neuronUpdateActiveCycles;
    if (!slice.synapses())
      return;
    for (const image::Synapses *synapses : *slice.synapses()) {
      const BlockNeeds block = counter.of(slice, *synapses);
      core.synapseCycles += block.synapseCycles;
      summary.events[Event::AxonLookups] += block.lookups;
      summary.events[Event::SynapseWords] += block.fetchedWords;
      summary.events[Event::SynapticOps] += block.synapticOps;
      if (synapses->format() == image::SynapseFormat::Convolution)
        summary.events[Event::ConvolutionOps] += block.synapticOps;
      if (synapses->format() == image::SynapseFormat::Sparse)
        summary.events[Event::SparseOps] += block.synapticOps;
    }
  }

  void addCore(const image::Core &flat) {
    Core core;
    core.id = flat.id();
    core.needs = counter.of(flat);
    std::map<uint32_t, int64_t> neurons; ///< by layer
    for (const image::Slice *slice : *flat.slices()) {
      neurons[slice->population()] += boxOf(*slice->box()).volume();
      addSlice(core, *slice);
    }
    for (const auto &[layer, count] : neurons) {
      core.layers.push_back(layer);
      ++summary.layers[layer].cores;
    }
    std::sort(core.layers.begin(), core.layers.end(), [&](uint32_t a, uint32_t b) {
      return std::pair(-neurons[a], a) < std::pair(-neurons[b], b);
    });
    indexOf[core.id] = summary.cores.size();
    summary.cores.push_back(std::move(core));
  }

  const std::vector<Link> &pathTo(uint32_t to, uint32_t from) {
    auto [entry, fresh] = paths.try_emplace(to);
    if (fresh)
      entry->second =
          linksOfPath(noc.topology, noc.policy, noc.topology.tileOf(from), noc.topology.tileOf(to));
    return entry->second;
  }

  /// All links that packets to all of `destinations` pass, some repeatedly.
  std::vector<Link> linksTo(std::vector<uint32_t> destinations, uint32_t from) {
    std::vector<Link> links;
    if (chip().routesByTables()) {
      std::sort(destinations.begin(), destinations.end());
      return linksOfTree(noc.topology, tables.tree(tables.find(from, destinations).value()));
    }
    for (uint32_t to : destinations)
      links.insert(links.end(), pathTo(to, from).begin(), pathTo(to, from).end());
    return links;
  }

  /// Links to one of the destinations of a core's packets.
  int64_t distanceTo(uint32_t to, uint32_t from) {
    if (!chip().routesByTables())
      return int64_t(pathTo(to, from).size());
    int64_t most = 0;
    for (uint32_t index = 0; index < tables.keys(); ++index) {
      const image::Key &key = tables.key(index);
      const auto &cores = *key.destinations();
      if (key.source() == from && std::find(cores.begin(), cores.end(), to) != cores.end())
        most = std::max(most, linksAlong(noc.topology, tables.tree(index), from, to));
    }
    return most;
  }

  /// Packets that leave the core, each for all of `destinations`.
  void send(Core &core, const std::vector<uint32_t> &destinations, int64_t packets) {
    const int64_t flits = packets * chip().timing.packetFlits;
    summary.events[Event::PacketsSent] += packets;
    core.updateCycles += packets * chip().timing.spikeOutCycles;
    core.flitsOut += flits;
    std::map<std::pair<uint32_t, uint8_t>, Link> tree;
    for (const Link &link : linksTo(destinations, core.id))
      tree.try_emplace({link.from, link.port}, link);
    for (uint32_t to : destinations) {
      summary.cores[indexOf[to]].flitsIn += flits;
      summary.events[Event::HopsLocal] += flits;
    }
    for (const auto &[key, link] : tree) {
      MappingSummary::LinkLoad &load = loads[key];
      load.link = link;
      load.flits += flits;
    }
  }

  void addRoutes(const image::Core &flat) {
    if (!flat.routes())
      return;
    paths.clear();
    Core &core = summary.cores[indexOf[flat.id()]];
    const RouteNeurons sent(flat);
    for (uint32_t r = 0; r < flat.routes()->size(); ++r) {
      const image::Route &route = *flat.routes()->Get(r);
      const uint32_t to = route.destination();
      const int64_t packets = int64_t(sent.count(r));
      summary.flows.push_back(
          {core.id, to, route.population(), packets, distanceTo(to, core.id), targetsOf(route)});
      if (!chip().limits.multicast)
        send(core, {to}, packets);
    }
    if (chip().limits.multicast)
      for (const auto &[destinations, packets] : multicasts(flat, sent))
        send(core, destinations, packets);
  }

  /// Neurons of a core by where their packets go.
  static std::map<std::vector<uint32_t>, int64_t> multicasts(const image::Core &core,
                                                             const RouteNeurons &sent) {
    std::map<std::array<int64_t, 4>, std::vector<uint32_t>> ofNeuron;
    for (uint32_t r = 0; r < core.routes()->size(); ++r) {
      const image::Route &route = *core.routes()->Get(r);
      sent.forEach(r, [&](int64_t c, int64_t y, int64_t x) {
        ofNeuron[{route.population(), c, y, x}].push_back(route.destination());
      });
    }
    std::map<std::vector<uint32_t>, int64_t> packets;
    for (const auto &[neuron, destinations] : ofNeuron)
      ++packets[destinations];
    return packets;
  }

  std::vector<uint32_t> targetsOf(const image::Route &route) const {
    std::set<uint32_t> targets;
    const size_t index = indexOf.at(route.destination());
    for (const image::Slice *slice : *image.cores()->Get(uint32_t(index))->slices())
      if (slice->synapses())
        for (const image::Synapses *synapses : *slice->synapses())
          if (synapses->source() == route.population() &&
              !intersect(boxOf(*synapses->source_box()), boxOf(route.box())).empty())
            targets.insert(slice->population());
    return {targets.begin(), targets.end()};
  }

  int64_t cyclesOf(LinkKind kind, int64_t flits) const {
    return flits == 0
               ? 0
               : (flits - 1) * noc.timing.flitIntervalCycles[kind] + noc.timing.linkCycles[kind];
  }

  void addTimes() {
    for (auto &[key, load] : loads) {
      load.kind = noc.topology.linkKind(load.link.from, load.link.port);
      load.cycles = cyclesOf(load.kind, load.flits);
      summary.linkCycles = std::max(summary.linkCycles, load.cycles);
      summary.events[hopsOver(load.kind)] += load.flits;
      summary.links.push_back(load);
    }
    std::set<uint32_t> tiles;
    for (const Core &core : summary.cores) {
      tiles.insert(noc.topology.tileOf(core.id));
      summary.events[Event::UpdateCycles] += core.updateCycles;
      summary.events[Event::SynapseCycles] += core.synapseCycles;
      summary.coreCycles = std::max({summary.coreCycles, core.updateCycles, core.synapseCycles});
      summary.linkCycles = std::max(
          summary.linkCycles, cyclesOf(LinkKind::Local, std::max(core.flitsOut, core.flitsIn)));
    }
    summary.tilesInUse = int64_t(tiles.size());
    summary.stepCycles = std::max(std::max(summary.coreCycles, summary.linkCycles) +
                                      chip().timing.barrierCycles(summary.tilesInUse),
                                  chip().timing.tickCycles);
  }

  Status addEnergy() {
    Result<PartsFj> events = sliceEnergy(summary.events, chip().energy);
    ChipCounters step;
    step.chipSteps = 1;
    step.cycles = summary.stepCycles;
    Result<PartsFj> whole = wholeChipEnergy(step, chip());
    if (!events || !whole)
      return events ? whole.error() : events.error();
    for (size_t part = 0; part < energyPartCount; ++part)
      summary.energyFj.fj[part] = events->fj[part] + whole->fj[part];
    return success();
  }

public:
  Summarizer(const ChipImage &image, const ChipModel &chip)
      : image(*image), summary(), noc(nocModelOf(chip)), counter(*image, chip), tables(*image) {
    summary.network = image->network()->str();
    summary.chip = chip;
  }

  Result<MappingSummary> run() {
    for (const image::Population *p : *image.populations())
      summary.layers.push_back({p->name()->str(), int64_t(volume(*p)), 0});
    for (const image::Core *core : *image.cores())
      addCore(*core);
    for (const image::Core *core : *image.cores())
      addRoutes(*core);
    addTimes();
    if (Status energy = addEnergy(); !energy)
      return energy.error();
    return std::move(summary);
  }
};

} // namespace

double MappingSummary::fullest(const Core &core) const {
  double most = 0;
  for (const CoreResource &resource : coreResources)
    most = std::max(most, use(core, resource));
  return most;
}

Result<MappingSummary> summarize(const ChipImage &image, const ChipModel &chip) {
  return Summarizer(image, chip).run();
}

} // namespace nacre
