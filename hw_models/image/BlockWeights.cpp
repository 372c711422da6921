// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/BlockWeights.h"

namespace nacre {

WeightSet BlockWeights::of(const image::Slice &slice, const image::Synapses &synapses) {
  uint32_t channels = image.populations()->Get(slice.population())->channels();
  auto &sets = ofChannels[{synapses.weights(), channels}];
  if (sets.empty()) {
    sets.resize(channels);
    const auto &values = *image.weights()->Get(synapses.weights())->values();
    for (uint32_t i = 0; i < values.size(); ++i)
      sets[i / (values.size() / channels)].insert(values[i]);
  }
  WeightSet weights;
  for (uint32_t c = slice.box()->c0(); c < slice.box()->c1(); ++c)
    weights.insert(sets[c]);
  return weights;
}

} // namespace nacre
