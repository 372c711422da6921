// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Relays: populations that repeat the spikes of another one, neuron by neuron. They hold spikes
// back for longer than one axonal delay can.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Of a network: more take longer to map than anyone waits.
inline constexpr int64_t mostRelays = 1024;

struct RelayPlan {
  /// By population the relays in a chain behind it, each read by the next: the logical delay of
  /// each from the population, ascending.
  std::vector<std::vector<int64_t>> chains;
  std::vector<int64_t> tap; ///< by edge: the relay it reads, from 1; 0: the population itself

  bool empty() const { return chains.empty(); }
};

/// The relays without which balanceDepth() refuses a delay as too long. Each reader takes the last
/// relay of the chain that comes in time, and logical delays lie as early in the chain as all
/// behind them have them, so that a run becomes no longer. Empty where delays are short enough, and
/// where relays do not help: loops, more relays than mostRelays or than the chip has neurons.
/// Changes depths and delays of the problem.
RelayPlan planRelays(MappingProblem &problem);

} // namespace nacre
