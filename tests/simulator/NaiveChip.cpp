// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/simulator/NaiveChip.h"
#include "tests/noc/NaiveNoc.h"
#include "tests/simulator/NaiveSlice.h"
#include <algorithm>
#include <set>

namespace nacre {
namespace {

using Cycle = NaiveNoc::Cycle;

/// Of one spike, to one or several cores.
struct SpikePacket {
  uint32_t id = 0;
  size_t slice = 0; ///< that fired
  uint32_t population = 0;
  Point neuron;
  std::vector<uint32_t> destinations; ///< physical cores
  RoutingTree tables;                 ///< by which it goes, if not by a policy
};

/// Neurons that are updated together, and what they send then.
struct Group {
  size_t slice = 0;
  Cycle updateCycles = 0;
  std::deque<SpikePacket> packets;
};

class UpdateUnit {
  enum class State { Idle, Updating, Sending };

  const ChipModel &chip;
  const uint32_t core; ///< physical
  std::vector<NaiveSlice> &slices;
  State state = State::Idle;
  Cycle busyUntil = 0;

public:
  std::deque<Group> groups; ///< of this step
  std::optional<Cycle> doneIn;

  UpdateUnit(const ChipModel &chip, uint32_t core, std::vector<NaiveSlice> &slices)
      : chip(chip), core(core), slices(slices) {}

  /// What it begins in this cycle: several things where some take no time.
  void evaluate(NaiveNoc &noc) {
    while (!doneIn && busyUntil <= noc.now()) {
      if (groups.empty()) {
        doneIn = noc.now();
        return;
      }
      Group &group = groups.front();
      Counters &counters = slices[group.slice].counters;
      switch (state) {
      case State::Idle: // nothing of this group has begun
        counters[Event::UpdateCycles] += group.updateCycles;
        busyUntil = noc.now() + group.updateCycles;
        state = State::Updating;
        break;
      case State::Updating: // its neurons are updated, or a packet has gone
        if (group.packets.empty()) {
          groups.pop_front();
          state = State::Idle;
          break;
        }
        counters[Event::UpdateCycles] += chip.timing.spikeOutCycles;
        busyUntil = noc.now() + chip.timing.spikeOutCycles;
        state = State::Sending;
        break;
      case State::Sending: // a packet is ready
        if (int64_t(noc.queuedPackets(core)) == chip.timing.axonOutFifoPackets) {
          ++counters[Event::StallSendCycles];
          return;
        }
        create(noc, group.packets.front());
        group.packets.pop_front();
        state = State::Updating;
        break;
      }
    }
  }

private:
  void create(NaiveNoc &noc, const SpikePacket &packet) const {
    uint32_t destination =
        !packet.tables.empty()            ? noc.addGroup(core, packet.destinations, packet.tables)
        : packet.destinations.size() == 1 ? packet.destinations[0]
                                          : noc.addGroup(core, packet.destinations);
    noc.create(core, {packet.id, destination, uint32_t(chip.timing.packetFlits)});
  }
};

int64_t dividedUp(int64_t value, int64_t by) { return (value + by - 1) / by; }

NocModel networkOf(const ChipModel &chip) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  const ChipModel::Timing &t = chip.timing;
  NocModel model;
  model.topology = chip.grid.topology();
  if (chip.routingPolicy != byTables)
    model.policy = *routings.find(chip.routingPolicy);
  model.virtualChannels = uint32_t(t.virtualChannels);
  model.bufferFlits = uint32_t(t.inputBufferFlits);
  model.coreBufferFlits = uint32_t(t.axonInFifoPackets);
  model.timing.routeCycles = t.routeCycles;
  model.timing.vcAllocationCycles = t.vcAllocationCycles;
  model.timing.switchAllocationCycles = t.switchAllocationCycles;
  model.timing.switchCycles = t.switchCycles;
  model.timing.linkCycles =
      PerLinkKind(t.linkEastWestCycles, t.linkNorthSouthCycles, t.linkLocalCycles,
                  std::max<int64_t>(t.linkBorderCycles, 1));
  model.timing.creditCycles =
      PerLinkKind(t.linkEastWestCycles + t.creditCycles, t.linkNorthSouthCycles + t.creditCycles,
                  t.linkLocalCycles + t.creditCycles,
                  std::max<int64_t>(t.linkBorderCycles, 1) + t.creditCycles);
  model.timing.flitIntervalCycles =
      PerLinkKind(t.flitIntervalCycles, t.flitIntervalCycles, t.flitIntervalCycles,
                  std::max<int64_t>(t.flitIntervalBorderCycles, 1));
  return model;
}

class NaiveChip {
  struct Core {
    const image::Core *image = nullptr;
    size_t firstSlice = 0, endSlice = 0;
  };

  const ChipImage &image;
  const ChipModel &chip;
  const NocModel network;
  const int64_t steps, maxStepCycles;
  std::vector<Core> cores; ///< of the image
  std::vector<NaiveSlice> slices;
  NaiveChipOutcome outcome;

public:
  NaiveChip(const ChipImage &image, const ChipModel &chip, const uint8_t *pixels, int64_t steps,
            int64_t maxStepCycles)
      : image(image), chip(chip), network(networkOf(chip)), steps(steps),
        maxStepCycles(maxStepCycles) {
    for (const image::Core *core : *image->cores()) {
      cores.push_back({core, slices.size(), slices.size() + core->slices()->size()});
      for (const image::Slice *slice : *core->slices())
        slices.emplace_back(*image, *slice, pixels, chip.limits.chargedNeuronsActive == 1);
    }
  }

  NaiveChipOutcome run() {
    int64_t deepest = 0;
    for (const image::Population *population : *image->populations())
      deepest = std::max<int64_t>(deepest, population->depth());
    for (int64_t step = 0; step < steps + deepest && !outcome.stuck; ++step) {
      runStep(step);
      if (isIntegrating(image->populations()->Get(image->readout())->depth(), step))
        outcome.sample.classAfterStep.push_back(readoutClass());
    }
    for (NaiveSlice &slice : slices) {
      useHostPort(slice);
      outcome.sample.slices.push_back(slice.counters);
    }
    std::sort(outcome.spikes.begin(), outcome.spikes.end());
    return std::move(outcome);
  }

private:
  bool isIntegrating(int64_t depth, int64_t step) const {
    return depth <= step && step < depth + steps;
  }

  void runStep(int64_t step) {
    std::vector<UpdateUnit> updateUnits;
    std::vector<SpikePacket> packets; ///< by number
    for (const Core &core : cores) {
      UpdateUnit &unit = updateUnits.emplace_back(chip, core.image->id(), slices);
      for (size_t slice = core.firstSlice; slice < core.endSlice; ++slice)
        updateSlice(core, slice, step, unit.groups, packets);
    }

    Cycle work = 0;
    NaiveNoc noc(network, [&](uint32_t core, uint32_t id) {
      Cycle cycles = serve(core, packets[id], step);
      work = std::max(work, noc.now() + cycles);
      return cycles;
    });
    if (!drain(noc, updateUnits))
      return;
    for (const UpdateUnit &unit : updateUnits)
      work = std::max(work, *unit.doneIn);

    for (const SpikePacket &packet : packets)
      countHops(packet, noc.hopsOfPacket(packet.id));
    for (const Core &core : cores)
      slices[core.firstSlice].counters[Event::StallReceiveCycles] +=
          noc.receiveStalls(core.image->id());
    outcome.workCycles.push_back(work);
    passBarrier(work);
  }

  /// Until all units are done and no packet is under way.
  bool drain(NaiveNoc &noc, std::vector<UpdateUnit> &updateUnits) {
    std::vector<NaiveNoc::Delivery> deliveries;
    for (; noc.now() < maxStepCycles; noc.step(deliveries)) {
      bool done = true;
      for (UpdateUnit &unit : updateUnits) {
        unit.evaluate(noc);
        done = done && unit.doneIn;
      }
      if (done && noc.underWay() == 0)
        return true;
    }
    outcome.stuck = true;
    return false;
  }

  /// What the neurons compute does not depend on when; the groups carry what it costs.
  void updateSlice(const Core &core, size_t number, int64_t step, std::deque<Group> &groups,
                   std::vector<SpikePacket> &packets) {
    NaiveSlice &slice = slices[number];
    if (!isIntegrating(slice.depth(), step)) {
      slice.drop(step);
      return;
    }
    for (size_t neuron = 0; neuron < slice.size(); ++neuron) {
      if (neuron % size_t(chip.timing.neuronLanes) == 0)
        groups.push_back({number, 0, {}});
      Group &group = groups.back();
      NaiveUpdate update = slice.update(neuron, step);
      group.updateCycles =
          std::max(group.updateCycles, update.active ? chip.timing.neuronUpdateActiveCycles
                                                     : chip.timing.neuronUpdateIdleCycles);
      for (int32_t spike = 0; spike < update.spikes; ++spike) {
        outcome.spikes.push_back({slice.populationIndex(), slice.indexInPopulation(neuron),
                                  uint32_t(step - slice.depth())});
        for (const std::vector<uint32_t> &destinations : destinationsOf(core, slice, neuron)) {
          packets.push_back({uint32_t(packets.size()), number, slice.populationIndex(),
                             slice.point(neuron), destinations,
                             tablesFor(core.image->id(), destinations)});
          group.packets.push_back(packets.back());
          ++slice.counters[Event::PacketsSent];
        }
      }
    }
  }

  /// The entries of the packets' key; none where routers follow a policy.
  RoutingTree tablesFor(uint32_t core, std::vector<uint32_t> destinations) const {
    RoutingTree tables;
    if (chip.routingPolicy != byTables)
      return tables;
    std::sort(destinations.begin(), destinations.end());
    for (const image::RouterTable *table : *image->tables())
      for (const image::TableEntry *entry : *table->entries()) {
        const image::Key &key = *image->keys()->Get(entry->key());
        if (key.source() == core &&
            std::equal(destinations.begin(), destinations.end(), key.destinations()->begin(),
                       key.destinations()->end()))
          tables.push_back({table->router(), entry->outputs()});
      }
    return tables;
  }

  /// A list for each packet.
  std::vector<std::vector<uint32_t>> destinationsOf(const Core &core, const NaiveSlice &slice,
                                                    size_t neuron) const {
    std::vector<std::vector<uint32_t>> packets;
    if (!core.image->routes())
      return packets;
    uint64_t firstWord = 0; // of the route's bits
    for (const image::Route *route : *core.image->routes()) {
      const image::Box &box = route->box();
      const uint64_t bits = firstWord * 64;
      firstWord += (volume(box) + 63) / 64;
      Point p = slice.point(neuron);
      if (route->population() != slice.populationIndex() || !contains(box, p))
        continue;
      uint64_t bit =
          bits +
          ((p.c - box.c0()) * (box.y1() - box.y0()) + p.y - box.y0()) * (box.x1() - box.x0()) +
          p.x - box.x0();
      if (const auto *sent = core.image->sent();
          sent && sent->size() && (sent->Get(uint32_t(bit / 64)) >> bit % 64 & 1) == 0)
        continue;
      if (packets.empty() || !chip.limits.multicast)
        packets.emplace_back();
      packets.back().push_back(route->destination());
    }
    return packets;
  }

  /// Looks a packet up in each axon of the core that knows its neuron; returns the cycles.
  Cycle serve(uint32_t physicalCore, const SpikePacket &packet, int64_t step) {
    const Core &core = *std::find_if(cores.begin(), cores.end(), [&](const Core &candidate) {
      return candidate.image->id() == physicalCore;
    });
    const ChipModel::Timing &t = chip.timing;
    Cycle all = 0;
    bool known = false;
    for (size_t number = core.firstSlice; number < core.endSlice; ++number) {
      NaiveSlice &slice = slices[number];
      for (uint32_t axon : slice.axonsFor(packet.population, packet.neuron)) {
        known = true;
        int64_t accumulates = slice.receive(axon, packet.neuron, step);
        int64_t bits = accumulates * slice.bitsPerSynapse(axon, chip.limits);
        int64_t words = dividedUp(bits, t.synapseWordBits);
        Cycle cycles = t.axonLookupCycles + words * t.synapseWordCycles +
                       dividedUp(accumulates, t.synapticLanes) * t.synapticOpCycles;
        ++slice.counters[Event::AxonLookups];
        slice.counters[Event::SynapseWords] += words;
        slice.counters[Event::SynapticOps] += accumulates;
        slice.countKind(axon, accumulates);
        slice.counters[Event::SynapseCycles] += cycles;
        all += cycles;
      }
    }
    if (known)
      return all;
    Counters &counters = slices[sliceAskedFirst(core, packet.population)].counters;
    ++counters[Event::AxonLookups];
    counters[Event::SynapseCycles] += t.axonLookupCycles;
    return t.axonLookupCycles;
  }

  /// The slice of the core's first axon for the population, else the core's first slice.
  size_t sliceAskedFirst(const Core &core, uint32_t population) const {
    for (size_t number = core.firstSlice; number < core.endSlice; ++number)
      if (slices[number].hasAxonsFor(population))
        return number;
    return core.firstSlice;
  }

  void countHops(const SpikePacket &packet, const std::array<int64_t, linkKinds> &hops) {
    Counters &counters = slices[packet.slice].counters;
    counters[Event::HopsEastWest] += hops[size_t(LinkKind::EastWest)];
    counters[Event::HopsNorthSouth] += hops[size_t(LinkKind::NorthSouth)];
    counters[Event::HopsLocal] += hops[size_t(LinkKind::Local)];
    counters[Event::HopsBorder] += hops[size_t(LinkKind::Border)];
  }

  void passBarrier(Cycle work) {
    std::set<uint32_t> tiles;
    for (const Core &core : cores)
      tiles.insert(network.topology.tileOf(core.image->id()));
    ChipCounters &counters = outcome.sample.chip;
    Cycle barrier = chip.timing.barrierCycles(int64_t(tiles.size())), needed = work + barrier;
    Cycle tick = chip.timing.tickCycles;
    ++counters.chipSteps;
    counters.barrierCycles += barrier;
    counters.cycles += std::max(tick, needed);
    if (tick && needed > tick)
      ++counters.tickOverruns;
    if (tick && needed < tick)
      counters.tickSlackCycles += tick - needed;
  }

  /// Before the first chip step and after the last one.
  void useHostPort(NaiveSlice &slice) {
    const ChipModel::Timing &t = chip.timing;
    if (slice.populationIndex() == image->readout())
      slice.counters[Event::HostReads] = int64_t(slice.size());
    int64_t words =
        slice.counters[Event::HostBiasLoads] * dividedUp(chip.limits.biasBits, t.hostWordBits) +
        slice.counters[Event::HostReads] * dividedUp(chip.limits.membraneBits, t.hostWordBits);
    slice.counters[Event::HostWords] = words;
    outcome.sample.chip.hostCycles += words * t.hostWordCycles;
    outcome.sample.chip.cycles += words * t.hostWordCycles;
  }

  int32_t readoutClass() const {
    std::map<uint32_t, int32_t> membranes;
    for (const NaiveSlice &slice : slices)
      if (slice.populationIndex() == image->readout())
        for (size_t neuron = 0; neuron < slice.size(); ++neuron)
          membranes[slice.indexInPopulation(neuron)] = slice.membrane(neuron);
    auto greatest = std::max_element(membranes.begin(), membranes.end(),
                                     [](auto &a, auto &b) { return a.second < b.second; });
    return int32_t(greatest->first);
  }
};

} // namespace

NaiveChipOutcome runNaiveChip(const ChipImage &image, const ChipModel &chip, const uint8_t *pixels,
                              int64_t steps, int64_t maxStepCycles) {
  return NaiveChip(image, chip, pixels, steps, maxStepCycles).run();
}

} // namespace nacre
