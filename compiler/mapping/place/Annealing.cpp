// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Simulated annealing of spike-hops (Kirkpatrick et al., Science 220:671, 1983), with the schedule
// of VPR (Betz and Rose, FPL 1997): the temperature follows the share of accepted moves, and moves
// become shorter as it falls.
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/place/TileCurve.h"
#include <algorithm>
#include <cmath>
#include <random>

namespace nacre {

namespace {

constexpr uint32_t none = ~uint32_t(0);

class Annealer {
  const PlacementProblem &problem;
  const Topology &topology;
  std::vector<uint32_t> coreOf;    ///< by cluster
  std::vector<uint32_t> clusterOn; ///< by core; none: free
  int64_t cost = 0;
  std::mt19937_64 random;

  uint32_t below(uint32_t count) { return uint32_t(random() % count); }
  double chance() { return double(random() >> 11) * 0x1p-53; }

  void put(uint32_t cluster, uint32_t core) {
    coreOf[cluster] = core;
    clusterOn[core] = cluster;
  }

  /// Spike-hops of a cluster if it lay on `core`, without those to `partner`, which it changes
  /// places with.
  int64_t hopsFrom(uint32_t cluster, uint32_t core, uint32_t partner) const {
    const uint32_t tile = topology.tileOf(core);
    int64_t hops = 0;
    for (const Traffic &other : problem.traffic[cluster])
      if (other.cluster != partner)
        hops += other.spikes * topology.distance(tile, topology.tileOf(coreOf[other.cluster]));
    return hops;
  }

  /// On grids at most `reach` columns and rows away.
  uint32_t coreNear(uint32_t core, double reach) {
    if (topology.kind != TopologyKind::Mesh && topology.kind != TopologyKind::Torus)
      return below(topology.cores());
    const uint32_t tile = topology.tileOf(core), far = uint32_t(reach);
    auto near = [&](uint32_t place, uint32_t size) {
      const uint32_t low = place > far ? place - far : 0, high = std::min(place + far, size - 1);
      return low + below(high - low + 1);
    };
    const uint32_t x = near(topology.column(tile), topology.columns);
    const uint32_t y = near(topology.row(tile), topology.rows);
    return topology.tileAt(x, y) * topology.coresPerTile + below(topology.coresPerTile);
  }

  /// Tries to move a cluster to a core near it; who is there comes back. Returns whether it did.
  bool move(double temperature, double reach) {
    const uint32_t cluster = below(uint32_t(coreOf.size())), from = coreOf[cluster];
    const uint32_t to = coreNear(from, reach), other = clusterOn[to];
    if (to == from)
      return false;
    int64_t change = hopsFrom(cluster, to, other) - hopsFrom(cluster, from, other);
    if (other != none)
      change += hopsFrom(other, from, cluster) - hopsFrom(other, to, cluster);
    if (change > 0 && chance() >= std::exp(-double(change) / temperature))
      return false;
    clusterOn[from] = none;
    put(cluster, to);
    if (other != none)
      put(other, from);
    cost += change;
    return true;
  }

  /// Moves at random change the cost by this much; the start should accept nearly all.
  double startTemperature(double reach) {
    double sum = 0, squares = 0;
    const int count = int(std::min<size_t>(coreOf.size(), 1000));
    for (int i = 0; i < count; ++i) {
      const int64_t before = cost;
      move(1e300, reach);
      sum += double(cost - before), squares += double(cost - before) * double(cost - before);
    }
    return 20 * std::sqrt(std::max(0.0, squares / count - sum / count * sum / count));
  }

public:
  Annealer(const PlacementProblem &problem, uint64_t seed)
      : problem(problem), topology(problem.topology), coreOf(problem.clusters()),
        clusterOn(topology.cores(), none), random(seed) {
    const std::vector<uint32_t> curve = coreCurve(topology);
    for (uint32_t cluster = 0; cluster < coreOf.size(); ++cluster)
      put(cluster, curve[cluster]);
  }

  std::vector<uint32_t> run() {
    cost = spikeHops(problem, coreOf);
    std::vector<uint32_t> best = coreOf;
    int64_t bestCost = cost;
    const double farthest = std::max(topology.columns, topology.rows);
    const double clusters = double(coreOf.size());
    const auto moves = int64_t(std::max(5000.0, 10 * std::pow(clusters, 4.0 / 3))); // a temperature
    double temperature = startTemperature(farthest), reach = farthest;
    while (bestCost > 0 && temperature > 0.005 * double(cost) / clusters) {
      int64_t accepted = 0;
      for (int64_t i = 0; i < moves; ++i) {
        accepted += move(temperature, reach);
        if (cost < bestCost)
          bestCost = cost, best = coreOf;
      }
      const double share = double(accepted) / double(moves);
      temperature *= share > 0.96 ? 0.5 : share > 0.8 ? 0.9 : share > 0.15 ? 0.95 : 0.8;
      reach = std::clamp(reach * (1 - 0.44 + share), 1.0, farthest);
    }
    return best;
  }
};

std::vector<uint32_t> place(const PlacementProblem &problem, uint64_t seed) {
  return Annealer(problem, seed).run();
}

} // namespace

void registerAnnealing(PlacementRegistry &registry) {
  registry.add("annealing", {"simulated annealing of spike-hops, by seed", place});
}

} // namespace nacre
