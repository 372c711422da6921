// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// First fit decreasing, but those a slice has spikes in common with come first: spikes within a
// core pass no link.
#include "compiler/mapping/pack/Clusters.h"
#include "compiler/mapping/pack/Packing.h"

namespace nacre {

static std::optional<size_t> choose(const Clusters &clusters, size_t slice) {
  std::optional<size_t> best;
  int64_t most = 0;
  for (auto [cluster, spikes] : clusters.spikesShared(slice))
    if (spikes > most && clusters.fits(slice, cluster)) {
      best = cluster;
      most = spikes;
    }
  return best ? best : clusters.firstFit(slice);
}

static std::vector<size_t> pack(const PackingProblem &problem) { return packBy(problem, choose); }

void registerNeighbours(PackingRegistry &registry) {
  registry.add("neighbours", {"first-fit, but neighbours in the network come first", pack});
}

} // namespace nacre
