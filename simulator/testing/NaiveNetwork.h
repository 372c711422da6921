// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The network before any mapping, and a slow reference that executes it straight from the
// definitions: every synapse is expanded, nothing is shared with the engines.
#pragma once
#include "simulator/BoxIndex.h"
#include "simulator/Engine.h"
#include <optional>

namespace nacre {

struct NaivePopulation {
  int64_t channels = 1, height = 1, width = 1;
  int64_t depth = 0; ///< for the mapping only; the reference runs in logical time
  bool spiking = true;
  int64_t theta = 1, v0 = 0;
  std::vector<int32_t> biases = {0}; ///< one, or one a neuron
  int64_t membraneBits = 24;
  int64_t maxSpikes = 1;
  bool strict = false;
  enum { Subtract, ToValue, None } reset = Subtract;
  int64_t resetValue = 0;
  int64_t leakShift = 0, leakMultiplier = 0, leakScaleBits = 0;
  int64_t inputShift = 0;
  bool currentBased = false; ///< then the two below hold, and leakMultiplier
  int64_t currentLeakMultiplier = 0, currentLeakScaleBits = 0, currentBits = 24;

  int64_t neurons() const { return channels * height * width; }
};

/// A layer of synapses, from the pixels if there is no source.
struct NaiveEdge {
  std::optional<size_t> source;
  size_t target = 0;
  bool dense = true, sparse = false; ///< neither: a convolution
  std::vector<int16_t> weights;      ///< as in chip_image.fbs
  uint8_t weightBits = 8;
  std::vector<std::pair<size_t, size_t>> ends; ///< sparse: source and target of each weight, sorted
  int64_t kernelHeight = 1, kernelWidth = 1, strideY = 1, strideX = 1;
  int64_t padTop = 0, padLeft = 0, dilationY = 1, dilationX = 1, groups = 1;
  int64_t delay = 0; ///< logical steps; 0 only from an earlier population to a later one
};

struct NaiveNetwork {
  NaivePopulation input; ///< its shape only
  int64_t zeroPoint = 0;
  std::vector<NaivePopulation> populations; ///< the last one is the readout
  std::vector<NaiveEdge> edges;
};

/// One stored weight between two neurons.
struct NaiveSynapse {
  size_t source = 0, target = 0;
  int64_t weight = 0;
};

Point pointOf(const NaivePopulation &population, size_t neuron);

std::vector<NaiveSynapse> expand(const NaiveNetwork &network, const NaiveEdge &edge);

struct NaiveOutcome {
  std::vector<Spike> spikes; ///< sorted
  std::vector<int32_t> classAfterStep;
  /// Per population: Spikes, updates, Saturations, host events.
  std::vector<Counters> populations;
};

NaiveOutcome runNaively(const NaiveNetwork &network, const std::vector<uint8_t> &pixels,
                        int64_t steps);

} // namespace nacre
