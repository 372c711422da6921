// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/BlockWeights.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageRows.h"

namespace nacre {

/// Of sparse weights, by target neuron.
static std::vector<WeightSet> setsOf(const SparseRows &rows, size_t targets) {
  std::vector<WeightSet> sets(targets);
  for (size_t i = 0; i < rows.synapses(); ++i)
    sets[rows.targets[i]].insert(rows.weights[i]);
  return sets;
}

WeightSet BlockWeights::ofSparse(const image::Slice &slice, const image::Synapses &synapses) {
  const image::Population &target = *image.populations()->Get(slice.population());
  auto &sets = ofChannels[{synapses.weights(), slice.population()}];
  if (sets.empty())
    sets = setsOf(rowsOf(*image.weights()->Get(synapses.weights())), volume(target));
  WeightSet weights;
  forEachNeuron(target, *slice.box(), [&](uint32_t neuron) { weights.insert(sets[neuron]); });
  weights.insert(0); // of neurons that no synapse connects, in rows layout
  return weights;
}

WeightSet BlockWeights::of(const image::Slice &slice, const image::Synapses &synapses) {
  if (synapses.format() == image::SynapseFormat::Sparse)
    return ofSparse(slice, synapses);
  uint32_t channels = image.populations()->Get(slice.population())->channels();
  auto &sets = ofChannels[{synapses.weights(), channels}];
  if (sets.empty()) {
    sets.resize(channels);
    const WeightSpan values = spanOf(*image.weights()->Get(synapses.weights()));
    for (size_t i = 0; i < values.size(); ++i)
      sets[i / (values.size() / channels)].insert(values[i]);
  }
  WeightSet weights;
  for (uint32_t c = slice.box()->c0(); c < slice.box()->c1(); ++c)
    weights.insert(sets[c]);
  return weights;
}

} // namespace nacre
