// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// First fit decreasing (Johnson, MIT thesis, 1973), with a vector of resources for the one size.
#include "compiler/mapping/pack/Clusters.h"
#include "compiler/mapping/pack/Packing.h"

namespace nacre {

static std::vector<size_t> pack(const PackingProblem &problem) {
  return packBy(problem,
                [](const Clusters &clusters, size_t slice) { return clusters.firstFit(slice); });
}

void registerFirstFit(PackingRegistry &registry) {
  registry.add("first-fit", {"the largest slices first, each onto the first core it fits", pack});
}

} // namespace nacre
