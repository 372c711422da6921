// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A packing algorithm: which slices share a core.
#pragma once
#include "compiler/mapping/pack/PackingProblem.h"
#include "support/Registry.h"

namespace nacre {

struct Packing {
  std::string summary;
  /// A cluster for each slice, numbered from 0 without gaps, in which all fit a core. A slice that
  /// does not fit by itself is a cluster of its own.
  std::vector<size_t> (*pack)(const PackingProblem &problem);
  bool sharesCores = true; ///< else no two slices are in one cluster
};

using PackingRegistry = Registry<Packing>;
void registerAllPackings(PackingRegistry &registry);

} // namespace nacre
