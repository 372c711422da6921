// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where to, on a mesh: what its policies are made of.
#pragma once
#include "hw_models/noc/Topology.h"

namespace nacre {

/// East or west; none where the column is right.
inline std::optional<Direction> alongRow(const Topology &mesh, uint32_t here, uint32_t to) {
  uint32_t x = mesh.column(here), goal = mesh.column(to);
  if (x == goal)
    return std::nullopt;
  return x < goal ? Direction::East : Direction::West;
}

/// South or north; none where the row is right.
inline std::optional<Direction> alongColumn(const Topology &mesh, uint32_t here, uint32_t to) {
  uint32_t y = mesh.row(here), goal = mesh.row(to);
  if (y == goal)
    return std::nullopt;
  return y < goal ? Direction::South : Direction::North;
}

/// Along the row first; `here` is not `to`.
inline Direction rowFirst(const Topology &mesh, uint32_t here, uint32_t to) {
  auto x = alongRow(mesh, here, to);
  return x ? *x : *alongColumn(mesh, here, to);
}

/// Along the column first; `here` is not `to`.
inline Direction columnFirst(const Topology &mesh, uint32_t here, uint32_t to) {
  auto y = alongColumn(mesh, here, to);
  return y ? *y : *alongRow(mesh, here, to);
}

} // namespace nacre
