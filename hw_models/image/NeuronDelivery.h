// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which neurons' spikes cores need and are sent: for populations with sparse synapses, where boxes
// say too little.
#pragma once
#include "hw_models/image/SparseRows.h"
#include <optional>
#include <vector>

namespace nacre {

/// Of one source population. Cores are physical ids.
class NeuronDelivery {
  std::vector<uint64_t> needs, sendings; ///< neuron, then core in the low half

public:
  /// The core has a synapse from the neuron. May be said repeatedly.
  void need(uint32_t neuron, uint32_t core) { needs.push_back(uint64_t(neuron) << 32 | core); }

  /// Of all rows. coreOf: for each target neuron, -1 where its core holds no synapses of these.
  void need(const SparseRows &rows, std::span<const int64_t> coreOf);

  /// A packet of each of the neuron's spikes goes to the core.
  void send(uint32_t neuron, uint32_t core) { sendings.push_back(uint64_t(neuron) << 32 | core); }

  struct Fault {
    uint32_t neuron = 0, core = 0;
    bool needed = false;
    uint32_t sent = 0; ///< times
    auto operator<=>(const Fault &) const = default;
  };

  /// The first neuron, and core, that is not sent once though needed, or is sent more than once,
  /// or, where `exactly`, is sent without need.
  std::optional<Fault> fault(bool exactly);
};

} // namespace nacre
