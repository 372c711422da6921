// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Topology.h"
#include <cassert>

namespace nacre {

std::optional<uint32_t> Topology::neighbour(uint32_t tile, Direction direction) const {
  assert(tile < tiles());
  switch (direction) {
  case Direction::East:
    return column(tile) + 1 < columns ? std::optional(tile + 1) : std::nullopt;
  case Direction::West:
    return column(tile) > 0 ? std::optional(tile - 1) : std::nullopt;
  case Direction::North:
    return row(tile) > 0 ? std::optional(tile - columns) : std::nullopt;
  case Direction::South:
    return row(tile) + 1 < rows ? std::optional(tile + columns) : std::nullopt;
  case Direction::Local:
    return std::nullopt;
  }
  return std::nullopt;
}

std::vector<Link> Topology::links() const {
  std::vector<Link> links;
  for (uint32_t tile = 0; tile < tiles(); ++tile)
    for (Direction d : {Direction::East, Direction::West, Direction::North, Direction::South})
      if (auto to = neighbour(tile, d))
        links.push_back({tile, d, *to});
  return links;
}

static uint32_t difference(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

uint32_t Topology::distance(uint32_t from, uint32_t to) const {
  return difference(column(from), column(to)) + difference(row(from), row(to));
}

} // namespace nacre
