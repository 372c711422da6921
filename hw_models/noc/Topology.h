// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mesh or torus of tiles: one router a tile, several cores a router.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace nacre {

/// Where a flit leaves a router. Row 0 is the northernmost, column 0 the westernmost.
enum class Direction : uint8_t { East, West, North, South, Local };

/// One directed link between routers: a channel of Dally and Seitz.
struct Link {
  uint32_t from = 0;
  Direction direction = Direction::Local;
  uint32_t to = 0;
  bool operator==(const Link &) const = default;
};

enum class TopologyKind : uint8_t {
  Mesh,
  Torus, ///< rows and columns are rings; no ring has a link from a tile to itself
};

/// tile = row * columns + column, core = tile * coresPerTile + index in the tile.
struct Topology {
  uint32_t columns = 0, rows = 0, coresPerTile = 1;
  TopologyKind kind = TopologyKind::Mesh;

  uint32_t tiles() const { return columns * rows; }
  uint32_t cores() const { return tiles() * coresPerTile; }
  uint32_t tileOf(uint32_t core) const { return core / coresPerTile; }
  uint32_t column(uint32_t tile) const { return tile % columns; }
  uint32_t row(uint32_t tile) const { return tile / columns; }
  uint32_t tileAt(uint32_t column, uint32_t row) const { return row * columns + column; }

  /// The tile behind a port; none at the edge of the mesh and for Local.
  std::optional<uint32_t> neighbour(uint32_t tile, Direction direction) const;

  /// All links between routers, by tile and direction.
  std::vector<Link> links() const;

  /// Links on a shortest path.
  uint32_t distance(uint32_t from, uint32_t to) const;
};

} // namespace nacre
