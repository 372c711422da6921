// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The neurons and synapses of a chip image, one at a time, read straight from the image.
#pragma once
#include "hw_models/image/ChipImage.h"
#include "hw_models/neurons/NeuronModel.h"
#include "simulator/BoxIndex.h"
#include "simulator/Counters.h"
#include <map>
#include <set>
#include <vector>

namespace nacre {

/// What a neuron did in a step.
struct NaiveUpdate {
  bool active = false;
  int32_t spikes = 0;
};

class NaiveSlice {
  struct Neuron {
    Point point;
    NeuronState state;
    int64_t bias = 0;
    std::map<int64_t, int64_t> input = {}; ///< by chip step
    std::set<int64_t> arrivals = {};       ///< chip steps to which a spike came
  };

  const image::Image &image;
  const image::Slice &slice;
  const image::Population &population;
  bool chargedNeuronsActive;
  NeuronOptions options;
  NeuronModel model;           ///< none for the readout
  std::vector<Neuron> neurons; ///< in index order

  bool isSparse(uint32_t axon) const {
    return slice.synapses()->Get(axon)->layout() == image::SynapseLayout::Sparse;
  }
  /// Does any neuron of the slice have a synapse from this one?
  bool reaches(const image::Synapses &synapses, Point source) const;
  void loadHostBiases(const image::HostSynapses &host, const uint8_t *pixels);

public:
  Counters counters;

  /// The host has loaded its biases.
  NaiveSlice(const image::Image &image, const image::Slice &slice, const uint8_t *pixels,
             bool chargedNeuronsActive);

  uint32_t populationIndex() const { return slice.population(); }
  uint32_t depth() const { return population.depth(); }
  size_t size() const { return neurons.size(); }
  Point point(size_t neuron) const { return neurons[neuron].point; }
  uint32_t indexInPopulation(size_t neuron) const;
  int32_t membrane(size_t neuron) const { return neurons[neuron].state.v; }

  /// Axons of this slice for a neuron: indices for receive().
  std::vector<uint32_t> axonsFor(uint32_t population, Point source) const;

  bool hasAxonsFor(uint32_t population) const;

  /// What is left of a step in which the population rests.
  void drop(int64_t chipStep);
  NaiveUpdate update(size_t neuron, int64_t chipStep);

  /// A packet sent in `chipStep` through one axon; returns the accumulates.
  int64_t receive(uint32_t axon, Point source, int64_t chipStep);
  /// Counts them as what their synapses are.
  void countKind(uint32_t axon, int64_t accumulates);
  /// As the core's memory holds them (docs/semantics/chip.md, "Synapse memory").
  int64_t bitsPerSynapse(uint32_t axon, const ChipModel::Limits &limits) const;
};

} // namespace nacre
