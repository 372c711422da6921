// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Simulated annealing (Kirkpatrick et al., Science 220:671, 1983) from the best start. Moves become
// shorter as fewer are accepted (VPR: Betz and Rose, FPL 1997); half of them lead a cluster to one
// that it talks to. No function of the C library decides anything, so that all machines agree.
#include "compiler/mapping/place/BestSoFar.h"
#include "compiler/mapping/place/BestStart.h"
#include "compiler/mapping/place/Layout.h"
#include "compiler/mapping/place/Plane.h"
#include <cmath>
#include <random>

namespace nacre {

namespace {

/// 2^-x, in straight lines between whole x.
double halvings(double x) {
  const double whole = std::floor(x);
  return x > 60 ? 0 : std::ldexp(1 - (x - whole) / 2, -int(whole));
}

class Annealer {
  const PlacementProblem &problem;
  const PlacementOptions &options;
  const Topology &topology;
  const Plane plane;
  Layout layout;
  std::unique_ptr<PlacementCost> cost;
  double costNow, bestCost;
  BestSoFar best;
  std::mt19937_64 random;
  bool stopped = false;

  uint32_t below(uint32_t count) { return uint32_t((random() >> 32) * count >> 32); }
  double chance() { return double(random() >> 11) * 0x1p-53; }

  /// At most `reach` columns and rows from a tile.
  uint32_t coreNear(uint32_t tile, double reach) {
    const uint32_t far = uint32_t(reach);
    auto near = [&](uint32_t place, uint32_t size) {
      const uint32_t low = place > far ? place - far : 0, high = std::min(place + far, size - 1);
      return low + below(high - low + 1);
    };
    const uint32_t x = near(plane.column(tile), plane.columns);
    const uint32_t y = near(plane.row(tile), plane.rows);
    return plane.tileAt(x, y) * topology.coresPerTile + below(topology.coresPerTile);
  }

  /// Where a cluster might go: somewhere near, or near one that it talks to.
  uint32_t goal(uint32_t cluster, double reach) {
    const std::vector<Traffic> &others = problem.traffic[cluster];
    if (others.empty() || below(2) == 0)
      return coreNear(layout.tile(cluster), reach);
    const uint32_t other = others[below(uint32_t(others.size()))].cluster;
    return coreNear(layout.tile(other), std::min(reach, 2.0));
  }

  /// Tries to move a cluster; who is there comes back. Returns whether it did.
  bool tryMove(double temperature, double reach) {
    const uint32_t cluster = below(problem.clusters()), core = goal(cluster, reach);
    const Move move = layout.moveTo(cluster, core);
    if (move.from == move.to)
      return false;
    const double change = cost->change(move);
    if (change > 0 && !(chance() < halvings(change / temperature)))
      return false;
    cost->apply(move);
    if (move.other != Move::none)
      best.moved(move.other, layout.core(cluster));
    best.moved(cluster, core);
    layout.apply(move, core);
    costNow += change;
    return true;
  }

  /// How much moves of the start cost that make it worse, in the mean.
  double meanRise(double reach) {
    double sum = 0;
    int64_t rises = 0;
    for (int i = 0; i < 1000; ++i) {
      const uint32_t cluster = below(problem.clusters());
      const Move move = layout.moveTo(cluster, goal(cluster, reach));
      const double change = move.from == move.to ? 0 : cost->change(move);
      if (change > 0)
        sum += change, ++rises;
    }
    return rises ? sum / double(rises) : 0;
  }

  /// The share of moves that were made.
  double tryMoves(int64_t moves, double temperature, double reach) {
    int64_t made = 0;
    for (int64_t i = 0; i < moves && !stopped; ++i) {
      if (i % 256 == 0)
        stopped = options.stopped();
      made += tryMove(temperature, reach);
      if (costNow < bestCost)
        bestCost = costNow, best.improved(layout.cores());
    }
    return double(made) / double(moves);
  }

public:
  Annealer(const PlacementProblem &problem, const PlacementOptions &options,
           std::vector<uint32_t> start, uint64_t seed)
      : problem(problem), options(options), topology(problem.topology), plane(topology),
        layout(topology, start), cost(options.objective.start(problem, start)),
        costNow(cost->value()), bestCost(costNow), best(std::move(start)), random(seed) {}

  /// Cools from a temperature at which rises of `heat` times the mean one are made every other
  /// time to one at which hardly any is.
  void run(int64_t moves, double heat) {
    constexpr int halvingsOfSteps = 6, steps = 1 << halvingsOfSteps;
    const double farthest = std::max(plane.columns, plane.rows);
    double reach = farthest, temperature = heat * meanRise(reach);
    const double cold = std::min(temperature, 0.01 * costNow / problem.clusters());
    double factor = temperature > 0 ? cold / temperature : 0;
    for (int i = 0; i < halvingsOfSteps; ++i)
      factor = std::sqrt(factor);
    for (int step = 0; step < steps && !stopped; ++step, temperature *= factor) {
      const double share = tryMoves(moves / steps, temperature, reach);
      reach = std::clamp(reach * (1 - 0.44 + share), 1.0, farthest);
    }
  }
  const std::vector<uint32_t> &bestCores() { return best.cores(); }
};

std::vector<uint32_t> place(const PlacementProblem &problem, const PlacementOptions &options) {
  constexpr int64_t leastMoves = 20000;
  std::vector<uint32_t> best = bestStart(problem, options);
  if (problem.clusters() < 2)
    return best;
  const auto rounds = int64_t(options.effort.heats.size());
  const int64_t moves = options.effort.movesPerCluster * problem.clusters();
  uint64_t seed = options.seed;
  for (double heat : options.effort.heats) {
    Annealer annealer(problem, options, std::move(best), seed);
    annealer.run(std::max(leastMoves, moves) / rounds, heat);
    best = annealer.bestCores();
    seed = seed * 6364136223846793005 + 1442695040888963407; // Knuth's MMIX
  }
  return best;
}

} // namespace

void registerAnnealing(PlacementRegistry &registry) {
  registry.add("annealing", {"simulated annealing from the best start, by seed", place});
}

} // namespace nacre
