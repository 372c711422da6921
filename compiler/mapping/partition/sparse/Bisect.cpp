// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/Bisect.h"
#include <algorithm>
#include <cmath>
#include <queue>

namespace nacre {

namespace {

constexpr int mostPasses = 3;

/// Tentative moves in a row that may come to nothing.
size_t mostFruitless(size_t vertices) { return std::clamp<size_t>(vertices / 16, 8, 100); }

class Bisector {
  const NeuronGraph &graph;
  std::vector<uint32_t> partOf;

  // Of the vertices being bisected; others are in no set.
  std::vector<uint32_t> setOf;
  uint32_t sets = 0;
  std::vector<uint8_t> onRight, locked;
  std::vector<int64_t> gains; ///< less cut if the vertex moves
  int64_t load = 0, leftLoad = 0, leftTarget = 0, slack = 0;

public:
  Bisector(const NeuronGraph &graph)
      : graph(graph), partOf(graph.vertices()), setOf(graph.vertices()), onRight(graph.vertices()),
        locked(graph.vertices()), gains(graph.vertices()) {}

  std::vector<uint32_t> run(uint32_t parts) {
    std::vector<uint32_t> all(graph.vertices());
    for (uint32_t v = 0; v < graph.vertices(); ++v)
      all[v] = v;
    split(std::move(all), 0, parts);
    return std::move(partOf);
  }

  void halve(std::vector<uint32_t> &parts, const std::vector<uint32_t> &which, uint32_t firstNew) {
    partOf = std::move(parts);
    std::vector<uint32_t> index(firstNew, uint32_t(which.size()));
    for (uint32_t i = 0; i < which.size(); ++i)
      index[which[i]] = i;
    std::vector<std::vector<uint32_t>> members(which.size() + 1);
    for (uint32_t v = 0; v < graph.vertices(); ++v)
      members[index[partOf[v]]].push_back(v);
    for (uint32_t i = 0; i < which.size(); ++i)
      if (members[i].size() > 1) {
        cut(members[i], 1, 2);
        for (uint32_t v : members[i])
          partOf[v] = onRight[v] ? firstNew + i : which[i];
      }
    parts = std::move(partOf);
  }

private:
  void split(std::vector<uint32_t> vertices, uint32_t firstPart, uint32_t parts) {
    if (parts == 1 || vertices.size() <= 1) {
      for (uint32_t v : vertices)
        partOf[v] = firstPart;
      return;
    }
    cut(vertices, parts / 2, parts);
    std::vector<uint32_t> left, right;
    for (uint32_t v : vertices)
      (onRight[v] ? right : left).push_back(v);
    vertices = {};
    split(std::move(left), firstPart, parts / 2);
    split(std::move(right), firstPart + parts / 2, parts - parts / 2);
  }

  /// Sets `onRight`; the left side takes leftParts of parts shares of the load.
  void cut(const std::vector<uint32_t> &vertices, uint32_t leftParts, uint32_t parts) {
    int64_t largest = 0;
    load = 0;
    ++sets;
    for (uint32_t v : vertices) {
      load += graph.loads[v];
      largest = std::max(largest, graph.loads[v]);
      setOf[v] = sets;
    }
    leftTarget = int64_t(double(load) * leftParts / parts);
    // A little at each of the bisections that follow.
    slack = std::max(largest / 2, load / 50 / int64_t(1 + std::log2(double(parts))));
    grow(vertices);
    for (int pass = 0; pass < mostPasses && refine(vertices); ++pass)
      ;
  }

  /// In breadth-first order from `start`, then from whatever is not connected to it.
  std::vector<uint32_t> breadthFirst(const std::vector<uint32_t> &vertices, uint32_t start) {
    ++sets; // visited ones change from one set to the next
    std::vector<uint32_t> order = {start};
    order.reserve(vertices.size());
    setOf[start] = sets;
    size_t next = 0;
    for (uint32_t root : vertices) {
      for (; next < order.size(); ++next)
        graph.forEachNeighbour(order[next], [&](uint32_t neighbour, uint32_t) {
          if (setOf[neighbour] != sets - 1)
            return;
          setOf[neighbour] = sets;
          order.push_back(neighbour);
        });
      if (setOf[root] != sets) {
        setOf[root] = sets;
        order.push_back(root);
      }
    }
    return order;
  }

  void grow(const std::vector<uint32_t> &vertices) {
    const uint32_t end = breadthFirst(vertices, vertices.front()).back();
    leftLoad = 0;
    uint32_t last = end; // on the left, with a load
    for (uint32_t v : breadthFirst(vertices, end)) {
      // The vertex on the border goes where less is wrong.
      onRight[v] = leftLoad > 0 && leftLoad + graph.loads[v] / 2 > leftTarget;
      if (onRight[v])
        continue;
      leftLoad += graph.loads[v];
      if (graph.loads[v] > 0)
        last = v;
    }
    if (leftLoad == load && graph.loads[last] < load) {
      onRight[last] = true;
      leftLoad -= graph.loads[last];
    }
  }

  bool balances(uint32_t v) const {
    const int64_t after = leftLoad + (onRight[v] ? graph.loads[v] : -graph.loads[v]);
    return after > 0 && after < load && // neither side is ever empty
           std::abs(after - leftTarget) <= std::max(slack, std::abs(leftLoad - leftTarget) - 1);
  }

  void move(uint32_t v) {
    leftLoad += onRight[v] ? graph.loads[v] : -graph.loads[v];
    onRight[v] ^= 1;
    gains[v] = -gains[v];
  }

  /// One pass of tentative moves, undone from the best cut on; was it of use?
  bool refine(const std::vector<uint32_t> &vertices) {
    using Candidate = std::pair<int64_t, uint32_t>; // gain, vertex; stale if the gain has changed
    std::priority_queue<Candidate> queue;
    for (uint32_t v : vertices) {
      int64_t outside = 0, inside = 0;
      graph.forEachNeighbour(v, [&](uint32_t neighbour, uint32_t weight) {
        if (setOf[neighbour] == sets)
          (onRight[neighbour] == onRight[v] ? inside : outside) += weight;
      });
      gains[v] = outside - inside;
      if (outside > 0)
        queue.push({gains[v], v});
    }
    std::vector<uint32_t> moved;
    const size_t fruitless = mostFruitless(vertices.size());
    size_t best = 0;
    int64_t gain = 0, bestGain = 0;
    int64_t bestOff = std::abs(leftLoad - leftTarget);
    while (!queue.empty() && moved.size() < best + fruitless) {
      auto [known, v] = queue.top();
      queue.pop();
      if (known != gains[v] || locked[v] || !balances(v))
        continue;
      gain += gains[v];
      move(v);
      locked[v] = true;
      moved.push_back(v);
      graph.forEachNeighbour(v, [&](uint32_t neighbour, uint32_t weight) {
        if (setOf[neighbour] != sets)
          return;
        gains[neighbour] +=
            onRight[neighbour] == onRight[v] ? -2 * int64_t(weight) : 2 * int64_t(weight);
        if (!locked[neighbour])
          queue.push({gains[neighbour], neighbour});
      });
      const int64_t off = std::abs(leftLoad - leftTarget);
      if (gain > bestGain || (gain == bestGain && off < bestOff))
        best = moved.size(), bestGain = gain, bestOff = off;
    }
    for (uint32_t v : moved)
      locked[v] = false;
    const bool useful = best > 0;
    for (; moved.size() > best; moved.pop_back())
      move(moved.back());
    return useful;
  }
};

} // namespace

std::vector<uint32_t> bisect(const NeuronGraph &graph, uint32_t parts) {
  return Bisector(graph).run(parts);
}

void halve(const NeuronGraph &graph, std::vector<uint32_t> &partOf,
           const std::vector<uint32_t> &which, uint32_t firstNew) {
  Bisector(graph).halve(partOf, which, firstNew);
}

} // namespace nacre
