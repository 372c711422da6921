// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Synapses given one by one, by their source and by their target.
#pragma once
#include "hw_models/image/SparseRows.h"
#include <vector>

namespace nacre {

class SparseSynapses {
  struct Rows {
    std::vector<uint32_t> offsets, neurons;
    std::vector<int16_t> weights;
    SparseRows view() const { return {offsets, neurons, weights}; }
  };
  Rows ofSources, ofTargets;

public:
  /// Copies the rows, which are checked.
  SparseSynapses(const SparseRows &rows, size_t targets);

  /// Rows of source neurons.
  SparseRows bySource() const { return ofSources.view(); }
  /// Rows of target neurons; `targets` of a row are the source neurons.
  SparseRows byTarget() const { return ofTargets.view(); }
};

} // namespace nacre
