// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Energy.h"
#include <numeric>

namespace nacre {

using Costs = ChipModel::Energy;
using enum EnergyPart;

static constexpr std::string_view isTime = "time; the chip's clock and static power cover it";

static constexpr std::array<EventCost, eventCount> table = {{
    {Event::Spikes, nullptr, Count, "its packets and the active update are charged; see spike"},
    {Event::PacketsSent, &Costs::spikeOutFj, Network, ""},
    {Event::HopsEastWest, &Costs::hopEastWestFj, Network, ""},
    {Event::HopsNorthSouth, &Costs::hopNorthSouthFj, Network, ""},
    {Event::HopsLocal, &Costs::hopLocalFj, Network, ""},
    {Event::HopsBorder, &Costs::hopBorderFj, Network, ""},
    {Event::AxonLookups, &Costs::axonLookupFj, Memory, ""},
    {Event::SynapseWords, &Costs::synapseWordFj, Memory, ""},
    {Event::SynapticOps, &Costs::synapticOpFj, Compute, ""},
    {Event::ConvolutionOps, nullptr, Count, "part of the synaptic ops; see convolution_op"},
    {Event::SparseOps, nullptr, Count, "part of the synaptic ops; see sparse_op"},
    {Event::UpdatesActive, &Costs::neuronUpdateActiveFj, Neuron, ""},
    {Event::UpdatesIdle, &Costs::neuronUpdateIdleFj, Neuron, ""},
    {Event::Saturations, nullptr, Count, "part of the update that clipped"},
    {Event::HostBiasLoads, nullptr, Count, "its words are charged"},
    {Event::HostMacs, nullptr, Count, "done off the chip; see the estimate by operations"},
    {Event::HostSpikes, nullptr, Count, "its words are charged"},
    {Event::HostReads, nullptr, Count, "its words are charged"},
    {Event::HostWords, &Costs::hostWordFj, Host, ""},
    {Event::UpdateCycles, nullptr, Count, isTime},
    {Event::SynapseCycles, nullptr, Count, isTime},
    {Event::StallSendCycles, nullptr, Count, isTime},
    {Event::StallReceiveCycles, nullptr, Count, isTime},
}};
const std::array<EventCost, eventCount> eventCosts = table;

/// Of chips that tell more: charged besides the table, in place of `insteadOf` if that is given.
struct ExtraCost {
  Event event;
  std::optional<int64_t> Costs::*cost;
  int64_t Costs::*insteadOf;
  EnergyPart part;
};
static constexpr ExtraCost extraCosts[] = {
    {Event::Spikes, &Costs::spikeFj, nullptr, Neuron},
    {Event::ConvolutionOps, &Costs::convolutionOpFj, &Costs::synapticOpFj, Compute},
    {Event::SparseOps, &Costs::sparseOpFj, &Costs::synapticOpFj, Compute},
};

static constexpr int64_t Costs::*wholeChipCosts[] = {&Costs::barrierFj, &Costs::clockCycleFj,
                                                     &Costs::staticPowerNw};

/// Every event has a cost or a reason, every cost of a chip file is charged by exactly one entry.
static constexpr bool isComplete() {
  int64_t Costs::*used[eventCount + std::size(wholeChipCosts)] = {};
  size_t count = 0;
  for (size_t i = 0; i < eventCount; ++i) {
    if (table[i].event != Event(i) || (table[i].cost != nullptr) == !table[i].freeBecause.empty())
      return false;
    if (table[i].cost)
      used[count++] = table[i].cost;
  }
  for (auto cost : wholeChipCosts)
    used[count++] = cost;
  for (size_t i = 0; i < count; ++i)
    for (size_t j = 0; j < i; ++j)
      if (used[i] == used[j])
        return false;
  return count * sizeof(int64_t) + std::size(extraCosts) * sizeof(std::optional<int64_t>) ==
         sizeof(Costs);
}
static_assert(isComplete());

std::string_view energyPartName(EnergyPart part) {
  static constexpr std::array<std::string_view, energyPartCount> names = {
      "compute", "memory", "network", "neuron", "host", "barrier", "clock", "static"};
  return names[size_t(part)];
}

int64_t PartsFj::total() const { return std::accumulate(fj.begin(), fj.end(), int64_t(0)); }

/// Adds to one part; false if the sum of all parts no longer fits.
static bool add(PartsFj &parts, EnergyPart part, __int128 fj) {
  if (parts.total() + fj > INT64_MAX)
    return false;
  parts[part] += int64_t(fj);
  return true;
}

static Error tooMuch() {
  return {"the energy of this run exceeds 9.2 kJ, the largest that is counted in femtojoules",
          "check the costs in the chip file, or simulate fewer samples"};
}

Result<PartsFj> sliceEnergy(const Counters &counters, const Costs &costs) {
  PartsFj parts;
  for (const EventCost &entry : table)
    if (entry.cost &&
        !add(parts, entry.part, __int128(counters[entry.event]) * (costs.*entry.cost)))
      return tooMuch();
  for (const ExtraCost &entry : extraCosts)
    if (const std::optional<int64_t> &cost = costs.*entry.cost) {
      const int64_t instead = entry.insteadOf ? costs.*entry.insteadOf : 0;
      if (!add(parts, entry.part, __int128(counters[entry.event]) * (*cost - instead)))
        return tooMuch();
    }
  return parts;
}

Result<PartsFj> wholeChipEnergy(const ChipCounters &chip, const ChipModel &model) {
  PartsFj parts;
  // 1 nW for 1 fs is 1e-24 J, 1e-9 fJ; a run's time in fs fits 64 bits for 2.5 hours.
  const __int128 nwFsPerFj = 1'000'000'000;
  __int128 runFs = __int128(chip.cycles) * model.timing.cycleFs;
  if (runFs > INT64_MAX)
    return tooMuch();
  const int64_t chips = model.grid.chips();
  __int128 staticFj = (runFs * chips * model.energy.staticPowerNw + nwFsPerFj / 2) / nwFsPerFj;
  if (!add(parts, Barrier, __int128(chip.chipSteps) * chips * model.energy.barrierFj) ||
      !add(parts, Clock, __int128(chip.cycles) * chips * model.energy.clockCycleFj) ||
      !add(parts, Static, staticFj))
    return tooMuch();
  return parts;
}

} // namespace nacre
