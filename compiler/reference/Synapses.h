// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The synapses of one snn.conv2d, snn.linear or snn.sparse, ordered by source neuron, so that a
// time step costs what its spikes cost.
#pragma once
#include "dialects/snn/Snn.h"
#include <vector>

namespace nacre {

class Synapses {
  /// One source neuron reaches one position of the target: a run of neighbouring channels there.
  struct Tap {
    uint32_t target;  ///< index of the first accumulator
    uint32_t weights; ///< index of the first weight
  };
  std::vector<Tap> taps;
  std::vector<uint32_t> firstTap; ///< of each source neuron, and the end of the last
  std::vector<int16_t> weights;
  int64_t runLength = 0; ///< channels of a tap
  int64_t targets = 0;

public:
  explicit Synapses(snn::Conv2DOp op);
  explicit Synapses(snn::LinearOp op);
  explicit Synapses(snn::SparseOp op);

  /// Adds value * weight of every synapse of neuron `source` to the accumulators, which are ordered
  /// [row][column][channel]. Returns how many there were.
  int64_t add(size_t source, int32_t value, int32_t *accumulators) const {
    uint32_t first = firstTap[source], end = firstTap[source + 1];
    for (uint32_t tap = first; tap < end; ++tap) {
      int32_t *to = accumulators + taps[tap].target;
      const int16_t *weight = weights.data() + taps[tap].weights;
      for (int64_t i = 0; i < runLength; ++i)
        to[i] += value * weight[i];
    }
    return (end - first) * runLength;
  }

  size_t sourceCount() const { return firstTap.size() - 1; }
  size_t targetCount() const { return size_t(targets); }

  /// No accumulator can exceed this, whichever sources are active with values up to `greatest`.
  int64_t worstCase(int64_t greatest) const;
};

} // namespace nacre
