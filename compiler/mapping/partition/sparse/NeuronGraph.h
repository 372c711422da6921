// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which neurons have synapses between them, whatever their direction: what coarsening and bisection
// look at.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Vertices are neurons, later clusters of them.
struct NeuronGraph {
  std::vector<uint64_t> offsets = {0}; ///< first half edge of each vertex, and the end
  std::vector<uint32_t> neighbours;    ///< by half edge
  std::vector<uint32_t> weights;       ///< synapses, by half edge; empty: one each
  std::vector<int64_t> loads;          ///< of each vertex: what it takes of a core

  uint32_t vertices() const { return uint32_t(loads.size()); }
  uint32_t weight(uint64_t halfEdge) const { return weights.empty() ? 1 : weights[halfEdge]; }
  int64_t load() const;

  /// Calls visit(neighbour, weight) for all neighbours of a vertex.
  template <class Visit> void forEachNeighbour(uint32_t vertex, Visit visit) const {
    for (uint64_t i = offsets[vertex]; i < offsets[vertex + 1]; ++i)
      visit(neighbours[i], weight(i));
  }
};

/// The neurons of a population with these loads, then, with load 0, those of other populations that
/// have sparse synapses to it: what they have in common are their targets.
NeuronGraph neuronGraphOf(const MappingProblem &problem, size_t population,
                          std::vector<int64_t> loads);

/// One vertex for each of `clusters` clusters, numbered from 0.
NeuronGraph contract(const NeuronGraph &graph, const std::vector<uint32_t> &clusterOf,
                     uint32_t clusters);

} // namespace nacre
