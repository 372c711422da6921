// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A netx file run step by step, as Lava's sources say and nothing else: arrays in its order of
// axes, its convolution, its fixed-point neuron, synapses that answer a step later. Slow; shares
// nothing with the importer but the file.
#pragma once
#include "compiler/import/netx/File.h"
#include "support/SpikeTrain.h"
#include <cstdint>
#include <vector>

namespace nacre {

struct PlainRun {
  /// By layer of neurons and step: which fire, (z * ny + y) * nx + x, ascending.
  std::vector<std::vector<std::vector<uint32_t>>> spikes;
  /// Spikes of each neuron of the last layer that have left it, after the last step.
  std::vector<int32_t> counts;
};

/// `input`: nz, ny, nx of what comes in. The largest state, by magnitude, is in `largest`.
PlainRun runPlainly(const netx::File &file, const std::vector<int64_t> &input,
                    const SpikeTrain &train, int64_t steps, int64_t &largest);

} // namespace nacre
