// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A graph as populations with synapses: sub-graphs dissolved, linear nodes multiplied into what
// lies between neurons, loops broken by delays. Real numbers.
#pragma once
#include "compiler/import/nir/LinearMap.h"
#include <string>

namespace nacre::nir {

/// Synapses from one population, or the input.
struct Connection {
  static constexpr size_t input = SIZE_MAX;
  size_t source = input; ///< of Network::populations
  LinearMap map;
  int64_t delaySteps = 0;
};

struct Population {
  std::string name;
  Extent extent;
  bool fires = true; ///< else it is the readout
  double keep = 1;   ///< of the membrane, from step to step
  // One a channel:
  std::vector<double> gain, bias; ///< the bias is not multiplied by the gain
  std::vector<double> threshold;  ///< where it fires
  bool subtracts = true;          ///< the threshold, at a spike; else:
  std::vector<double> resetValue; ///< one a channel, or empty: 0
  /// One a channel, or empty: of what the numbers above are integers, if the file says so.
  std::vector<double> unit;
  std::vector<Connection> connections;
};

struct Network {
  Extent input;
  std::vector<Population> populations; ///< the readout last
  std::vector<std::string> notes;      ///< what was decided, and where
};

} // namespace nacre::nir
