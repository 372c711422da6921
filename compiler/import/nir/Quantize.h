// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Real populations in integers: a unit for each channel, in which its weights, bias and threshold
// are rounded.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/nir/Network.h"
#include "hw_models/neurons/NeuronModel.h"

namespace nacre::nir {

struct IntegerPopulation {
  std::vector<double> unit;                 ///< real value of one step of the membrane, by channel
  std::vector<int32_t> threshold, bias;     ///< by channel
  std::vector<std::vector<int16_t>> weights; ///< by connection
  std::string model;                        ///< "if" or "lif"
  NeuronOptions options;
  bool leftGrid = false;  ///< not all numbers are integers of the units named
  double weightError = 0; ///< root mean square, in shares of the weights'
};

/// Where the population names units, and all its numbers are integers of theirs, those; else the
/// unit of a channel is its threshold over an integer, so that the threshold is exact, and the
/// least with which its weights have `weightBits`. Refuses thresholds and biases of more than 2^23
/// units, and leaks that 16 bits cannot tell from none.
IntegerPopulation quantize(const Population &population, int64_t weightBits, bool inclusive,
                           Findings &findings);

} // namespace nacre::nir
