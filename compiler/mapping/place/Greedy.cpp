// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cluster that talks most to those placed comes next, to the best free core near them.
#include "compiler/mapping/place/FreeTiles.h"
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/place/problem/WayCost.h"
#include <queue>

namespace nacre {

namespace {

class Greedy {
  const PlacementProblem &problem;
  FreeTiles free;
  WayCost hops;
  static constexpr uint32_t none = ~0u;
  std::vector<uint32_t> cores, tiles; ///< by cluster
  std::vector<double> pull;           ///< spikes to and from those placed
  /// Who comes next: by pull, then the lowest number. Outdated entries stay in it.
  std::priority_queue<std::pair<double, uint32_t>> next; ///< numbers as their complement

  double costAt(uint32_t cluster, uint32_t tile) const {
    double sum = 0;
    for (const Traffic &other : problem.traffic[cluster])
      if (tiles[other.cluster] != none)
        sum += other.spikes * hops(tile, tiles[other.cluster]);
    return sum;
  }

  /// Near the middle of those it talks to, or near the four it talks to most.
  uint32_t tileFor(uint32_t cluster) {
    const Plane plane(problem.topology);
    const std::vector<Traffic> &others = problem.traffic[cluster];
    auto placed = [&](uint32_t other) {
      return tiles[other] == none ? std::nullopt : std::optional(tiles[other]);
    };
    const auto middle = medianTile(plane, others, placed);
    if (!middle)
      return free.nearest(plane.tileAt(plane.columns / 2, plane.rows / 2));
    std::vector<std::pair<double, uint32_t>> loudest;
    for (const Traffic &other : others)
      if (tiles[other.cluster] != none)
        loudest.emplace_back(-other.spikes, other.cluster);
    const size_t count = std::min<size_t>(4, loudest.size());
    std::partial_sort(loudest.begin(), loudest.begin() + std::ptrdiff_t(count), loudest.end());
    uint32_t best = free.nearest(*middle);
    double least = costAt(cluster, best);
    for (size_t i = 0; i < count; ++i) {
      const uint32_t tile = free.nearest(tiles[loudest[i].second]);
      if (const double cost = costAt(cluster, tile); cost < least)
        least = cost, best = tile;
    }
    return best;
  }

  void put(uint32_t cluster) {
    tiles[cluster] = tileFor(cluster);
    cores[cluster] = free.take(tiles[cluster]);
    for (const Traffic &other : problem.traffic[cluster])
      if (tiles[other.cluster] == none)
        next.emplace(pull[other.cluster] += other.spikes, ~other.cluster);
  }

public:
  explicit Greedy(const PlacementProblem &problem)
      : problem(problem), free(problem.topology), hops(problem.topology, {1, 1, 1}),
        cores(problem.clusters(), none), tiles(problem.clusters(), none),
        pull(problem.clusters(), 0.0) {}

  std::vector<uint32_t> run() {
    for (uint32_t first = 0; first < problem.clusters(); ++first) {
      if (tiles[first] != none)
        continue;
      put(first);
      while (!next.empty()) {
        const uint32_t cluster = ~next.top().second;
        next.pop();
        if (tiles[cluster] == none)
          put(cluster);
      }
    }
    return cores;
  }
};

std::vector<uint32_t> place(const PlacementProblem &problem, const PlacementOptions &) {
  return Greedy(problem).run();
}

} // namespace

void registerGreedy(PlacementRegistry &registry) {
  registry.add("greedy", {"by traffic, each to the best core near its neighbours", place, true});
}

} // namespace nacre
