// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Axons and synapses of an image's sparse blocks, however they are stored.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include <map>
#include <vector>

namespace nacre {

/// Of the sparse synapses into one slice from one source.
struct SparseTally {
  int64_t axons = 0;             ///< source neurons with a synapse
  int64_t typedAxons = 0;        ///< with one axon for each weight that is not 0
  std::vector<int64_t> ofLength; ///< axons by their synapses that are not 0
};

/// All slices of a population are counted in one pass over its synapses, when first asked for one.
class SparseTallies {
  const image::Image &image;
  std::map<const image::Slice *, uint32_t> numberOf; ///< among the slices of its population
  std::vector<std::vector<const image::Slice *>> slicesOf;
  /// By weights and target population.
  std::map<std::pair<uint32_t, uint32_t>, std::vector<SparseTally>> known;

public:
  /// The image outlives the tallies; its fields are checked.
  explicit SparseTallies(const image::Image &image);

  const SparseTally &of(const image::Slice &slice, const image::Synapses &synapses);
};

} // namespace nacre
