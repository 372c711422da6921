// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/DifferenceSystem.h"
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/bellman_ford_shortest_paths.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>

namespace nacre {

namespace {

using Constraint = DifferenceSystem::Constraint;

/// Distances negated, so that longest paths are shortest ones.
using PathGraph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_weight_t, int64_t, boost::property<boost::edge_index_t, size_t>>>;

/// Keeps which constraint raised each unknown last; the one that is still not met counts too.
struct LastRaise : boost::bellman_visitor<> {
  std::vector<size_t> &constraintOf;
  size_t &last;
  LastRaise(std::vector<size_t> &constraintOf, size_t &last)
      : constraintOf(constraintOf), last(last) {}

  template <class Edge, class Graph> void edge_relaxed(Edge edge, const Graph &graph) {
    last = target(edge, graph);
    constraintOf[last] = get(boost::edge_index, graph, edge);
  }
  template <class Edge, class Graph> void edge_not_minimized(Edge edge, const Graph &graph) {
    edge_relaxed(edge, graph);
  }
};

using FlowTraits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using FlowGraph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<
        boost::edge_capacity_t, int64_t,
        boost::property<boost::edge_residual_capacity_t, int64_t,
                        boost::property<boost::edge_reverse_t, FlowTraits::edge_descriptor>>>>;

void addPipe(FlowGraph &graph, size_t from, size_t to, int64_t capacity) {
  auto there = add_edge(from, to, graph).first, back = add_edge(to, from, graph).first;
  put(boost::edge_capacity, graph, there, capacity);
  put(boost::edge_capacity, graph, back, 0);
  put(boost::edge_reverse, graph, there, back);
  put(boost::edge_reverse, graph, back, there);
}

} // namespace

DifferenceSystem::Solution DifferenceSystem::least() const {
  PathGraph graph(unknowns);
  for (size_t i = 0; i < constraints.size(); ++i)
    add_edge(constraints[i].from, constraints[i].to, {-constraints[i].distance, {i}}, graph);
  std::vector<int64_t> length(unknowns, 0);
  std::vector<size_t> raisedBy(unknowns, 0);
  size_t at = 0;
  if (bellman_ford_shortest_paths(
          graph, int(unknowns),
          boost::distance_map(length.data()).visitor(LastRaise(raisedBy, at)))) {
    for (int64_t &l : length)
      l = -l;
    return {std::move(length), {}};
  }
  // From an unknown that still rises after that many rounds, as many steps back end in a cycle.
  for (size_t i = 0; i < unknowns; ++i)
    at = constraints[raisedBy[at]].from;
  Solution none;
  size_t first = at;
  do {
    none.cycle.push_back(constraints[raisedBy[at]]);
    at = none.cycle.back().from;
  } while (at != first);
  std::reverse(none.cycle.begin(), none.cycle.end());
  return none;
}

/// The cost is convex on the lattice of solutions, and one of the cheapest lies nowhere below the
/// least. So raising sets of unknowns by 1 finds it (Murota, Discrete Convex Analysis, 2003, ch.
/// 10); the best set is closed under the constraints that are met with equality: a minimum cut
/// (Picard, Management Science 22, 1976).
std::vector<int64_t> DifferenceSystem::cheapest(std::vector<int64_t> x,
                                                const std::vector<int64_t> &cost) const {
  size_t source = unknowns, sink = unknowns + 1;
  int64_t gain = 0, total = 1;
  for (int64_t c : cost) {
    gain += std::max<int64_t>(0, -c);
    total += std::abs(c);
  }
  while (true) {
    FlowGraph graph(unknowns + 2);
    for (size_t i = 0; i < unknowns; ++i)
      if (cost[i] < 0)
        addPipe(graph, source, i, -cost[i]);
      else
        addPipe(graph, i, sink, cost[i]);
    for (const Constraint &c : constraints)
      if (x[c.to] == x[c.from] + c.distance)
        addPipe(graph, c.from, c.to, total);
    std::vector<boost::default_color_type> color(unknowns + 2);
    int64_t flow = boykov_kolmogorov_max_flow(graph, get(boost::edge_capacity, graph),
                                              get(boost::edge_residual_capacity, graph),
                                              get(boost::edge_reverse, graph), color.data(),
                                              get(boost::vertex_index, graph), source, sink);
    if (flow == gain)
      return x;
    for (size_t i = 0; i < unknowns; ++i)
      x[i] += color[i] == boost::black_color;
  }
}

} // namespace nacre
