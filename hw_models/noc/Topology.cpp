// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Topology.h"
#include <algorithm>
#include <cassert>

namespace nacre {

namespace {

std::optional<uint32_t> stepUp(uint32_t position, uint32_t size, TopologyKind kind) {
  if (position + 1 < size)
    return position + 1;
  return kind == TopologyKind::Torus && size > 1 ? std::optional(0u) : std::nullopt;
}

std::optional<uint32_t> stepDown(uint32_t position, uint32_t size, TopologyKind kind) {
  if (position > 0)
    return position - 1;
  return kind == TopologyKind::Torus && size > 1 ? std::optional(size - 1) : std::nullopt;
}

uint32_t difference(uint32_t a, uint32_t b, uint32_t size, TopologyKind kind) {
  uint32_t direct = a < b ? b - a : a - b;
  return kind == TopologyKind::Torus ? std::min(direct, size - direct) : direct;
}

} // namespace

std::optional<uint32_t> Topology::neighbour(uint32_t tile, Direction direction) const {
  assert(tile < tiles());
  std::optional<uint32_t> x = column(tile), y = row(tile);
  switch (direction) {
  case Direction::East:
    x = stepUp(*x, columns, kind);
    break;
  case Direction::West:
    x = stepDown(*x, columns, kind);
    break;
  case Direction::North:
    y = stepDown(*y, rows, kind);
    break;
  case Direction::South:
    y = stepUp(*y, rows, kind);
    break;
  case Direction::Local:
    return std::nullopt;
  }
  return x && y ? std::optional(tileAt(*x, *y)) : std::nullopt;
}

std::vector<Link> Topology::links() const {
  std::vector<Link> links;
  for (uint32_t tile = 0; tile < tiles(); ++tile)
    for (Direction d : {Direction::East, Direction::West, Direction::North, Direction::South})
      if (auto to = neighbour(tile, d))
        links.push_back({tile, d, *to});
  return links;
}

uint32_t Topology::distance(uint32_t from, uint32_t to) const {
  return difference(column(from), column(to), columns, kind) +
         difference(row(from), row(to), rows, kind);
}

} // namespace nacre
