// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each cluster in turn is drawn to the middle of those it talks to, and goes where it pays most
// among the tiles there; until none does (Quinn and Breuer, IEEE Trans. CAS 26:377, 1979).
#include "compiler/mapping/place/BestStart.h"
#include "compiler/mapping/place/Layout.h"
#include "compiler/mapping/place/Plane.h"

namespace nacre {

namespace {

class ForceDirected {
  const PlacementProblem &problem;
  const PlacementOptions &options;
  const Plane plane;
  Layout layout;
  std::unique_ptr<PlacementCost> cost;
  int64_t movesLeft;

  /// The tile and those around it.
  std::vector<uint32_t> around(uint32_t tile) const {
    std::vector<uint32_t> tiles;
    const uint32_t x = plane.column(tile), y = plane.row(tile);
    for (uint32_t row = y - (y > 0); row <= y + 1 && row < plane.rows; ++row)
      for (uint32_t column = x - (x > 0); column <= x + 1 && column < plane.columns; ++column)
        tiles.push_back(plane.tileAt(column, row));
    return tiles;
  }

  bool pull(uint32_t cluster) {
    const auto middle = medianTile(plane, problem.traffic[cluster], [&](uint32_t other) {
      return std::optional(layout.tile(other));
    });
    if (!middle)
      return false;
    const uint32_t coresPerTile = problem.topology.coresPerTile;
    double least = 0;
    uint32_t best = layout.core(cluster);
    for (uint32_t tile : around(*middle))
      for (uint32_t core = tile * coresPerTile; core < (tile + 1) * coresPerTile; ++core) {
        const Move move = layout.moveTo(cluster, core);
        if (move.from == move.to || --movesLeft < 0)
          continue;
        if (const double change = cost->change(move); change < least)
          least = change, best = core;
      }
    if (least >= 0)
      return false;
    const Move move = layout.moveTo(cluster, best);
    cost->apply(move);
    layout.apply(move, best);
    return true;
  }

public:
  ForceDirected(const PlacementProblem &problem, const PlacementOptions &options)
      : problem(problem), options(options), plane(problem.topology),
        layout(problem.topology, bestStart(problem, options)),
        cost(options.objective.start(problem, layout.cores())),
        movesLeft(options.effort.movesPerCluster * problem.clusters()) {}

  std::vector<uint32_t> run() {
    for (bool paid = true; paid && movesLeft > 0;) {
      paid = false;
      for (uint32_t cluster = 0; cluster < problem.clusters(); ++cluster) {
        if (cluster % 64 == 0 && options.stopped())
          return layout.cores();
        paid |= pull(cluster);
      }
    }
    return layout.cores();
  }
};

std::vector<uint32_t> place(const PlacementProblem &problem, const PlacementOptions &options) {
  return ForceDirected(problem, options).run();
}

} // namespace

void registerForceDirected(PlacementRegistry &registry) {
  registry.add("force-directed", {"each cluster drawn to those it talks to, while it pays", place});
}

} // namespace nacre
