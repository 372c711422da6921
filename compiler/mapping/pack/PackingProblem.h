// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which slices share a core, apart from what they are made of.
#pragma once
#include "compiler/mapping/Needs.h"
#include <array>

namespace nacre {

/// Neurons, input axons, synapse memory bits, output axons.
using CoreRoom = std::array<int64_t, 4>;

struct PackingProblem {
  /// Neurons that one slice sends another, as disjoint boxes; none between slices that share their
  /// cores with nobody.
  struct Stream {
    size_t source = 0;
    std::vector<Box> boxes;
    int64_t spikes = 0;
  };

  struct Target {
    size_t slice = 0;
    int64_t spikes = 0;
  };

  CoreRoom limits;
  std::vector<CoreRoom> needs;           ///< by slice; output axons if no other slice shares a core
  std::vector<std::vector<Stream>> into; ///< by target slice
  std::vector<std::vector<Target>> outOf; ///< the same by source slice

  size_t slices() const { return needs.size(); }

  /// What a slice takes of its fullest resource.
  double share(size_t slice) const;
};

/// Of a problem whose slices are made.
PackingProblem packingProblemOf(const MappingProblem &problem, NeedsCounter &needs);

} // namespace nacre
