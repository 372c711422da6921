// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/SparseTally.h"
#include "hw_models/chip/WeightSet.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageRows.h"

namespace nacre {
namespace {

/// Adds rows to the tallies of the slices that hold their targets.
class Counter {
  std::vector<SparseTally> &tallies;
  std::vector<uint32_t> sliceOf; ///< of each target neuron
  struct Row {
    int64_t synapses = 0, nonZeros = 0;
    WeightSet weights;
  };
  std::vector<Row> rows; ///< of each slice, from the source being counted
  std::vector<uint32_t> touched;

public:
  Counter(std::vector<SparseTally> &tallies, const image::Population &target,
          const std::vector<const image::Slice *> &slices)
      : tallies(tallies), sliceOf(volume(target)), rows(slices.size()) {
    for (uint32_t s = 0; s < slices.size(); ++s)
      forEachNeuron(target, *slices[s]->box(), [&](uint32_t neuron) { sliceOf[neuron] = s; });
  }

  void add(std::span<const uint32_t> targets, const WeightSpan &weights) {
    for (size_t i = 0; i < targets.size(); ++i) {
      const uint32_t slice = sliceOf[targets[i]];
      Row &row = rows[slice];
      if (row.synapses++ == 0)
        touched.push_back(slice);
      row.nonZeros += weights[i] != 0;
      row.weights.insert(weights[i]);
    }
    for (uint32_t slice : touched) {
      Row &row = rows[slice];
      SparseTally &tally = tallies[slice];
      ++tally.axons;
      tally.typedAxons += row.weights.nonZeros();
      if (size_t(row.nonZeros) >= tally.ofLength.size())
        tally.ofLength.resize(size_t(row.nonZeros) + 1);
      ++tally.ofLength[size_t(row.nonZeros)];
      row = {};
    }
    touched.clear();
  }
};

} // namespace

SparseTallies::SparseTallies(const image::Image &image)
    : image(image), slicesOf(image.populations()->size()) {
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices()) {
      auto &slices = slicesOf[slice->population()];
      numberOf[slice] = uint32_t(slices.size());
      slices.push_back(slice);
    }
}

const SparseTally &SparseTallies::of(const image::Slice &slice, const image::Synapses &synapses) {
  auto [entry, fresh] = known.try_emplace({synapses.weights(), slice.population()});
  std::vector<SparseTally> &tallies = entry->second;
  if (fresh) {
    const auto &slices = slicesOf[slice.population()];
    tallies.resize(slices.size());
    Counter counter(tallies, *image.populations()->Get(slice.population()), slices);
    const SparseRows rows = rowsOf(*image.weights()->Get(synapses.weights()));
    for (size_t source = 0; source < rows.sources(); ++source)
      counter.add(rows.targetsOf(source), rows.weightsOf(source));
  }
  return tallies[numberOf.at(&slice)];
}

} // namespace nacre
