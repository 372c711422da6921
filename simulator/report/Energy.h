// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Energy from counters: events x cost of the chip file, clock x cycles, static power x time.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "simulator/Counters.h"
#include "support/Result.h"
#include <array>
#include <optional>
#include <string_view>

namespace nacre {

/// Where energy goes. The parts up to Host come from events of slices and so have a layer and a
/// core; the others belong to the whole chip.
enum class EnergyPart : uint8_t {
  Compute,
  Memory,
  Network,
  Neuron,
  Host,
  Barrier,
  Clock,
  Static,
  Count
};
inline constexpr size_t energyPartCount = size_t(EnergyPart::Count);
inline constexpr size_t sliceEnergyPartCount = size_t(EnergyPart::Barrier);

std::string_view energyPartName(EnergyPart part); ///< "compute"

/// What one event costs: either a member of ChipModel::Energy or the reason why nothing.
struct EventCost {
  Event event;
  int64_t ChipModel::Energy::*cost;
  EnergyPart part;
  std::string_view freeBecause;
};

/// In the order of Event, complete.
extern const std::array<EventCost, eventCount> eventCosts;

/// Exact femtojoules by part.
struct PartsFj {
  std::array<int64_t, energyPartCount> fj{};
  int64_t &operator[](EnergyPart part) { return fj[size_t(part)]; }
  int64_t operator[](EnergyPart part) const { return fj[size_t(part)]; }
  int64_t total() const;
  bool operator==(const PartsFj &) const = default;
};

/// Energy of events counted in slices. Refuses sums beyond 9.2 kJ, which no int64 holds.
Result<PartsFj> sliceEnergy(const Counters &counters, const ChipModel::Energy &costs);

/// Barriers, clock and static power of all chips over `chip.chipSteps` and `chip.cycles`.
Result<PartsFj> wholeChipEnergy(const ChipCounters &chip, const ChipModel &model);

/// The usual estimate for comparisons between networks: operations alone, each with the energy of
/// a 32-bit floating-point one in 45 nm (M. Horowitz, ISSCC 2014): 0.9 pJ an addition, 3.7 pJ a
/// multiplication. No memory, network, neuron, clock or static energy.
namespace operations45nm {
inline constexpr int64_t accumulateFj = 900;
inline constexpr int64_t multiplyAccumulateFj = 4600;
} // namespace operations45nm

} // namespace nacre
