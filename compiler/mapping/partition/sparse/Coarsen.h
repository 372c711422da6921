// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coarsening by heavy edges.
#pragma once
#include "compiler/mapping/partition/sparse/NeuronGraph.h"

namespace nacre {

struct Clustering {
  std::vector<uint32_t> clusterOf; ///< by vertex
  uint32_t clusters = 0;
};

/// Puts each vertex into the cluster of the neighbour that it is nearest to, as far as the
/// cluster's load stays within `mostLoad`.
///
/// Single synapses of a random network all weigh the same, and say little about who belongs
/// together; what a neuron's neighbours have in common says more. So nearness is algebraic
/// distance: vectors of random numbers, relaxed until neighbours are alike (Ron, Safro and Brandt,
/// Multiscale Model. Simul. 9(1):407, 2011; for hypergraphs Shaydulin, Chen and Safro, ibid.
/// 17(1):482, 2019).
Clustering clusterNeighbours(const NeuronGraph &graph, int64_t mostLoad, uint64_t seed);

} // namespace nacre
