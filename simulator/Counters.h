// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the engines count. Energy is computed from these afterwards (simulator/report/Energy.h).
#pragma once
#include "hw_models/noc/Topology.h"
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nacre {

/// Events counted per slice (the part of a layer that one core holds), so that sums over cores
/// give layers and sums over layers give cores.
enum class Event : uint8_t {
  Spikes,       ///< fired by the slice
  PacketsSent,  ///< by the slice's core for its spikes, one per destination core or multicast tree
  HopsEastWest, ///< links passed by the flits of those packets, by direction
  HopsNorthSouth,
  HopsLocal,      ///< flits of those packets from routers to cores
  HopsBorder,     ///< and from chip to chip
  AxonLookups,    ///< packets looked up into this slice's synapses
  SynapseWords,   ///< memory words fetched for this slice
  SynapticOps,    ///< accumulates into the slice (one per stored synapse and spike)
  ConvolutionOps, ///< of those, by synapses of a convolution
  SparseOps,      ///< of those, by synapses given one by one
  UpdatesActive,  ///< neuron updates, see ChipModel::Limits::chargedNeuronsActive
  UpdatesIdle,
  Saturations,        ///< membranes clipped to their width
  HostBiasLoads,      ///< biases written by the host, once a sample
  HostMacs,           ///< multiply-accumulates the host spent on them
  HostSpikes,         ///< written by the host, of networks whose input is spikes
  HostReads,          ///< values of the readout read by the host, once a sample
  HostWords,          ///< through the host's port for those biases and values
  UpdateCycles,       ///< cycle engine only: core busy updating neurons
  SynapseCycles,      ///< cycle engine only: core busy with look-ups, fetches and accumulates
  StallSendCycles,    ///< cycle engine only: axon-out full, the update waited
  StallReceiveCycles, ///< cycle engine only: a flit waited at the core's port for the axon-in FIFO
  Count
};
inline constexpr size_t eventCount = size_t(Event::Count);

/// Links of a kind that flits pass.
inline constexpr Event hopsOver(LinkKind kind) {
  constexpr Event events[] = {Event::HopsEastWest, Event::HopsNorthSouth, Event::HopsLocal,
                              Event::HopsBorder};
  static_assert(std::size(events) == linkKinds);
  return events[size_t(kind)];
}

/// Name in reports ("spikes", "hops_east_west", ...), snake case of the enumerator.
std::string_view eventName(Event event);

struct Counters {
  std::array<int64_t, eventCount> values{};
  int64_t &operator[](Event e) { return values[size_t(e)]; }
  int64_t operator[](Event e) const { return values[size_t(e)]; }
  Counters &operator+=(const Counters &other) {
    for (size_t i = 0; i < eventCount; ++i)
      values[i] += other.values[i];
    return *this;
  }
  bool operator==(const Counters &) const = default;
};

/// Events of the whole chip.
struct ChipCounters {
  int64_t chipSteps = 0; ///< = barriers
  int64_t cycles = 0;    ///< cycle engine only
  int64_t barrierCycles = 0;
  int64_t hostCycles = 0;   ///< of those, spent on the host's port
  int64_t tickOverruns = 0; ///< steps that needed more than the chip's fixed tick
  int64_t tickSlackCycles = 0;
  ChipCounters &operator+=(const ChipCounters &o) {
    chipSteps += o.chipSteps, cycles += o.cycles, barrierCycles += o.barrierCycles;
    hostCycles += o.hostCycles;
    tickOverruns += o.tickOverruns, tickSlackCycles += o.tickSlackCycles;
    return *this;
  }
  bool operator==(const ChipCounters &) const = default;
};

} // namespace nacre
