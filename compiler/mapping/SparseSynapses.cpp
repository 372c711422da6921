// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/SparseSynapses.h"

namespace nacre {

SparseSynapses::SparseSynapses(const SparseRows &rows, size_t targets)
    : ofSources{{rows.offsets.begin(), rows.offsets.end()},
                {rows.targets.begin(), rows.targets.end()},
                rows.weights.vec()} {
  ofTargets.offsets.resize(targets + 1);
  for (uint32_t target : rows.targets)
    ++ofTargets.offsets[target + 1];
  for (size_t t = 0; t < targets; ++t)
    ofTargets.offsets[t + 1] += ofTargets.offsets[t];
  ofTargets.neurons.resize(rows.synapses());
  ofTargets.weights.resize(rows.synapses());
  std::vector<uint32_t> next(ofTargets.offsets.begin(), ofTargets.offsets.end() - 1);
  for (uint32_t source = 0; source < rows.sources(); ++source)
    for (uint32_t i = rows.offsets[source]; i < rows.offsets[source + 1]; ++i) {
      uint32_t at = next[rows.targets[i]]++;
      ofTargets.neurons[at] = source;
      ofTargets.weights[at] = rows.weights[i];
    }
}

} // namespace nacre
