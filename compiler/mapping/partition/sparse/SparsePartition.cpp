// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/SparsePartition.h"
#include "compiler/mapping/partition/sparse/Bisect.h"
#include "compiler/mapping/partition/sparse/Coarsen.h"
#include "compiler/mapping/partition/sparse/Refine.h"
#include "hw_models/chip/SynapseStorage.h"
#include "hw_models/image/Bounds.h"
#include <algorithm>
#include <numeric>

namespace nacre {

namespace {

constexpr int64_t coreLoad = 1 << 24; ///< that of a full core
constexpr int64_t clustersPerPart = 16;
constexpr int64_t mostClusterSteps = 12; ///< neurons in a cluster of the first level
constexpr int refinementPasses = 3;

class Partitioner {
  const SparseNets nets;
  const PartLimits limits;
  NeuronGraph coarsest;
  std::vector<uint32_t> clusterOf; ///< of the coarsest graph, by neuron
  std::vector<uint32_t> sequence;  ///< parts, near ones one after the other

public:
  Partitioner(const MappingProblem &problem, size_t population, int64_t mostNeurons)
      : nets(problem, population), limits(problem.chip, mostNeurons) {}

  std::optional<Parts> run(const MappingProblem &problem, size_t population, uint64_t seed) {
    const std::vector<int64_t> loads = loadsOfNeurons();
    const int64_t load = std::accumulate(loads.begin(), loads.end(), int64_t(0));
    // Cuts are not exact: a little room saves halving many parts.
    const int64_t parts =
        std::clamp<int64_t>((load + load / 16 + coreLoad - 1) / coreLoad, 1, nets.neurons);
    std::vector<uint32_t> partOf(nets.neurons, 0);
    sequence = {0};
    if (!needsOfParts(nets, partOf, 1).fit(limits)) {
      if (nets.neurons < 2)
        return std::nullopt;
      // Smaller clusters where a part of a single one is still too large.
      for (int64_t clusterLoad = load / parts / clustersPerPart;; clusterLoad /= clustersPerPart) {
        coarsen(neuronGraphOf(problem, population, loads), clusterLoad, seed);
        if (cut(uint32_t(parts), partOf))
          break;
        if (clusterLoad == 0)
          return std::nullopt;
      }
      refineParts(nets, limits, partOf, uint32_t(sequence.size()), refinementPasses);
    }
    Parts result(sequence.size());
    std::vector<uint32_t> place(sequence.size());
    for (uint32_t i = 0; i < sequence.size(); ++i)
      place[sequence[i]] = i;
    for (uint32_t neuron = 0; neuron < nets.neurons; ++neuron)
      result[place[partOf[neuron]]].push_back(neuron);
    // Refinement fills parts, and may leave others empty.
    std::erase_if(result, [](const auto &part) { return part.empty(); });
    return result;
  }

private:
  /// The share of a core that a neuron takes of what adds up.
  std::vector<int64_t> loadsOfNeurons() const {
    std::vector<int64_t> loads(nets.neurons, coreLoad / limits.neurons);
    if (nets.inRows())
      return loads;
    for (const SparseNets::Edge &edge : nets.edges) {
      const SparseRows rows = edge.edge->sparse->byTarget();
      for (uint32_t neuron = 0; neuron < nets.neurons; ++neuron) {
        const double share = double(rows.targetsOf(neuron).size()) * double(edge.bits) /
                             double(nets.chip.limits.synapseMemoryBits);
        // One that does not fit is found later.
        loads[neuron] = std::max(loads[neuron], int64_t(std::min(share, 1.0) * double(coreLoad)));
      }
    }
    return loads;
  }

  void coarsen(NeuronGraph graph, int64_t mostLoad, uint64_t seed) {
    clusterOf.resize(graph.vertices());
    for (uint32_t v = 0; v < graph.vertices(); ++v)
      clusterOf[v] = v;
    const int64_t neuronLoad = std::max<int64_t>(1, graph.load() / int64_t(nets.neurons));
    for (int64_t steps = mostClusterSteps;; steps *= mostClusterSteps) {
      const int64_t clusterLoad = std::min(mostLoad, steps * neuronLoad);
      const Clustering level = clusterNeighbours(graph, clusterLoad, seed++);
      if (level.clusters * 10 > graph.vertices() * 9)
        break;
      graph = contract(graph, level.clusterOf, level.clusters);
      for (uint32_t &cluster : clusterOf)
        cluster = level.clusterOf[cluster];
      if (clusterLoad == mostLoad)
        break;
    }
    coarsest = std::move(graph);
  }

  /// Into about `parts` parts, more where some do not fit. False if a cluster does not fit.
  bool cut(uint32_t parts, std::vector<uint32_t> &partOf) {
    std::vector<uint32_t> partOfCluster = bisect(coarsest, parts);
    sequence.resize(parts);
    std::iota(sequence.begin(), sequence.end(), 0);
    while (true) {
      for (uint32_t neuron = 0; neuron < nets.neurons; ++neuron)
        partOf[neuron] = partOfCluster[clusterOf[neuron]];
      const PartsNeeds needs = needsOfParts(nets, partOf, parts);
      if (needs.fit(limits))
        return true;
      std::vector<uint32_t> tooLarge;
      for (uint32_t part = 0; part < parts; ++part)
        if (limits.fill(needs.parts[part]) > 1)
          tooLarge.push_back(part);
      if (tooLarge.empty()) // one neuron's spikes go to too many parts
        return false;
      halve(coarsest, partOfCluster, tooLarge, parts);
      // A cluster cannot be halved; vertices of other populations do not count.
      std::vector<bool> hasLoad(parts + tooLarge.size());
      for (uint32_t cluster = 0; cluster < coarsest.vertices(); ++cluster)
        if (coarsest.loads[cluster] > 0)
          hasLoad[partOfCluster[cluster]] = true;
      for (uint32_t i = 0; i < tooLarge.size(); ++i)
        if (!hasLoad[tooLarge[i]] || !hasLoad[parts + i])
          return false;
      insertHalves(tooLarge, parts);
      parts += uint32_t(tooLarge.size());
    }
  }

  /// Each new part behind the one that it was a half of.
  void insertHalves(const std::vector<uint32_t> &halved, uint32_t firstNew) {
    std::vector<uint32_t> newOf(firstNew, 0);
    for (uint32_t i = 0; i < halved.size(); ++i)
      newOf[halved[i]] = firstNew + i;
    std::vector<uint32_t> longer;
    for (uint32_t part : sequence) {
      longer.push_back(part);
      if (newOf[part])
        longer.push_back(newOf[part]);
    }
    sequence = std::move(longer);
  }
};

} // namespace

bool isSparsePopulation(const MappingProblem &problem, size_t population) {
  const MappingProblem::Population &p = problem.populations[population];
  if (p.theta.empty() || p.fedByHost || p.shape.volume() > maxExtent)
    return false;
  bool any = false;
  for (const auto &edge : problem.edges)
    if (edge.source == population || edge.target == population) {
      any = true;
      if (!edge.sparse)
        return false;
    }
  return any;
}

std::optional<Parts> partitionSparse(const MappingProblem &problem, size_t population,
                                     int64_t mostNeurons, uint64_t seed) {
  return Partitioner(problem, population, mostNeurons).run(problem, population, seed);
}

} // namespace nacre
