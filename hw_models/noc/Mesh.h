// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where to, on a mesh: what its policies are made of.
#pragma once
#include "hw_models/noc/Topology.h"

namespace nacre {

/// East, West, or Local where the column is right.
inline Direction alongRow(const Topology &mesh, uint32_t here, uint32_t to) {
  uint32_t x = mesh.column(here), goal = mesh.column(to);
  return x == goal ? Direction::Local : x < goal ? Direction::East : Direction::West;
}

/// South, North, or Local where the row is right.
inline Direction alongColumn(const Topology &mesh, uint32_t here, uint32_t to) {
  uint32_t y = mesh.row(here), goal = mesh.row(to);
  return y == goal ? Direction::Local : y < goal ? Direction::South : Direction::North;
}

/// Along the row first.
inline Direction rowFirst(const Topology &mesh, uint32_t here, uint32_t to) {
  Direction x = alongRow(mesh, here, to);
  return x != Direction::Local ? x : alongColumn(mesh, here, to);
}

/// Along the column first.
inline Direction columnFirst(const Topology &mesh, uint32_t here, uint32_t to) {
  Direction y = alongColumn(mesh, here, to);
  return y != Direction::Local ? y : alongRow(mesh, here, to);
}

} // namespace nacre
