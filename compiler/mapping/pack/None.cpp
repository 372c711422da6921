// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The baseline: each slice has a core of its own.
#include "compiler/mapping/pack/Packing.h"
#include <numeric>

namespace nacre {

static std::vector<size_t> pack(const PackingProblem &problem) {
  std::vector<size_t> clusters(problem.slices());
  std::iota(clusters.begin(), clusters.end(), 0);
  return clusters;
}

void registerNone(PackingRegistry &registry) {
  registry.add("none", {"one slice a core", pack, false});
}

} // namespace nacre
