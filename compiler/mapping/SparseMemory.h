// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the sparse synapses into a part of a population take of the core that holds it.
#pragma once
#include "compiler/mapping/SynapseMemory.h"
#include <span>

namespace nacre {

/// Counts for sets of target neurons, each being what a core holds of them.
class SparseCounter {
  const ChipModel &chip;
  const MappingProblem::Edge &edge;

  /// What is counted in one pass over the synapses of a set.
  struct Tally {
    int64_t axons = 0;             ///< source neurons with a synapse
    int64_t typedAxons = 0;        ///< with one axon for each weight that is not 0
    std::vector<int64_t> ofLength; ///< source neurons by their synapses that are not 0
    WeightSet weights;             ///< and 0, which rows hold where there is no synapse
  };
  Tally tallyOf(std::span<const uint32_t> targets) const;
  int64_t words(const Tally &tally, int64_t targets, SynapseStorage storage) const;

public:
  /// Both must outlive the counter.
  SparseCounter(const MappingProblem &problem, const MappingProblem::Edge &edge)
      : chip(problem.chip), edge(edge) {}

  struct Needs {
    int64_t axons = 0; ///< entries of the axon table
    StoredSynapses stored;
  };

  /// `targets`: by the network's indices. Stored in what takes fewest words of all that the chip
  /// has; of equals without codebook, and the first in SynapseLayout.
  Needs of(std::span<const uint32_t> targets) const;

  /// In another way.
  int64_t words(std::span<const uint32_t> targets, SynapseStorage storage) const;
};

} // namespace nacre
