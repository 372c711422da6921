// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A placement algorithm: which physical core holds which cluster.
#pragma once
#include "compiler/mapping/place/Effort.h"
#include "compiler/mapping/place/objectives/ObjectiveSum.h"
#include "support/Registry.h"
#include <functional>

namespace nacre {

struct PlacementOptions {
  ObjectiveSum objective;
  Effort effort;
  uint64_t seed = 1;
  /// Asked again and again; true: end with the best placement so far. Empty: never.
  std::function<bool()> stop = {};

  bool stopped() const { return stop && stop(); }
};

struct Placement {
  std::string summary;
  /// A core for each cluster, all different. The same problem, objective, effort and seed give the
  /// same cores, unless it was stopped.
  std::vector<uint32_t> (*place)(const PlacementProblem &problem, const PlacementOptions &options);
  /// One look at the network, without search: others start from the best of these.
  bool isStart = false;
};

using PlacementRegistry = Registry<Placement>;
void registerAllPlacements(PlacementRegistry &registry);

} // namespace nacre
