// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/NeuronGraph.h"
#include <numeric>

namespace nacre {

int64_t NeuronGraph::load() const {
  return std::accumulate(loads.begin(), loads.end(), int64_t(0));
}

NeuronGraph neuronGraphOf(const MappingProblem &problem, size_t population,
                          std::vector<int64_t> loads) {
  // Where the vertices of each source population begin.
  std::vector<uint32_t> first(problem.populations.size(), 0);
  std::vector<bool> present(problem.populations.size(), false);
  present[population] = true;
  NeuronGraph graph;
  graph.loads = std::move(loads);
  std::vector<const MappingProblem::Edge *> edges;
  for (const auto &edge : problem.edges)
    if (edge.target == population && edge.sparse) {
      edges.push_back(&edge);
      if (present[edge.source])
        continue;
      present[edge.source] = true;
      first[edge.source] = graph.vertices();
      graph.loads.resize(graph.loads.size() +
                         size_t(problem.populations[edge.source].shape.volume()));
    }
  std::vector<uint64_t> degrees(graph.vertices(), 0);
  auto forEachSynapse = [&](auto visit) {
    for (const auto *edge : edges) {
      const SparseRows rows = edge->sparse->bySource();
      for (uint32_t source = 0; source < rows.sources(); ++source)
        for (uint32_t target : rows.targetsOf(source))
          if (uint32_t from = first[edge->source] + source; from != target)
            visit(from, target);
    }
  };
  forEachSynapse([&](uint32_t from, uint32_t to) { ++degrees[from], ++degrees[to]; });
  for (uint64_t degree : degrees)
    graph.offsets.push_back(graph.offsets.back() + degree);
  graph.neighbours.resize(graph.offsets.back());
  std::vector<uint64_t> next(graph.offsets.begin(), graph.offsets.end() - 1);
  forEachSynapse([&](uint32_t from, uint32_t to) {
    graph.neighbours[next[from]++] = to;
    graph.neighbours[next[to]++] = from;
  });
  return graph;
}

NeuronGraph contract(const NeuronGraph &graph, const std::vector<uint32_t> &clusterOf,
                     uint32_t clusters) {
  NeuronGraph coarse;
  coarse.loads.resize(clusters);
  std::vector<uint32_t> firstMember(clusters + 1), members(graph.vertices());
  for (uint32_t v = 0; v < graph.vertices(); ++v) {
    coarse.loads[clusterOf[v]] += graph.loads[v];
    ++firstMember[clusterOf[v] + 1];
  }
  std::partial_sum(firstMember.begin(), firstMember.end(), firstMember.begin());
  std::vector<uint32_t> next(firstMember.begin(), firstMember.end() - 1);
  for (uint32_t v = 0; v < graph.vertices(); ++v)
    members[next[clusterOf[v]]++] = v;

  constexpr uint64_t none = ~uint64_t(0);
  std::vector<uint64_t> edgeTo(clusters, none); // half edge of the cluster at hand, by neighbour
  for (uint32_t cluster = 0; cluster < clusters; ++cluster) {
    const uint64_t begin = coarse.neighbours.size();
    for (uint32_t m = firstMember[cluster]; m < firstMember[cluster + 1]; ++m)
      graph.forEachNeighbour(members[m], [&](uint32_t neighbour, uint32_t weight) {
        const uint32_t other = clusterOf[neighbour];
        if (other == cluster)
          return;
        if (edgeTo[other] == none) {
          edgeTo[other] = coarse.neighbours.size();
          coarse.neighbours.push_back(other);
          coarse.weights.push_back(0);
        }
        coarse.weights[edgeTo[other]] += weight;
      });
    for (uint64_t i = begin; i < coarse.neighbours.size(); ++i)
      edgeTo[coarse.neighbours[i]] = none;
    coarse.offsets.push_back(coarse.neighbours.size());
  }
  return coarse;
}

} // namespace nacre
