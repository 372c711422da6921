// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "support/Registry.h"
#include <vector>

namespace nacre {

/// How long placement and routing search, counted in steps, so that the result does not depend on
/// the machine.
struct Effort {
  int64_t movesPerCluster = 0; ///< tried
  /// Of annealing, one a round: the temperatures at which rounds start, as Annealing.cpp counts
  /// them. A hot round finds another order of things, a colder one improves the one there is.
  std::vector<double> heats;
  int64_t routingRounds = 0; ///< in which routing improves all trees, where there are tables
};

/// fast, normal, best.
Registry<Effort> efforts();

} // namespace nacre
