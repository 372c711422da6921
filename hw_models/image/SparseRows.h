// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Synapses given one by one, in compressed rows: what dialects, mapping and image mean by `sparse`.
#pragma once
#include "hw_models/image/WeightSpan.h"
#include "support/Result.h"
#include <cstddef>
#include <cstdint>
#include <span>

namespace nacre {

/// A view. The synapses of source neuron s are offsets[s] .. offsets[s + 1] - 1.
struct SparseRows {
  std::span<const uint32_t> offsets; ///< one more than source neurons
  std::span<const uint32_t> targets; ///< target neuron of each synapse, ascending in a row
  WeightSpan weights;                ///< of each synapse

  size_t sources() const { return offsets.size() - 1; }
  size_t synapses() const { return targets.size(); }
  std::span<const uint32_t> targetsOf(size_t source) const {
    return targets.subspan(offsets[source], offsets[source + 1] - offsets[source]);
  }
  WeightSpan weightsOf(size_t source) const {
    return weights.subspan(offsets[source], offsets[source + 1] - offsets[source]);
  }
};

/// Refuses lengths that do not fit each other or the numbers of neurons, offsets that do not ascend
/// from 0 to the number of synapses, targets that do not exist or do not ascend in their row.
Status checkRows(const SparseRows &rows, uint64_t sources, uint64_t targets);

} // namespace nacre
