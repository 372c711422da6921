// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Topology.h"
#include <algorithm>
#include <array>
#include <cassert>

namespace nacre {

namespace {

constexpr std::array<std::string_view, 4> names = {"mesh", "torus", "ring", "tree"};

/// Round a ring of `size` places; none where it has no other place.
std::optional<uint32_t> round(uint32_t place, uint32_t size, bool up) {
  if (size == 1)
    return std::nullopt;
  return up ? (place + 1) % size : (place + size - 1) % size;
}

/// Along a line of `size` places.
std::optional<uint32_t> along(uint32_t place, uint32_t size, bool up) {
  if (up ? place + 1 == size : place == 0)
    return std::nullopt;
  return up ? place + 1 : place - 1;
}

uint32_t lineDistance(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

uint32_t ringDistance(uint32_t a, uint32_t b, uint32_t size) {
  return std::min(lineDistance(a, b), size - lineDistance(a, b));
}

std::optional<uint32_t> gridNeighbour(const Topology &grid, uint32_t tile, Direction direction) {
  auto step = grid.kind == TopologyKind::Torus ? round : along;
  uint32_t x = grid.column(tile), y = grid.row(tile);
  if (direction == Direction::East || direction == Direction::West) {
    auto to = step(x, grid.columns, direction == Direction::East);
    return to ? std::optional(grid.tileAt(*to, y)) : std::nullopt;
  }
  auto to = step(y, grid.rows, direction == Direction::South);
  return to ? std::optional(grid.tileAt(x, *to)) : std::nullopt;
}

std::optional<uint32_t> ringNeighbour(const Topology &rings, uint32_t router, Direction direction) {
  uint32_t ring = rings.ringOf(router);
  if (direction == Direction::East || direction == Direction::West) {
    uint32_t to =
        *round(rings.positionInRing(router), rings.columns + 1, direction == Direction::East);
    return to == rings.columns ? rings.hub(ring) : rings.tileAt(to, ring);
  }
  if (router < rings.tiles())
    return std::nullopt;
  auto to = round(ring, rings.rows, direction == Direction::South);
  return to ? std::optional(rings.hub(*to)) : std::nullopt;
}

/// A level of a tree: the leaves are level 0.
struct Level {
  uint32_t first = 0, routers = 0;
};

Level levelOf(const Topology &tree, uint32_t router) {
  Level level{0, tree.tiles()};
  while (router >= level.first + level.routers) {
    level.first += level.routers;
    level.routers /= tree.columns;
  }
  return level;
}

uint32_t treeDistance(const Topology &tree, uint32_t from, uint32_t to) {
  uint32_t links = 0;
  for (; from != to; from /= tree.columns, to /= tree.columns)
    links += 2;
  return links;
}

} // namespace

std::string_view topologyName(TopologyKind kind) { return names[size_t(kind)]; }

std::optional<TopologyKind> findTopology(std::string_view name) {
  auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(TopologyKind(found - names.begin()));
}

std::vector<std::string_view> topologyNames() { return {names.begin(), names.end()}; }

uint32_t Topology::tiles() const {
  if (kind != TopologyKind::Tree)
    return columns * rows;
  uint32_t leaves = 1;
  for (uint32_t level = 0; level < rows; ++level)
    leaves *= columns;
  return leaves;
}

uint32_t Topology::routers() const {
  if (kind == TopologyKind::Ring)
    return tiles() + rows;
  uint32_t all = tiles();
  if (kind == TopologyKind::Tree)
    for (uint32_t level = all; level > 1; level /= columns)
      all += level / columns;
  return all;
}

uint32_t Topology::linkPorts() const { return kind == TopologyKind::Tree ? 1 + columns : 4; }

std::optional<uint32_t> Topology::neighbour(uint32_t router, uint8_t port) const {
  assert(router < routers() && port < linkPorts());
  switch (kind) {
  case TopologyKind::Mesh:
  case TopologyKind::Torus:
    return gridNeighbour(*this, router, Direction(port));
  case TopologyKind::Ring:
    return ringNeighbour(*this, router, Direction(port));
  case TopologyKind::Tree:
    if (port == up)
      return router + 1 == routers() ? std::nullopt : std::optional(parent(router));
    return router < tiles() ? std::nullopt : std::optional(child(router, port - 1u));
  }
  return std::nullopt;
}

std::optional<RouterPort> Topology::behind(uint32_t router, uint8_t port) const {
  auto to = neighbour(router, port);
  if (!to)
    return std::nullopt;
  if (kind != TopologyKind::Tree) {
    static constexpr Direction facing[] = {Direction::West, Direction::East, Direction::South,
                                           Direction::North};
    return RouterPort{*to, uint8_t(facing[port])};
  }
  if (port != up)
    return RouterPort{*to, up};
  return RouterPort{*to, uint8_t(1 + (router - levelOf(*this, router).first) % columns)};
}

LinkKind Topology::linkKind(uint32_t router, uint8_t port) const {
  if (kind == TopologyKind::Tree)
    return LinkKind::NorthSouth;
  const bool eastWest = Direction(port) <= Direction::West;
  if (chipColumns) {
    const uint32_t to = *neighbour(router, port);
    if (eastWest ? column(router) / chipColumns != column(to) / chipColumns
                 : row(router) / chipRows != row(to) / chipRows)
      return LinkKind::Border;
  }
  return eastWest ? LinkKind::EastWest : LinkKind::NorthSouth;
}

std::vector<Link> Topology::links() const {
  std::vector<Link> links;
  for (uint32_t router = 0; router < routers(); ++router)
    for (uint8_t port = 0; port < linkPorts(); ++port)
      if (auto to = neighbour(router, port))
        links.push_back({router, port, *to});
  return links;
}

uint32_t Topology::distance(uint32_t from, uint32_t to) const {
  switch (kind) {
  case TopologyKind::Mesh:
    return lineDistance(column(from), column(to)) + lineDistance(row(from), row(to));
  case TopologyKind::Torus:
    return ringDistance(column(from), column(to), columns) + ringDistance(row(from), row(to), rows);
  case TopologyKind::Ring:
    if (row(from) == row(to))
      return ringDistance(column(from), column(to), columns + 1);
    return ringDistance(column(from), columns, columns + 1) +
           ringDistance(row(from), row(to), rows) + ringDistance(columns, column(to), columns + 1);
  case TopologyKind::Tree:
    return treeDistance(*this, from, to);
  }
  return 0;
}

uint32_t Topology::parent(uint32_t router) const {
  Level level = levelOf(*this, router);
  return level.first + level.routers + (router - level.first) / columns;
}

uint32_t Topology::child(uint32_t router, uint32_t i) const {
  Level level = levelOf(*this, router);
  return level.first - level.routers * columns + (router - level.first) * columns + i;
}

bool Topology::isBelow(uint32_t tile, uint32_t router) const {
  Level level = levelOf(*this, router);
  return tile / (tiles() / level.routers) == router - level.first;
}

uint32_t Topology::childTowards(uint32_t router, uint32_t tile) const {
  assert(router >= tiles() && isBelow(tile, router));
  uint32_t leavesOfChild = tiles() / levelOf(*this, router).routers / columns;
  return tile / leavesOfChild % columns;
}

} // namespace nacre
