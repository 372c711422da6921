// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/DeadlockCheck.h"
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <fmt/format.h>
#include <map>

namespace nacre {

namespace {

using Channel = std::pair<uint32_t, uint32_t>; // from tile, to tile
using Graph = boost::adjacency_list<boost::setS, boost::vecS, boost::directedS>;

/// Remembers the first cycle the search closes.
struct CycleFinder : boost::default_dfs_visitor {
  std::vector<size_t> &stack, &cycle;
  CycleFinder(std::vector<size_t> &stack, std::vector<size_t> &cycle) : stack(stack), cycle(cycle) {}

  void discover_vertex(size_t v, const Graph &) { stack.push_back(v); }
  void finish_vertex(size_t, const Graph &) { stack.pop_back(); }
  void back_edge(Graph::edge_descriptor e, const Graph &) {
    if (cycle.empty())
      cycle.assign(std::find(stack.begin(), stack.end(), e.m_target), stack.end());
  }
};

} // namespace

Status checkDeadlock(const std::vector<std::vector<uint32_t>> &routes) {
  std::map<Channel, size_t> indexOf;
  std::vector<Channel> channels;
  auto vertex = [&](uint32_t from, uint32_t to) {
    auto [it, fresh] = indexOf.try_emplace({from, to}, channels.size());
    if (fresh)
      channels.push_back({from, to});
    return it->second;
  };
  Graph graph;
  for (const auto &tiles : routes)
    for (size_t i = 2; i < tiles.size(); ++i) {
      size_t first = vertex(tiles[i - 2], tiles[i - 1]), then = vertex(tiles[i - 1], tiles[i]);
      boost::add_edge(first, then, graph);
    }
  std::vector<size_t> stack, cycle;
  boost::depth_first_search(graph, boost::visitor(CycleFinder(stack, cycle)));
  if (cycle.empty())
    return success();
  std::string links;
  for (size_t v : cycle)
    links += fmt::format("{}{}->{}", links.empty() ? "" : ", ", channels[v].first, channels[v].second);
  return Error{"the routes can deadlock: these links between tiles wait for each other in a circle: " +
                   links,
               "choose another routing policy or placement"};
}

} // namespace nacre
