// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/sanafe/ChipFile.h"
#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <numeric>
#include <optional>

namespace nacre::sanafe {

namespace {

constexpr int64_t fjInJ = 1'000'000'000'000'000, psInS = 1'000'000'000'000;

/// As a name of YAML that needs no quotes.
std::string plain(std::string name) {
  for (char &c : name)
    if (!std::isalnum(uint8_t(c)) && c != '-' && c != '.')
      c = '_';
  return name;
}

class Writer {
  const Architecture &architecture;
  const Network &network;
  std::vector<std::string> &notes;
  Status status = success();
  std::string text;
  int64_t cyclePs = 0;

public:
  Writer(const Architecture &architecture, const Network &network, std::vector<std::string> &notes)
      : architecture(architecture), network(network), notes(notes) {}

  Result<std::string> write() {
    if (Status same = checkHops(); !same)
      return same.error();
    auto soma = somaUnit();
    if (!soma)
      return soma.error();
    auto synapses = synapseUnits();
    if (!synapses)
      return synapses.error();
    const SynapseUnit &base = *(*synapses)[firstUsed(*synapses)];
    for (const SynapseUnit *unit : *synapses)
      if (unit && unit->spike.latencyS.toDouble() != base.spike.latencyS.toDouble())
        notes.push_back(fmt::format("synaptic events take {:g} s, as in '{}', also those of '{}', "
                                    "which take {:g} s",
                                    base.spike.latencyS.toDouble(), base.name, unit->name,
                                    unit->spike.latencyS.toDouble()));
    if ((*soma)->spikeOut.latencyS.digits != 0)
      notes.push_back(fmt::format("the {:g} s that a soma takes to fire are left out",
                                  (*soma)->spikeOut.latencyS.toDouble()));
    writeChip();
    writeTiming(**soma, base);
    writeEnergy(**soma, base, *synapses);
    if (!status)
      return status.error();
    return text;
  }

private:
  /// By Edge::Kind; null where the network has no such synapses.
  using SynapseUnits = std::array<const SynapseUnit *, 3>;

  static size_t firstUsed(const SynapseUnits &units) {
    return size_t(std::find_if(units.begin(), units.end(), [](auto *unit) { return unit; }) -
                  units.begin());
  }

  Status checkHops() const {
    auto same = [](const Cost &a, const Cost &b) {
      return a.energyJ.toDouble() == b.energyJ.toDouble() &&
             a.latencyS.toDouble() == b.latencyS.toDouble();
    };
    if (same(architecture.hopEast, architecture.hopWest) &&
        same(architecture.hopNorth, architecture.hopSouth))
      return success();
    return Error{"hops of the architecture cost more one way than back",
                 "Nacre's chips have one cost for east and west and one for north and south"};
  }

  Result<const SomaUnit *> somaUnit() const {
    const SomaUnit *unit = nullptr;
    for (const Group &group : network.groups) {
      const SomaUnit *own = architecture.soma(group.somaUnit);
      if (!own)
        return Error{fmt::format("group '{}' is on the soma unit '{}', which the architecture has "
                                 "not",
                                 group.name, group.somaUnit),
                     "name one with soma_hw_name"};
      if (unit && unit != own)
        return Error{fmt::format("group '{}' is on the soma unit '{}', others on '{}'", group.name,
                                 own->name, unit->name),
                     "Nacre's chips have one kind of neuron unit"};
      unit = own;
    }
    if (unit && unit->model != "leaky_integrate_fire")
      return Error{fmt::format("the soma unit '{}' is of model '{}'", unit->name, unit->model),
                   "leaky_integrate_fire is understood"};
    return unit;
  }

  Result<SynapseUnits> synapseUnits() const {
    SynapseUnits units{};
    for (const Edge &edge : network.edges) {
      const Group &target = network.groups[edge.target];
      const SynapseUnit *own = architecture.synapse(target.synapseUnit);
      const SynapseUnit *&kind = units[size_t(edge.kind)];
      if (!own)
        return Error{fmt::format("the synapses of group '{}' are on the unit '{}', which the "
                                 "architecture has not",
                                 target.name, target.synapseUnit),
                     "name one with synapse_hw_name"};
      if (kind && kind->spike.energyJ.toDouble() != own->spike.energyJ.toDouble())
        return Error{fmt::format("edges of one type are on the synapse units '{}' and '{}', whose "
                                 "energies differ",
                                 kind->name, own->name),
                     "Nacre's chips have one cost for each type of edge"};
      kind = own;
    }
    if (firstUsed(units) == units.size())
      return Error{"the network has no edges", "a chip needs the cost of a synapse"};
    return units;
  }

  int64_t whole(const Decimal &value, int64_t unitsInOne, std::string_view unit) {
    const auto result = value.times(unitsInOne);
    if (!result && status)
      status = Error{fmt::format("a cost of the architecture, {:g}, is no whole number of {}",
                                 value.toDouble(), unit),
                     "round it"};
    return result.value_or(0);
  }
  int64_t fj(const Decimal &energyJ) { return whole(energyJ, fjInJ, "femtojoules"); }
  int64_t ps(const Decimal &latencyS) { return whole(latencyS, psInS, "picoseconds"); }

  /// What the architecture says, or with a note what is chosen for want of a number there.
  void line(std::string_view key, const std::string &value, std::string_view note = "") {
    text +=
        note.empty()
            ? fmt::format("  {}: {{value: {}, source: file, provenance: estimate}}\n", key, value)
            : fmt::format("  {}: {{value: {}, source: model, provenance: definition, note: "
                          "\"{}\"}}\n",
                          key, value, note);
  }
  void line(std::string_view key, int64_t value, std::string_view note = "") {
    line(key, std::to_string(value), note);
  }

  void writeChip() {
    static constexpr std::string_view none = "SANA-FE has no such limit";
    const std::string name = plain(architecture.name);
    text += fmt::format("name: sana-fe-{0}\ndescription: \"SANA-FE architecture {0}\"\nschema: 1\n"
                        "sources:\n  file: \"SANA-FE architecture {0}\"\n"
                        "  model: \"Nacre: not in the architecture\"\n",
                        name);
    text += "\ngrid:\n";
    line("columns", architecture.columns);
    line("rows", architecture.rows);
    line("cores_per_tile", architecture.coresPerTile);
    text += "\nlimits:\n";
    line("neurons", architecture.neuronsPerCore);
    line("axons_in", int64_t(1) << 30, none);
    line("axons_out", int64_t(1) << 30, none);
    line("targets_per_neuron", int64_t(1) << 30, none);
    line("synapse_memory_kib", int64_t(1) << 36, none);
    line("weight_bits", 16, "the most of Nacre");
    line("weight_values_per_neuron", 65535, none);
    line("bias_bits", 32, none);
    line("threshold_bits", 32, none);
    line("membrane_bits", 32, none);
    line("accumulator_bits", 63, none);
    line("synaptic_current_bits", 0, "its neurons have none");
    line("axonal_delay_steps", int64_t(1) << 20, none);
    line("shared_kernels", "true", none);
    line("sparse_synapses", "true", none);
    line("synapses_as_given", "true", "SANA-FE counts them");
    line("codebook_entries", 0, "none there");
    line("typed_axons", "false", "none there");
    line("charged_neurons_active", "true", "as SANA-FE counts updates");
    line("multicast", "false", "a message for each core");
    text += "\nrouting:\n";
    line("topology", "mesh");
    line("policy", "xy", "SANA-FE counts the hops of shortest paths");
  }

  void writeTiming(const SomaUnit &soma, const SynapseUnit &synapse) {
    const int64_t access = ps(soma.access.latencyS), update = ps(soma.update.latencyS),
                  out = ps(architecture.messageOut.latencyS),
                  in = ps(architecture.messageIn.latencyS), op = ps(synapse.spike.latencyS),
                  eastWest = ps(architecture.hopEast.latencyS),
                  northSouth = ps(architecture.hopNorth.latencyS);
    for (int64_t time : {access, access + update, out, in, op, eastWest, northSouth})
      cyclePs = std::gcd(cyclePs, time);
    for (const auto &[tiles, latency] : architecture.syncS)
      cyclePs = std::gcd(cyclePs, ps(latency));
    if (cyclePs == 0)
      cyclePs = 1000;
    static constexpr std::string_view absent = "not in the architecture";
    text += "\ntiming:\n";
    line("cycle_ps", cyclePs, "at which all its times are exact");
    line("tick_cycles", 0, "a step ends with its barrier");
    line("neuron_update_active_ps", access + update);
    line("neuron_update_idle_ps", access);
    line("neuron_lanes", 1, absent);
    line("spike_out_ps", out);
    line("axon_lookup_ps", in);
    line("synapse_word_cycles", 0, "part of the synaptic event");
    line("synapse_word_width_bits", 64, "without effect at 0 cycles and 0 fJ");
    line("synaptic_op_ps", op);
    line("synaptic_lanes", 1, absent);
    for (const char *key :
         {"route_cycles", "vc_allocation_cycles", "switch_allocation_cycles", "switch_cycles"})
      line(key, 0, "part of the hop");
    line("link_east_west_ps", std::max(cyclePs, eastWest));
    line("link_north_south_ps", std::max(cyclePs, northSouth));
    line("link_local_cycles", 1, "the least that Nacre has");
    line("flit_interval_cycles", 1, "the least that Nacre has");
    line("credit_cycles", 0, absent);
    line("virtual_channels", 1, absent);
    line("packet_flits", 1, absent);
    line("input_buffer_flits", architecture.linkBufferFlits);
    line("axon_in_fifo_packets", architecture.linkBufferFlits);
    line("axon_out_fifo_packets", architecture.linkBufferFlits);
    text += "  barrier_ps:\n";
    for (size_t i = 0; i < architecture.syncS.size(); ++i) {
      const auto &[tiles, latency] = architecture.syncS[i];
      auto point = [&](int64_t at) {
        text += fmt::format("    - {{tiles: {}, value: {}, source: file, provenance: estimate}}\n",
                            at, ps(latency));
      };
      point(tiles);
      // SANA-FE's table is stairs, Nacre's has slopes between its points.
      if (i + 1 < architecture.syncS.size() && architecture.syncS[i + 1].first > tiles + 1)
        point(architecture.syncS[i + 1].first - 1);
    }
    line("host_word_cycles", 0, absent);
    line("host_word_width_bits", 32, "without effect at 0 cycles and 0 fJ");
  }

  void writeEnergy(const SomaUnit &soma, const SynapseUnit &base, const SynapseUnits &synapses) {
    static constexpr std::string_view absent = "not in SANA-FE";
    const int64_t access = fj(soma.access.energyJ);
    text += "\nenergy:\n";
    line("synaptic_op_fj", fj(base.spike.energyJ));
    if (const SynapseUnit *unit = synapses[size_t(Edge::Kind::Convolution)])
      line("convolution_op_fj", fj(unit->spike.energyJ));
    if (const SynapseUnit *unit = synapses[size_t(Edge::Kind::Sparse)])
      line("sparse_op_fj", fj(unit->spike.energyJ));
    line("synapse_word_fj", 0, "part of the synaptic event");
    line("neuron_update_active_fj", access + fj(soma.update.energyJ));
    line("neuron_update_idle_fj", access);
    line("spike_fj", fj(soma.spikeOut.energyJ));
    line("axon_lookup_fj", 0, "a message is charged once, with spike_out");
    line("spike_out_fj", fj(architecture.messageOut.energyJ) + fj(architecture.messageIn.energyJ));
    line("hop_east_west_fj", fj(architecture.hopEast.energyJ));
    line("hop_north_south_fj", fj(architecture.hopNorth.energyJ));
    line("hop_local_fj", 0, absent);
    line("barrier_fj", 0, absent);
    line("clock_cycle_fj", 0, absent);
    line("host_word_fj", 0, absent);
    line("static_power_nw", 0, absent);
  }
};

} // namespace

Result<std::string> chipFile(const Architecture &architecture, const Network &network,
                             std::vector<std::string> &notes) {
  return Writer(architecture, network, notes).write();
}

std::optional<int64_t> coreId(const Architecture &architecture, const Core &core) {
  if (core.tile < 0 || core.tile >= architecture.columns * architecture.rows || core.core < 0 ||
      core.core >= architecture.coresPerTile)
    return std::nullopt;
  const int64_t column = core.tile / architecture.rows, row = core.tile % architecture.rows;
  return (row * architecture.columns + column) * architecture.coresPerTile + core.core;
}

} // namespace nacre::sanafe
