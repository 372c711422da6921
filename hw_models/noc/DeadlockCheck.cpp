// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/DeadlockCheck.h"
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <fmt/format.h>
#include <optional>

namespace nacre {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// A channel is numbered by the port it leaves.
uint32_t channelOf(uint32_t tile, Direction direction) { return tile * 4 + uint32_t(direction); }

Link linkOf(const Topology &topology, uint32_t channel) {
  uint32_t tile = channel / 4;
  Direction direction = Direction(channel % 4);
  return {tile, direction, *topology.neighbour(tile, direction)};
}

/// Keeps the tree of the search, and the first edge that closes a cycle.
struct CycleFinder : boost::dfs_visitor<> {
  std::vector<uint32_t> &parent;
  std::optional<std::pair<uint32_t, uint32_t>> &closing;

  CycleFinder(std::vector<uint32_t> &parent, std::optional<std::pair<uint32_t, uint32_t>> &closing)
      : parent(parent), closing(closing) {}

  void tree_edge(Graph::edge_descriptor edge, const Graph &graph) {
    parent[target(edge, graph)] = uint32_t(source(edge, graph));
  }
  void back_edge(Graph::edge_descriptor edge, const Graph &graph) {
    if (!closing)
      closing = {uint32_t(source(edge, graph)), uint32_t(target(edge, graph))};
  }
};

/// Every tile can send to every tile, so each step towards a destination is a dependency.
Graph dependencies(const Topology &topology, const RoutingPolicy &policy) {
  // Bit d of a channel: some flit leaves the next router in direction d.
  std::vector<uint8_t> followers(topology.tiles() * 4);
  for (uint32_t to = 0; to < topology.tiles(); ++to)
    for (uint32_t here = 0; here < topology.tiles(); ++here) {
      Direction direction = policy.next(topology, here, to);
      auto tile = topology.neighbour(here, direction);
      if (here == to || !tile || *tile == to)
        continue;
      Direction following = policy.next(topology, *tile, to);
      if (topology.neighbour(*tile, following))
        followers[channelOf(here, direction)] |= uint8_t(1 << uint8_t(following));
    }
  Graph graph(followers.size());
  for (uint32_t channel = 0; channel < followers.size(); ++channel)
    for (uint8_t following = 0; following < 4; ++following)
      if (followers[channel] >> following & 1)
        boost::add_edge(channel, channelOf(linkOf(topology, channel).to, Direction(following)),
                        graph);
  return graph;
}

/// Follows the policy from every tile towards `to`.
Status checkArrival(const Topology &topology, const RoutingPolicy &policy, uint32_t to) {
  if (policy.next(topology, to, to) != Direction::Local)
    return Error{fmt::format("a flit does not stop at its destination, tile {}", to)};
  std::vector<bool> arrives(topology.tiles());
  arrives[to] = true;
  std::vector<uint32_t> path;
  for (uint32_t from = 0; from < topology.tiles(); ++from) {
    path.clear();
    for (uint32_t here = from; !arrives[here];) {
      path.push_back(here);
      Direction direction = policy.next(topology, here, to);
      auto tile = topology.neighbour(here, direction);
      if (direction == Direction::Local)
        return Error{fmt::format("a flit from tile {} to {} stops at tile {}", from, to, here)};
      if (!tile)
        return Error{
            fmt::format("a flit from tile {} to {} leaves the mesh at tile {}", from, to, here)};
      if (path.size() > topology.tiles())
        return Error{fmt::format("a flit from tile {} to {} never arrives", from, to)};
      here = *tile;
    }
    for (uint32_t tile : path)
      arrives[tile] = true;
  }
  return success();
}

} // namespace

std::vector<Link> dependencyCycle(const Topology &topology, const RoutingPolicy &policy) {
  Graph graph = dependencies(topology, policy);
  std::vector<uint32_t> parent(boost::num_vertices(graph));
  std::optional<std::pair<uint32_t, uint32_t>> closing;
  boost::depth_first_search(graph, boost::visitor(CycleFinder(parent, closing)));
  std::vector<Link> cycle;
  if (!closing)
    return cycle;
  auto [last, first] = *closing;
  for (uint32_t channel = last; channel != first; channel = parent[channel])
    cycle.push_back(linkOf(topology, channel));
  cycle.push_back(linkOf(topology, first));
  std::reverse(cycle.begin(), cycle.end());
  return cycle;
}

Status checkRouting(const Topology &topology, const RoutingPolicy &policy) {
  for (uint32_t to = 0; to < topology.tiles(); ++to)
    if (Status status = checkArrival(topology, policy, to); !status)
      return status;
  std::vector<Link> cycle = dependencyCycle(topology, policy);
  if (cycle.empty())
    return success();
  std::string channels;
  for (const Link &link : cycle)
    channels += fmt::format("{}{}->{}", channels.empty() ? "" : ", ", link.from, link.to);
  return Error{"routing can deadlock: these channels wait for each other: " + channels};
}

} // namespace nacre
