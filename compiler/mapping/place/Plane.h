// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tiles as places in a plane in which near ones are near on the chip, for searches that look
// around. What a way costs is not told by it.
#pragma once
#include "compiler/mapping/place/problem/PlacementProblem.h"
#include <algorithm>
#include <optional>

namespace nacre {

/// Grids and rings as they are; the tiles of a tree in a row, as they are numbered.
struct Plane {
  uint32_t columns = 0, rows = 0;

  explicit Plane(const Topology &topology)
      : columns(topology.kind == TopologyKind::Tree ? topology.tiles() : topology.columns),
        rows(topology.tiles() / columns) {}

  uint32_t column(uint32_t tile) const { return tile % columns; }
  uint32_t row(uint32_t tile) const { return tile / columns; }
  uint32_t tileAt(uint32_t column, uint32_t row) const { return row * columns + column; }
};

/// The tile in the middle of those that a cluster talks to, by spikes: there the ways to them are
/// the shortest in sum, on a mesh. `tileOf(cluster)` may return nothing for clusters that do not
/// count; if none counts, nothing.
template <class TileOf>
std::optional<uint32_t> medianTile(const Plane &plane, const std::vector<Traffic> &others,
                                   TileOf tileOf) {
  std::vector<std::pair<uint32_t, double>> columns, rows;
  double spikes = 0;
  for (const Traffic &other : others)
    if (std::optional<uint32_t> tile = tileOf(other.cluster)) {
      columns.emplace_back(plane.column(*tile), other.spikes);
      rows.emplace_back(plane.row(*tile), other.spikes);
      spikes += other.spikes;
    }
  if (columns.empty())
    return std::nullopt;
  auto median = [&](std::vector<std::pair<uint32_t, double>> &places) {
    std::sort(places.begin(), places.end());
    double below = 0;
    for (const auto &[place, weight] : places)
      if ((below += weight) * 2 >= spikes)
        return place;
    return places.back().first;
  };
  return plane.tileAt(median(columns), median(rows));
}

} // namespace nacre
