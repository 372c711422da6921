// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How routers are wired. A tile is a router with cores; trees and rings have inner routers besides.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace nacre {

/// Ports between the routers of meshes, tori and rings. Row 0 is the northernmost, column 0 the
/// westernmost.
enum class Direction : uint8_t { East, West, North, South };

/// What a link costs. Links of trees and between rings count as north-south. A border link joins
/// two chips.
enum class LinkKind : uint8_t { EastWest, NorthSouth, Local, Border };
inline constexpr size_t linkKinds = 4;

enum class TopologyKind : uint8_t {
  Mesh,
  Torus, ///< rows and columns are rings; no ring has a link from a tile to itself
  Ring, ///< each row and an inner router, its hub, behind its last tile are a ring; so are the hubs
  Tree, ///< `rows` levels of links, `columns` children of each inner router; tiles are the leaves
};

/// "mesh", as in chip files and options.
std::string_view topologyName(TopologyKind kind);
std::optional<TopologyKind> findTopology(std::string_view name);
std::vector<std::string_view> topologyNames();

/// One side of a router.
struct RouterPort {
  uint32_t router = 0;
  uint8_t port = 0;
  bool operator==(const RouterPort &) const = default;
};

/// One directed link between routers: a channel of Dally and Seitz.
struct Link {
  uint32_t from = 0;
  uint8_t port = 0; ///< of `from`
  uint32_t to = 0;
  bool operator==(const Link &) const = default;
};

/// Tiles are numbered before inner routers; in a grid tile = row * columns + column.
/// core = tile * coresPerTile + index in the tile.
struct Topology {
  uint32_t columns = 0, rows = 0, coresPerTile = 1;
  TopologyKind kind = TopologyKind::Mesh;
  /// Size of one of the chips that make up a mesh, in tiles; 0: there is one chip.
  uint32_t chipColumns = 0, chipRows = 0;

  /// A port of a tree's router: 0 leads up, 1 + i to child i.
  static constexpr uint8_t up = 0;

  uint32_t tiles() const;
  uint32_t routers() const;
  uint32_t linkPorts() const; ///< of each router, towards other routers; some may lead nowhere
  uint32_t cores() const { return tiles() * coresPerTile; }
  uint32_t tileOf(uint32_t core) const { return core / coresPerTile; }
  uint32_t column(uint32_t tile) const { return tile % columns; }
  uint32_t row(uint32_t tile) const { return tile / columns; }
  uint32_t tileAt(uint32_t column, uint32_t row) const { return row * columns + column; }

  /// The input that a router's output leads to; none where it leads nowhere.
  std::optional<RouterPort> behind(uint32_t router, uint8_t port) const;
  std::optional<uint32_t> neighbour(uint32_t router, uint8_t port) const;
  std::optional<uint32_t> neighbour(uint32_t router, Direction direction) const {
    return neighbour(router, uint8_t(direction));
  }
  LinkKind linkKind(uint32_t router, uint8_t port) const; ///< of an output that leads somewhere

  /// All links between routers, by router and port.
  std::vector<Link> links() const;

  /// Links on a shortest path between tiles.
  uint32_t distance(uint32_t from, uint32_t to) const;

  // Of a tree: inner routers are numbered level by level upwards, the root last.
  uint32_t parent(uint32_t router) const;            ///< none for the root
  uint32_t child(uint32_t router, uint32_t i) const; ///< of an inner router
  /// Whether a tile lies below a router, or is it.
  bool isBelow(uint32_t tile, uint32_t router) const;
  /// Which child of an inner router leads to a tile below it.
  uint32_t childTowards(uint32_t router, uint32_t tile) const;

  // Of rings: position `columns` of a row is its hub.
  uint32_t hub(uint32_t row) const { return tiles() + row; }
  uint32_t ringOf(uint32_t router) const {
    return router < tiles() ? row(router) : router - tiles();
  }
  uint32_t positionInRing(uint32_t router) const {
    return router < tiles() ? column(router) : columns;
  }
};

} // namespace nacre
