// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/SparseFlows.h"
#include <algorithm>
#include <map>
#include <tuple>

namespace nacre {

using Flow = MappingProblem::Flow;
using Slice = MappingProblem::Slice;

namespace {

/// The neuron with this number in a population of that extent.
Box boxOf(uint32_t neuron, const Box &extent) {
  const int64_t width = extent.x.size(), plane = extent.y.size() * width;
  const int64_t c = neuron / plane, y = neuron % plane / width, x = neuron % width;
  return {{c, c + 1}, {y, y + 1}, {x, x + 1}};
}

class SparseFlows {
  const MappingProblem &problem;
  std::vector<Flow> &flows;
  /// By population and neuron of the network; only of targets of sparse synapses.
  std::vector<std::vector<uint32_t>> clusterOfNeuron;
  std::map<std::tuple<int64_t, int64_t, size_t>, std::vector<Box>>
      known; ///< by from, to, population

  // Of the slice at hand:
  std::vector<std::vector<uint32_t>> sent; ///< neurons, by cluster
  std::vector<uint32_t> reached;           ///< clusters

public:
  SparseFlows(const MappingProblem &problem, const std::vector<size_t> &clusterOf,
              std::vector<Flow> &flows)
      : problem(problem), flows(flows), clusterOfNeuron(problem.populations.size()) {
    for (size_t cluster : clusterOf)
      sent.resize(std::max(sent.size(), cluster + 1));
    for (const auto &edge : problem.edges)
      if (edge.sparse)
        clusterOfNeuron[edge.target].resize(
            size_t(problem.populations[edge.target].shape.volume()));
    for (size_t s = 0; s < problem.slices.size(); ++s) {
      const Slice &slice = problem.slices[s];
      if (auto &clusters = clusterOfNeuron[slice.population]; !clusters.empty())
        for (uint32_t neuron : problem.neuronsOf(slice.population, slice.box))
          clusters[neuron] = uint32_t(clusterOf[s]);
    }
    for (const Flow &flow : flows)
      known[{flow.from, flow.to, flow.population}].push_back(flow.box);
  }

  void addFlowsOf(const Slice &slice, size_t from) {
    std::vector<const MappingProblem::Edge *> edges;
    for (const auto &edge : problem.edges)
      if (edge.sparse && edge.source == slice.population)
        edges.push_back(&edge);
    if (edges.empty())
      return;
    const Box extent = problem.extent(slice.population);
    const std::vector<uint32_t> neurons = problem.neuronsOf(slice.population, slice.box);
    size_t i = 0;
    for (int64_t c = slice.box.c.begin; c < slice.box.c.end; ++c)
      for (int64_t y = slice.box.y.begin; y < slice.box.y.end; ++y)
        for (int64_t x = slice.box.x.begin; x < slice.box.x.end; ++x, ++i) {
          const auto neuron = uint32_t((c * extent.y.size() + y) * extent.x.size() + x);
          for (const auto *edge : edges)
            for (uint32_t target : edge->sparse->bySource().targetsOf(neurons[i]))
              send(neuron, clusterOfNeuron[edge->target][target]);
        }
    std::sort(reached.begin(), reached.end());
    for (uint32_t cluster : reached)
      addFlow(slice, from, cluster, extent);
    reached.clear();
  }

private:
  void send(uint32_t neuron, uint32_t cluster) {
    std::vector<uint32_t> &neurons = sent[cluster];
    if (neurons.empty())
      reached.push_back(cluster);
    if (neurons.empty() || neurons.back() != neuron)
      neurons.push_back(neuron);
  }

  void addFlow(const Slice &slice, size_t from, uint32_t cluster, const Box &extent) {
    std::vector<uint32_t> neurons = std::move(sent[cluster]);
    sent[cluster].clear();
    auto boxes = known.find({int64_t(from), int64_t(cluster), slice.population});
    if (boxes != known.end())
      std::erase_if(neurons, [&](uint32_t neuron) {
        return std::any_of(boxes->second.begin(), boxes->second.end(), [&](const Box &box) {
          return !intersect(box, boxOf(neuron, extent)).empty();
        });
      });
    if (neurons.empty())
      return;
    Box hull = boxOf(neurons.front(), extent);
    for (uint32_t neuron : neurons)
      hull = hullOf(hull, boxOf(neuron, extent));
    if (int64_t(neurons.size()) == hull.volume())
      neurons.clear();
    neurons.shrink_to_fit();
    flows.push_back(
        {int64_t(from), int64_t(cluster), slice.population, hull, {}, std::move(neurons)});
  }
};

} // namespace

void addSparseFlows(const MappingProblem &problem, const std::vector<size_t> &clusterOf,
                    std::vector<Flow> &flows) {
  if (std::none_of(problem.edges.begin(), problem.edges.end(),
                   [](const auto &edge) { return bool(edge.sparse); }))
    return;
  SparseFlows sparse(problem, clusterOf, flows);
  for (size_t s = 0; s < problem.slices.size(); ++s)
    sparse.addFlowsOf(problem.slices[s], clusterOf[s]);
}

} // namespace nacre
