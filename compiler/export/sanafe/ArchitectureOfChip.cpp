// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/sanafe/ArchitectureOfChip.h"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nacre {

namespace {

class Writer {
  const ChipModel &chip;
  std::vector<std::string> &notes;
  std::string text;

public:
  Writer(const ChipModel &chip, std::vector<std::string> &notes) : chip(chip), notes(notes) {}

  std::string write() {
    const ChipModel::Timing &t = chip.timing;
    const ChipModel::Energy &e = chip.energy;
    std::vector<std::string> sync;
    for (const BarrierPoint &point : t.barrier)
      sync.push_back(fmt::format("{}: {}", point.tiles, seconds(point.cycles)));
    text += fmt::format("architecture:\n  name: {}\n  attributes: {{topology: mesh, width: {}, "
                        "height: {}, link_buffer_size: {}, sync_model: table, latency_sync: "
                        "{{{}}}}}\n",
                        chip.name, chip.grid.columns, chip.grid.rows, t.inputBufferFlits,
                        fmt::join(sync, ", "));
    text += fmt::format("  tile:\n  - name: tile[0..{}]\n    attributes:\n",
                        chip.grid.columns * chip.grid.rows - 1);
    for (const char *to : {"north", "south"})
      hop(to, e.hopNorthSouthFj, t.linkNorthSouthCycles);
    for (const char *to : {"east", "west"})
      hop(to, e.hopEastWestFj, t.linkEastWestCycles);
    text += fmt::format("    core:\n    - name: core[0..{}]\n      attributes: {{buffer_position: "
                        "soma, buffer_inside_unit: false, max_neurons_supported: {}}}\n",
                        chip.grid.coresPerTile - 1, chip.limits.neurons);
    unit("axon_in", "in", "", {{"message_in", e.axonLookupFj, t.axonLookupCycles}});
    text += "      synapse:\n";
    using namespace sanafe_units;
    for (auto [name, cost] : {std::pair(dense, e.synapticOpFj),
                              std::pair(convolution, e.convolutionOpFj.value_or(e.synapticOpFj)),
                              std::pair(sparse, e.sparseOpFj.value_or(e.synapticOpFj))})
      item(name, "current_based", {{"process_spike", cost, t.synapticOpCycles}});
    unit("dendrite", "sum", "accumulator", {{"update", 0, 0}});
    unit("soma", soma, "leaky_integrate_fire",
         {{"access_neuron", e.neuronUpdateIdleFj, t.neuronUpdateIdleCycles},
          {"update_neuron", more(e.neuronUpdateActiveFj, e.neuronUpdateIdleFj),
           more(t.neuronUpdateActiveCycles, t.neuronUpdateIdleCycles)},
          {"spike_out", e.spikeFj.value_or(0), 0}});
    unit("axon_out", "out", "", {{"message_out", e.spikeOutFj, t.spikeOutCycles}});
    addNotes();
    return text;
  }

private:
  struct Named {
    const char *what;
    int64_t fj, cycles;
  };

  static std::string joules(int64_t fj) { return fmt::format("{}.0e-15", fj); }
  std::string seconds(int64_t cycles) const {
    return fmt::format("{}.0e-15", cycles * chip.timing.cycleFs);
  }
  static int64_t more(int64_t active, int64_t idle) { return std::max<int64_t>(0, active - idle); }

  void hop(const char *to, int64_t fj, int64_t cycles) {
    text += fmt::format("      energy_{0}_hop: {1}\n      latency_{0}_hop: {2}\n", to, joules(fj),
                        seconds(cycles));
  }

  void unit(const char *kind, const char *name, const char *model, std::vector<Named> costs) {
    text += fmt::format("      {}:\n", kind);
    item(name, model, costs);
  }

  void item(const char *name, const std::string &model, const std::vector<Named> &costs) {
    text += fmt::format("      - name: {}\n        attributes:\n", name);
    if (!model.empty())
      text += fmt::format("          model: {}\n", model);
    for (const Named &cost : costs)
      text += fmt::format("          energy_{0}: {1}\n          latency_{0}: {2}\n", cost.what,
                          joules(cost.fj), seconds(cost.cycles));
  }

  void addNotes() {
    const ChipModel::Energy &e = chip.energy;
    std::vector<std::string> left;
    auto leave = [&](int64_t cost, const char *what) {
      if (cost != 0)
        left.push_back(what);
    };
    leave(e.synapseWordFj, "words of synapses fetched");
    leave(e.hopLocalFj, "hops between core and router");
    leave(e.hostWordFj, "the host's port");
    leave(e.barrierFj, "barriers");
    leave(e.clockCycleFj, "the clock");
    leave(e.staticPowerNw, "static power");
    if (!left.empty())
      notes.push_back(fmt::format("energies that SANA-FE does not charge are left out: {}",
                                  fmt::join(left, ", ")));
    if (e.neuronUpdateActiveFj < e.neuronUpdateIdleFj)
      notes.push_back("an active update costs less than an idle one here, the same there");
    if (chip.limits.chargedNeuronsActive != 1)
      notes.push_back("SANA-FE also counts neurons as updated whose membrane is only not 0");
  }
};

} // namespace

std::string architectureOf(const ChipModel &chip, std::vector<std::string> &notes) {
  return Writer(chip, notes).write();
}

} // namespace nacre
