// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/DeadlockCheck.h"
#include <algorithm>
#include <bit>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <fmt/format.h>
#include <optional>
#include <tuple>

namespace nacre {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

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

/// Who waits for whom among the channels of a network.
class ChannelGraph {
  const Topology &topology;
  const uint32_t ports, perRouter; ///< channels: of each class, all ports
  /// Bit f of a channel: some packet in it waits for channel f of the next router.
  std::vector<uint64_t> followers;

public:
  ChannelGraph(const Topology &topology, uint32_t classes)
      : topology(topology), ports(topology.linkPorts()), perRouter(ports * classes),
        followers(topology.routers() * perRouter) {
    assert(perRouter <= 64);
  }

  uint32_t index(uint32_t router, Way way) const {
    return router * perRouter + way.vcClass * ports + way.port;
  }
  /// A packet in `channel` waits for a way on.
  void wait(uint32_t channel, Way way) {
    followers[channel] |= uint64_t(1) << (way.vcClass * ports + way.port);
  }
  std::vector<NocChannel> findCycle() const;

private:
  NocChannel channel(uint32_t index) const {
    uint32_t router = index / perRouter, offset = index % perRouter;
    uint8_t port = uint8_t(offset % ports);
    return {{router, port, *topology.neighbour(router, port)}, uint8_t(offset / ports)};
  }
};

std::vector<NocChannel> ChannelGraph::findCycle() const {
  Graph graph(followers.size());
  for (uint32_t from = 0; from < followers.size(); ++from)
    for (uint64_t bits = followers[from]; bits; bits &= bits - 1)
      boost::add_edge(from, channel(from).link.to * perRouter + uint32_t(std::countr_zero(bits)),
                      graph);
  std::vector<uint32_t> parent(boost::num_vertices(graph));
  std::optional<std::pair<uint32_t, uint32_t>> closing;
  boost::depth_first_search(graph, boost::visitor(CycleFinder(parent, closing)));
  std::vector<NocChannel> cycle;
  if (!closing)
    return cycle;
  auto [last, first] = *closing;
  for (uint32_t index = last; index != first; index = parent[index])
    cycle.push_back(channel(index));
  cycle.push_back(channel(first));
  std::reverse(cycle.begin(), cycle.end());
  return cycle;
}

/// Follows all packets of a policy: what they hold, and what they wait for meanwhile.
class Follower {
  const Topology &topology;
  const RoutingPolicy &policy;

  enum State : uint8_t { New, Open, Done };
  std::vector<State> states; ///< of (router, class) on the way to one destination

public:
  ChannelGraph channels;

  Follower(const Topology &topology, const RoutingPolicy &policy)
      : topology(topology), policy(policy), channels(topology, policy.classes) {
    assert(policy.startClasses <= policy.classes);
  }

  /// Packets to another destination come next.
  void startOver() { states.assign(topology.routers() * policy.classes, New); }

  /// Since startOver() always to the same destination: known ways are not gone again.
  Status follow(uint32_t from, uint32_t to) {
    for (uint8_t start = 0; start < policy.startClasses; ++start)
      if (auto status = follow(from, start, to); !status)
        return Error{
            fmt::format("a packet from tile {} to {} {}", from, to, status.error().message)};
    return success();
  }

private:
  struct Stop {
    uint32_t router, incoming; ///< channel; none at the start
    uint8_t vcClass;
    Ways ways;
    size_t next = 0;
  };
  static constexpr uint32_t none = ~uint32_t(0);
  std::vector<Stop> path;

  /// Iterative: a path may have a router for each router of the network.
  Status follow(uint32_t from, uint8_t start, uint32_t to) {
    path.clear();
    auto visit = [&](uint32_t router, uint8_t vcClass, uint32_t incoming) -> Status {
      if (router == to)
        return success();
      Stop stop{router, incoming, vcClass, policy.ways(topology, router, to, vcClass)};
      if (stop.ways.size() == 0)
        return Error{fmt::format("has no way from router {}", router)};
      for (Way way : stop.ways) {
        if (!topology.neighbour(router, way.port))
          return Error{fmt::format("leaves the network at router {}", router)};
        if (incoming != none)
          channels.wait(incoming, way);
      }
      State &state = states[router * policy.classes + vcClass];
      if (state == Open)
        return Error{fmt::format("need not arrive: it can come back to router {}", router)};
      if (state == New) {
        state = Open;
        path.push_back(stop);
      }
      return success();
    };
    if (auto status = visit(from, start, none); !status)
      return status;
    while (!path.empty()) {
      Stop &stop = path.back();
      if (stop.next == stop.ways.size()) {
        states[stop.router * policy.classes + stop.vcClass] = Done;
        path.pop_back();
        continue;
      }
      Way way = stop.ways.begin()[stop.next++];
      assert(way.vcClass < policy.classes);
      uint32_t outgoing = channels.index(stop.router, way);
      if (auto status = visit(*topology.neighbour(stop.router, way.port), way.vcClass, outgoing);
          !status)
        return status;
    }
    return success();
  }
};

Status followAll(Follower &follower, const Topology &topology) {
  for (uint32_t to = 0; to < topology.tiles(); ++to) {
    follower.startOver();
    for (uint32_t from = 0; from < topology.tiles(); ++from)
      if (auto status = follower.follow(from, to); !status)
        return status;
  }
  return success();
}

Status followPairs(Follower &follower, std::vector<TilePair> pairs) {
  std::sort(pairs.begin(), pairs.end(),
            [](TilePair a, TilePair b) { return std::tie(a.to, a.from) < std::tie(b.to, b.from); });
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (i == 0 || pairs[i].to != pairs[i - 1].to)
      follower.startOver();
    if (auto status = follower.follow(pairs[i].from, pairs[i].to); !status)
      return status;
  }
  return success();
}

Status refuseCycle(const ChannelGraph &graph, uint32_t classes) {
  std::vector<NocChannel> cycle = graph.findCycle();
  if (cycle.empty())
    return success();
  std::string channels;
  for (const NocChannel &channel : cycle)
    channels +=
        fmt::format("{}{}->{}{}", channels.empty() ? "" : ", ", channel.link.from, channel.link.to,
                    classes > 1 ? fmt::format(" class {}", channel.vcClass) : "");
  return Error{"routing can deadlock: these channels wait for each other: " + channels};
}

} // namespace

std::vector<NocChannel> dependencyCycle(const Topology &topology, const RoutingPolicy &policy) {
  Follower follower(topology, policy);
  [[maybe_unused]] Status status = followAll(follower, topology);
  assert(status && "every packet arrives");
  return follower.channels.findCycle();
}

Status checkRouting(const Topology &topology, const RoutingPolicy &policy) {
  if (auto status = policy.checkServes(topology); !status)
    return status;
  Follower follower(topology, policy);
  if (auto status = followAll(follower, topology); !status)
    return status;
  return refuseCycle(follower.channels, policy.classes);
}

Status checkRouting(const Topology &topology, const RoutingPolicy &policy,
                    std::vector<TilePair> pairs) {
  if (auto status = policy.checkServes(topology); !status)
    return status;
  Follower follower(topology, policy);
  if (auto status = followPairs(follower, std::move(pairs)); !status)
    return status;
  return refuseCycle(follower.channels, policy.classes);
}

Status checkDeadlock(const Topology &topology, const std::vector<RoutingTree> &trees) {
  ChannelGraph channels(topology, 1);
  std::vector<uint64_t> outputs(topology.routers()); // of a tree
  for (const RoutingTree &tree : trees) {
    for (const TreeEntry &entry : tree)
      outputs[entry.router] = entry.outputs;
    for (const Link &link : linksOfTree(topology, tree))
      for (uint8_t port = 0; port < topology.linkPorts(); ++port)
        if (outputs[link.to] >> port & 1)
          channels.wait(channels.index(link.from, Way(link.port)), Way(port));
    for (const TreeEntry &entry : tree)
      outputs[entry.router] = 0;
  }
  return refuseCycle(channels, 1);
}

} // namespace nacre
