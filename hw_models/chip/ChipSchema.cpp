// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipSchema.h"
#include <algorithm>

namespace nacre {

using G = ChipModel::Grid;
using L = ChipModel::Limits;
using T = ChipModel::Timing;
using E = ChipModel::Energy;
using A = ChipModel::Area;
using D = Dimension;

// Upper ends keep every product and sum of the engines inside 64 bits.
static constexpr int64_t hopCycles = 1 << 16;
static constexpr int64_t manyCycles = 1'000'000'000'000, manyFj = 1'000'000'000'000;
static constexpr int64_t manyNm2 = 1'000'000'000'000'000'000; // a square metre

static constexpr ChipField fields[] = {
    {"columns", D::Count, &G::columns, 1, 1024, "tiles from west to east"},
    {"rows", D::Count, &G::rows, 1, 1024, "tiles from north to south"},
    {"cores_per_tile", D::Count, &G::coresPerTile, 1, 64, "cores that share one router"},

    {"neurons", D::Count, &L::neurons, 1, 1 << 24, "neurons of a core"},
    {"axons_in", D::Count, &L::axonsIn, 1, 1 << 30, "entries of a core's axon-in table"},
    {"axons_out", D::Count, &L::axonsOut, 1, 1 << 30, "entries of a core's axon-out table"},
    {"targets_per_neuron", D::Count, &L::targetsPerNeuron, 1, 1 << 30,
     "destination cores of one neuron"},
    {"synapse_memory", D::Bits, &L::synapseMemoryBits, 1, int64_t(1) << 50,
     "synapse memory of a core"},
    {"weight", D::Bits, &L::weightBits, 1, 32, "width of a weight, two's complement"},
    {"weight_values_per_neuron", D::Count, &L::weightValuesPerNeuron, 1, int64_t(1) << 32,
     "distinct non-zero weights of one neuron"},
    {"bias", D::Bits, &L::biasBits, 2, 32, "width of a bias, two's complement"},
    {"threshold", D::Bits, &L::thresholdBits, 2, 32, "width of a threshold, two's complement"},
    {"membrane", D::Bits, &L::membraneBits, 2, 32, "width at which a membrane saturates"},
    {"accumulator", D::Bits, &L::accumulatorBits, 2, 63, "width of the sum of a step's input"},
    {"synaptic_current", D::Bits, &L::synapticCurrentBits, 0, 32,
     "width at which a neuron's synaptic current saturates; 0: neurons have none"},
    {"axonal_delay_steps", D::Count, &L::axonalDelaySteps, 1, 1 << 20, "longest axonal delay"},
    {"shared_kernels", D::Flag, &L::sharedKernels, 0, 1,
     "convolution weights are stored once a core"},
    {"sparse_synapses", D::Flag, &L::sparseSynapses, 0, 1,
     "an axon may list its non-zero weights with their targets"},
    {"synapses_as_given", D::Flag, &L::synapsesAsGiven, 0, 1,
     "memory holds just the network's synapses, in dense layers also those of weight 0"},
    {"codebook_entries", D::Count, &L::codebookEntries, 0, 256,
     "weights of a table that synapses may index; 0: no tables"},
    {"typed_axons", D::Flag, &L::typedAxons, 0, 1,
     "an axon carries one weight per neuron, chosen by its type"},
    {"charged_neurons_active", D::Flag, &L::chargedNeuronsActive, 0, 1,
     "updates count as active where the membrane is not 0 or spikes came, whatever their sum"},
    {"multicast", D::Flag, &L::multicast, 0, 1,
     "one packet serves all destination cores of a spike"},
    {"routing_table_entries", D::Count, &L::routingTableEntries, 1, 1 << 30,
     "entries of a router's table", false, false, true},

    {"cycle", D::Period, &T::cycleFs, 1, 1'000'000'000'000, "clock, or resolution of the times"},
    {"tick", D::Time, &T::tickCycles, 0, manyCycles, "fixed time step; 0: as long as it needs"},
    {"neuron_update_active", D::Time, &T::neuronUpdateActiveCycles, 0, manyCycles,
     "update of a neuron with input or spikes"},
    {"neuron_update_idle", D::Time, &T::neuronUpdateIdleCycles, 0, manyCycles,
     "update of a neuron without"},
    {"neuron_lanes", D::Count, &T::neuronLanes, 1, 1 << 20, "neurons updated together"},
    {"spike_out", D::Time, &T::spikeOutCycles, 0, manyCycles, "packet handed to the router"},
    {"axon_lookup", D::Time, &T::axonLookupCycles, 0, manyCycles, "packet looked up on arrival"},
    {"synapse_word", D::Time, &T::synapseWordCycles, 0, manyCycles, "word of synapses fetched"},
    {"synapse_word_width", D::Bits, &T::synapseWordBits, 1, 1 << 20, "width of such a word"},
    {"synaptic_op", D::Time, &T::synapticOpCycles, 0, manyCycles, "one accumulate"},
    {"synaptic_lanes", D::Count, &T::synapticLanes, 1, 1 << 20, "accumulates done together"},
    {"route", D::Time, &T::routeCycles, 0, hopCycles, "route computation of a router"},
    {"vc_allocation", D::Time, &T::vcAllocationCycles, 0, hopCycles,
     "virtual channel allocation of a router"},
    {"switch_allocation", D::Time, &T::switchAllocationCycles, 0, hopCycles,
     "switch allocation of a router"},
    {"switch", D::Time, &T::switchCycles, 0, hopCycles, "switch traversal of a router"},
    {"link_east_west", D::Time, &T::linkEastWestCycles, 1, hopCycles,
     "flit to the next tile, east or west"},
    {"link_north_south", D::Time, &T::linkNorthSouthCycles, 1, hopCycles,
     "flit to the next tile, north or south"},
    {"link_local", D::Time, &T::linkLocalCycles, 1, hopCycles,
     "flit between a core and its router, either way"},
    {"flit_interval", D::Time, &T::flitIntervalCycles, 1, hopCycles,
     "least distance of two flits on one link"},
    {"link_border", D::Time, &T::linkBorderCycles, 1, hopCycles, "flit to the next chip", false,
     true},
    {"flit_interval_border", D::Time, &T::flitIntervalBorderCycles, 1, hopCycles,
     "least distance of two flits between chips", false, true},
    {"credit", D::Time, &T::creditCycles, 0, hopCycles,
     "credit for a freed slot, besides the time of the link"},
    {"virtual_channels", D::Count, &T::virtualChannels, 1, 16, "of each link"},
    {"packet_flits", D::Count, &T::packetFlits, 1, 256, "of a spike's packet"},
    {"input_buffer_flits", D::Count, &T::inputBufferFlits, 1, 4096,
     "of each virtual channel into a router"},
    {"axon_in_fifo_packets", D::Count, &T::axonInFifoPackets, 1, 4096,
     "of each virtual channel into a core"},
    {"axon_out_fifo_packets", D::Count, &T::axonOutFifoPackets, 1, 1 << 20, "of each core"},
    {"barrier", D::Time, &T::barrier, 0, manyCycles, "end of a step, by number of tiles in use"},
    {"host_word", D::Time, &T::hostWordCycles, 0, 1'000'000'000,
     "word through the host's port, in or out; 0: not modelled"},
    {"host_word_width", D::Bits, &T::hostWordBits, 1, 1 << 20, "width of such a word"},

    {"synaptic_op", D::Energy, &E::synapticOpFj, 0, manyFj, "one accumulate"},
    {"convolution_op", D::Energy, &E::convolutionOpFj, 0, manyFj,
     "one accumulate of a convolution, where it costs something else"},
    {"sparse_op", D::Energy, &E::sparseOpFj, 0, manyFj,
     "one accumulate of sparse synapses, where it costs something else"},
    {"synapse_word", D::Energy, &E::synapseWordFj, 0, manyFj, "word of synapses fetched", true},
    {"neuron_update_active", D::Energy, &E::neuronUpdateActiveFj, 0, manyFj,
     "update of a neuron with input or spikes"},
    {"neuron_update_idle", D::Energy, &E::neuronUpdateIdleFj, 0, manyFj,
     "update of a neuron without"},
    {"spike", D::Energy, &E::spikeFj, 0, manyFj,
     "a neuron fires, besides its update and its packets"},
    {"axon_lookup", D::Energy, &E::axonLookupFj, 0, manyFj, "packet looked up on arrival"},
    {"spike_out", D::Energy, &E::spikeOutFj, 0, manyFj, "packet handed to the router"},
    {"hop_east_west", D::Energy, &E::hopEastWestFj, 0, manyFj,
     "packet to the next tile, east or west"},
    {"hop_north_south", D::Energy, &E::hopNorthSouthFj, 0, manyFj,
     "packet to the next tile, north or south"},
    {"hop_local", D::Energy, &E::hopLocalFj, 0, manyFj, "packet from a router to its core"},
    {"hop_border", D::Energy, &E::hopBorderFj, 0, manyFj, "packet to the next chip", false, true},
    {"barrier", D::Energy, &E::barrierFj, 0, manyFj, "one barrier of the whole chip"},
    {"clock_cycle", D::Energy, &E::clockCycleFj, 0, manyFj, "one cycle of the whole chip"},
    {"host_word", D::Energy, &E::hostWordFj, 0, manyFj, "word through the host's port, in or out"},
    {"static_power", D::Power, &E::staticPowerNw, 0, manyFj, "whole chip, at all times"},

    {"chip", D::Area, &A::chipNm2, 1, manyNm2, "the whole chip"},
    {"core", D::Area, &A::coreNm2, 1, manyNm2, "one core with its memories"},
    {"synapse", D::Area, &A::synapseNm2, 1, manyNm2,
     "one stored synapse, with its share of the memory"},
};

static constexpr std::string_view sections[] = {"grid", "limits", "timing", "energy", "area"};

std::span<const ChipField> chipFields() { return fields; }
std::span<const std::string_view> chipSections() { return sections; }

bool mayBeAbsent(std::string_view section) {
  return std::ranges::all_of(fields, [&](const ChipField &field) {
    return field.section() != section || field.isOptional();
  });
}

// The part of a chip that a member pointer belongs to.
template <class Chip> auto &part(Chip &chip, const G *) { return chip.grid; }
template <class Chip> auto &part(Chip &chip, const L *) { return chip.limits; }
template <class Chip> auto &part(Chip &chip, const T *) { return chip.timing; }
template <class Chip> auto &part(Chip &chip, const E *) { return chip.energy; }
template <class Chip> auto &part(Chip &chip, const A *) { return chip.area; }
static std::string_view sectionOf(const G *) { return sections[0]; }
static std::string_view sectionOf(const L *) { return sections[1]; }
static std::string_view sectionOf(const T *) { return sections[2]; }
static std::string_view sectionOf(const E *) { return sections[3]; }
static std::string_view sectionOf(const A *) { return sections[4]; }

std::string_view ChipField::section() const {
  return std::visit([]<class S, class V>(V S::*) { return sectionOf((const S *)nullptr); }, member);
}

std::string ChipField::path() const { return std::string(section()) + "." + std::string(name); }

bool ChipField::isList() const {
  return std::holds_alternative<std::vector<BarrierPoint> T::*>(member);
}

bool ChipField::isOptional() const {
  return isBorder || isTable || isExtra() ||
         std::holds_alternative<std::optional<int64_t> A::*>(member);
}

bool ChipField::isExtra() const {
  return std::holds_alternative<std::optional<int64_t> L::*>(member) ||
         std::holds_alternative<std::optional<int64_t> E::*>(member);
}

void ChipField::assign(ChipModel &chip, int64_t value, int64_t tiles) const {
  std::visit(
      [&]<class S, class V>(V S::*m) {
        V &target = part(chip, (const S *)nullptr).*m;
        if constexpr (std::is_same_v<V, std::vector<BarrierPoint>>)
          target.push_back({tiles, value});
        else
          target = V(value);
      },
      member);
}

std::vector<int64_t> ChipField::values(const ChipModel &chip) const {
  return std::visit(
      [&]<class S, class V>(V S::*m) {
        const V &source = part(chip, (const S *)nullptr).*m;
        std::vector<int64_t> values;
        if constexpr (std::is_same_v<V, std::vector<BarrierPoint>>)
          for (const BarrierPoint &point : source)
            values.insert(values.end(), {point.tiles, point.cycles});
        else if constexpr (std::is_same_v<V, std::optional<int64_t>>)
          values.assign(source.has_value(), source.value_or(0));
        else
          values.push_back(int64_t(source));
        return values;
      },
      member);
}

std::string spellings(std::string_view name, Dimension dimension) {
  std::string text(name);
  std::span<const Unit> units = unitsOf(dimension);
  for (size_t i = 0; i < units.size(); ++i) {
    if (!units[i].suffix.empty())
      text += (i == 0                  ? "_"
               : i + 1 == units.size() ? " or _"
                                       : ", _") +
              std::string(units[i].suffix);
  }
  return text;
}

} // namespace nacre
