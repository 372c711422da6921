// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A small chip and a small network on it, as RapidCheck generates, shrinks and prints them.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/ChipImage.h"
#include <iosfwd>
#include <rapidcheck.h>
#include <vector>

namespace nacre {

/// A population of shape (neurons, 1, 1).
struct LayerSpec {
  std::vector<int32_t> biases; ///< of each neuron
  int32_t theta = 1;
  int32_t maxSpikes = 1;
  uint32_t depth = 0;
  uint32_t core = 0;
  uint32_t cut = 0, secondCore = 0; ///< neurons below `cut` are on the second core
};

/// Synapses from neurons of a population to all of another one, all of the same weight.
struct ConnectionSpec {
  uint32_t source = 0, target = 0;
  uint32_t firstNeuron = 0, endNeuron = 1; ///< of the source
  int32_t weight = 1;
  uint32_t delay = 1;
};

struct ChipScenario {
  ChipModel chip;
  std::vector<LayerSpec> layers; ///< the last one is the readout
  std::vector<ConnectionSpec> connections;
  uint32_t steps = 1;
  bool sendWholeBoxes = false; ///< also neurons that the core has no axon for

  ChipImage image() const;
};

/// How RapidCheck prints them.
void showValue(const ChipModel &chip, std::ostream &out);
void showValue(const ChipScenario &scenario, std::ostream &out);

rc::Gen<ChipScenario> chipScenarios();

/// All topologies, policies, times and buffers.
rc::Gen<ChipModel> chips();

} // namespace nacre
