// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The distinct weights of an image's blocks of synapses, from which codebooks follow.
#pragma once
#include "hw_models/chip/SynapseStorage.h"
#include "hw_models/image/chip_image_generated.h"
#include <map>
#include <vector>

namespace nacre {

inline SynapseStorage storageOf(const image::Synapses &synapses) {
  return {SynapseLayout(synapses.layout()), synapses.codebook()};
}

class BlockWeights {
  const image::Image &image;
  /// Of each target channel, by weights and number of target channels, or of each target neuron, by
  /// sparse weights and population; filled as asked for.
  std::map<std::pair<uint32_t, uint32_t>, std::vector<WeightSet>> ofChannels;

  WeightSet ofSparse(const image::Slice &slice, const image::Synapses &synapses);

public:
  explicit BlockWeights(const image::Image &image) : image(image) {}

  /// Weights into the channels of the slice that holds the synapses; of sparse ones those into its
  /// neurons, and 0. The fields are checked.
  WeightSet of(const image::Slice &slice, const image::Synapses &synapses);
};

} // namespace nacre
