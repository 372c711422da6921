// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clusters by the two smoothest vectors of their traffic: cut into halves along the one or the
// other, as the grid is (Hall, Management Science 17:219, 1970, for the vectors).
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/place/Plane.h"
#include "compiler/mapping/place/SmoothVectors.h"
#include <cmath>
#include <numeric>
#include <span>

namespace nacre {

namespace {

/// Columns and rows of tiles.
struct Region {
  uint32_t x = 0, y = 0, columns = 1, rows = 1;
  uint32_t tiles() const { return columns * rows; }
};

class Spectral {
  const Plane plane;
  const uint32_t coresPerTile;
  std::array<std::vector<double>, 2> vectors; ///< for cuts across the longer side, the shorter
  std::vector<uint32_t> clusters, cores;

  /// The clusters of a region to its tiles, its halves getting as many as they have room for.
  void place(std::span<uint32_t> some, const Region &region) {
    if (some.empty())
      return;
    if (region.tiles() == 1) {
      std::sort(some.begin(), some.end());
      for (size_t i = 0; i < some.size(); ++i)
        cores[some[i]] = plane.tileAt(region.x, region.y) * coresPerTile + uint32_t(i);
      return;
    }
    Region first = region, second = region;
    const bool byColumns = region.columns >= region.rows;
    if (byColumns) {
      first.columns = region.columns / 2;
      second.x += first.columns, second.columns -= first.columns;
    } else {
      first.rows = region.rows / 2;
      second.y += first.rows, second.rows -= first.rows;
    }
    const size_t count = some.size() * first.tiles() / region.tiles();
    // Rounding down must leave no more than the second half holds.
    const size_t room = size_t(second.tiles()) * coresPerTile;
    const size_t cut = std::max(count, some.size() > room ? some.size() - room : 0);
    const std::vector<double> &by = vectors[byColumns == (plane.columns >= plane.rows) ? 0 : 1];
    std::sort(some.begin(), some.end(),
              [&](uint32_t a, uint32_t b) { return std::pair(by[a], a) < std::pair(by[b], b); });
    place(some.first(cut), first);
    place(some.subspan(cut), second);
  }

public:
  explicit Spectral(const PlacementProblem &problem)
      : plane(problem.topology), coresPerTile(problem.topology.coresPerTile),
        vectors(smoothVectors(problem)), clusters(problem.clusters()), cores(clusters.size()) {
    std::iota(clusters.begin(), clusters.end(), 0);
  }

  std::vector<uint32_t> run() {
    // The squarest region with room for all.
    const uint32_t tiles = (uint32_t(clusters.size()) + coresPerTile - 1) / coresPerTile;
    Region region;
    region.columns = std::min(plane.columns, uint32_t(std::ceil(std::sqrt(double(tiles)))));
    region.rows = std::min(plane.rows, (tiles + region.columns - 1) / std::max(1u, region.columns));
    while (region.tiles() < tiles)
      ++region.columns;
    place(clusters, region);
    return cores;
  }
};

std::vector<uint32_t> place(const PlacementProblem &problem, const PlacementOptions &) {
  return problem.clusters() ? Spectral(problem).run() : std::vector<uint32_t>();
}

} // namespace

void registerSpectral(PlacementRegistry &registry) {
  registry.add("spectral", {"by the smoothest vectors of the traffic", place, true});
}

} // namespace nacre
