// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/Copies.h"
#include "compiler/mapping/partition/Targets.h"
#include "compiler/mapping/route/Flows.h"
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <map>
#include <span>
#include <tuple>

namespace nacre {

namespace {

using Flow = MappingProblem::Flow;
using Slice = MappingProblem::Slice;

/// Populations that can be copied, each after all that read it.
std::vector<size_t> copyable(const MappingProblem &problem) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  const size_t count = problem.populations.size();
  Graph graph(count);
  std::vector<bool> excluded(count);
  for (const auto &edge : problem.edges) {
    add_edge(edge.source, edge.target, graph);
    if (edge.source == edge.target || edge.sparse)
      excluded[edge.source] = excluded[edge.target] = true;
  }
  // Tarjan's algorithm numbers a component after all that can be reached from it.
  std::vector<size_t> component(count);
  const size_t components = strong_components(
      graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  std::vector<std::vector<size_t>> members(components);
  for (size_t p = 0; p < count; ++p)
    members[component[p]].push_back(p);
  std::vector<size_t> result;
  for (const auto &alone : members)
    if (alone.size() == 1 && !excluded[alone.front()])
      result.push_back(alone.front());
  return result;
}

/// Clusters that get spikes of a slice, and which: one, or some that one copy can serve.
struct Readers {
  std::vector<size_t> clusters;
  std::vector<Box> boxes;
  Box hull;
  int64_t axonsOut = 0; ///< the neurons of the boxes

  void add(size_t cluster, const Box &box) {
    if (clusters.empty() || clusters.back() != cluster)
      clusters.push_back(cluster);
    hull = boxes.empty() ? box : hullOf(hull, box);
    boxes.push_back(box);
    axonsOut += box.volume();
  }
  void add(const Readers &reader) {
    for (const Box &box : reader.boxes)
      add(reader.clusters.front(), box);
  }
};

/// A cluster of copies.
struct CopyCluster {
  size_t number = 0;
  SliceNeeds needs;
  int64_t axonsOut = 0;
  std::vector<std::pair<size_t, Box>> held; ///< population and neurons

  bool holds(size_t population, const Box &box) const {
    return std::any_of(held.begin(), held.end(), [&](const auto &slice) {
      return slice.first == population && !intersect(slice.second, box).empty();
    });
  }
};

/// Boxes that hold the first neuron of another.
int64_t holding(const std::vector<Box> &boxes, const Box &box) {
  return std::count_if(boxes.begin(), boxes.end(), [&](const Box &other) {
    return other.c.contains(box.c.begin) && other.y.contains(box.y.begin) &&
           other.x.contains(box.x.begin);
  });
}

/// Puts each reader into the first group in which no neuron is then sent to more than
/// `limits.targetsPerNeuron` clusters and the axon-out table holds all; the first one has `room` in
/// it, which may be none for any reader. Readers that begin at the same neurons follow each other.
std::vector<Readers> groupsOf(std::vector<Readers> readers, const ChipModel::Limits &limits,
                              int64_t room) {
  std::sort(readers.begin(), readers.end(), [](const Readers &a, const Readers &b) {
    return std::tie(a.hull, a.clusters) < std::tie(b.hull, b.clusters);
  });
  std::vector<Readers> groups(1);
  for (const Readers &reader : readers) {
    auto fits = [&](const Readers &group) {
      if (group.axonsOut + reader.axonsOut > (&group == &groups.front() ? room : limits.axonsOut))
        return false;
      if (holding(group.boxes, reader.boxes.front()) >= limits.targetsPerNeuron)
        return false; // mostShared() would say so too, but take longer
      std::vector<Box> together = group.boxes;
      together.insert(together.end(), reader.boxes.begin(), reader.boxes.end());
      return mostShared(together) <= limits.targetsPerNeuron;
    };
    auto group = std::find_if(groups.begin(), groups.end(), fits);
    if (group == groups.end())
      group = groups.emplace(groups.end());
    group->add(reader);
  }
  return groups;
}

class Copier {
  MappingProblem &problem;
  NeedsCounter &needs;
  const CopyOptions &options;
  std::vector<Flow> &flows;
  const ChipModel::Limits &limits;
  std::vector<std::vector<size_t>> slicesOf; ///< by cluster, without copies
  std::vector<CopyCluster> clusters;

public:
  Copier(MappingProblem &problem, NeedsCounter &needs, const CopyOptions &options,
         std::vector<Flow> &flows)
      : problem(problem), needs(needs), options(options), flows(flows), limits(problem.chip.limits),
        slicesOf(problem.clusters) {
    for (size_t s = 0; s < problem.slices.size(); ++s)
      slicesOf[problem.slices[s].cluster].push_back(s);
  }

  void run() {
    for (size_t population : copyable(problem)) {
      const size_t slices = problem.slices.size();
      for (size_t s = 0; s < slices && problem.clusters < options.mostClusters; ++s)
        if (problem.slices[s].population == population)
          copy(s);
      if (problem.slices.size() > slices)
        flows = flowsOf(problem);
    }
  }

private:
  /// As often as its readers need it.
  void copy(size_t s) {
    const size_t population = problem.slices[s].population;
    const std::span<const Flow> outputs = flowsFrom(problem.slices[s].cluster);
    const int64_t room = roomFor(s, outputs);
    std::vector<Readers> readers = readersOf(problem.slices[s], outputs);
    if (oneServes(readers, room))
      return;
    std::vector<Readers> groups = groupsOf(std::move(readers), limits, room);
    for (size_t i = 1; i < groups.size(); ++i) { // the slice itself serves the first
      std::sort(groups[i].clusters.begin(), groups[i].clusters.end());
      const size_t cluster = clusterFor(population, groups[i]);
      problem.slices.push_back(
          {population, groups[i].hull, cluster, -1, std::move(groups[i].clusters)});
    }
  }

  /// Whether the slice itself can serve all of them, as nearly always.
  bool oneServes(const std::vector<Readers> &readers, int64_t room) const {
    int64_t axonsOut = 0;
    std::vector<Box> boxes;
    for (const Readers &reader : readers) {
      axonsOut += reader.axonsOut;
      boxes.insert(boxes.end(), reader.boxes.begin(), reader.boxes.end());
    }
    return axonsOut <= room && (int64_t(readers.size()) <= limits.targetsPerNeuron ||
                                mostShared(boxes) <= limits.targetsPerNeuron);
  }

  std::span<const Flow> flowsFrom(size_t cluster) const {
    auto before = [](const Flow &flow, int64_t from) { return flow.from < from; };
    auto begin = std::lower_bound(flows.begin(), flows.end(), int64_t(cluster), before);
    auto end = std::lower_bound(begin, flows.end(), int64_t(cluster) + 1, before);
    return {begin, end};
  }

  /// In the axon-out table, beside the other slices of its cluster.
  int64_t roomFor(size_t s, std::span<const Flow> outputs) const {
    int64_t room = limits.axonsOut;
    for (size_t other : slicesOf[problem.slices[s].cluster])
      if (other != s)
        room -= axonsOutOf(outputs, problem.slices[other], limits.targetsPerNeuron);
    return room;
  }

  /// One by one.
  static std::vector<Readers> readersOf(const Slice &slice, std::span<const Flow> outputs) {
    std::map<size_t, Readers> readers; // by cluster
    for (const Flow &flow : outputs)
      if (flow.population == slice.population && !intersect(flow.box, slice.box).empty())
        readers[size_t(flow.to)].add(size_t(flow.to), flow.box);
    std::vector<Readers> result;
    for (auto &[cluster, reader] : readers)
      result.push_back(std::move(reader));
    return result;
  }

  /// The first one of copies that has room, or a new one.
  size_t clusterFor(size_t population, const Readers &served) {
    const SliceNeeds need = needs.of(population, served.hull);
    auto hasRoom = [&](const CopyCluster &cluster) {
      SliceNeeds sum = cluster.needs;
      return !cluster.holds(population, served.hull) &&
             cluster.axonsOut + served.axonsOut <= limits.axonsOut &&
             shortagesOf(sum += need, limits).empty();
    };
    auto cluster = options.sharesCores ? std::find_if(clusters.begin(), clusters.end(), hasRoom)
                                       : clusters.end();
    if (cluster == clusters.end())
      cluster = clusters.insert(clusters.end(), {problem.clusters++, {}, 0, {}});
    cluster->needs += need;
    cluster->axonsOut += served.axonsOut;
    cluster->held.push_back({population, served.hull});
    return cluster->number;
  }
};

} // namespace

void addCopies(MappingProblem &problem, NeedsCounter &needs, const CopyOptions &options,
               std::vector<Flow> &flows) {
  Copier(problem, needs, options, flows).run();
}

} // namespace nacre
