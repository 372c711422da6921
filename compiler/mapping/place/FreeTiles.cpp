// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/FreeTiles.h"
#include <cassert>
#include <utility>

namespace nacre {

FreeTiles::FreeTiles(const Topology &topology)
    : plane(topology), coresPerTile(topology.coresPerTile), taken(topology.tiles(), 0) {
  for (uint32_t row = 0; row < plane.rows; ++row)
    for (uint32_t place = 0; place < plane.columns + 2; ++place)
      east.push_back(place);
  west = east;
}

uint32_t FreeTiles::follow(std::vector<uint32_t> &next, size_t rowStart, uint32_t place) {
  uint32_t end = place;
  while (next[rowStart + end] != end)
    end = next[rowStart + end];
  while (next[rowStart + place] != end)
    place = std::exchange(next[rowStart + place], end);
  return end;
}

uint32_t FreeTiles::nearest(uint32_t tile) {
  const uint32_t column = plane.column(tile), row = plane.row(tile);
  uint32_t least = ~0u, best = 0;
  auto lookInRow = [&](uint32_t y, uint32_t rowsAway) {
    const size_t start = size_t(y) * (plane.columns + 2);
    auto consider = [&](uint32_t place) {
      if (place == 0 || place == plane.columns + 1)
        return;
      const uint32_t x = place - 1, away = rowsAway + (x > column ? x - column : column - x);
      if (away < least)
        least = away, best = plane.tileAt(x, y);
    };
    consider(follow(west, start, column + 1));
    consider(follow(east, start, column + 1));
  };
  for (uint32_t away = 0; away < plane.rows && away < least; ++away) {
    if (away <= row)
      lookInRow(row - away, away);
    if (away > 0 && row + away < plane.rows)
      lookInRow(row + away, away);
  }
  assert(least != ~0u && "there are cores for all clusters");
  return best;
}

uint32_t FreeTiles::take(uint32_t tile) {
  assert(taken[tile] < coresPerTile);
  const uint32_t core = tile * coresPerTile + taken[tile]++;
  if (taken[tile] == coresPerTile) {
    const size_t start = size_t(plane.row(tile)) * (plane.columns + 2);
    const uint32_t place = plane.column(tile) + 1;
    east[start + place] = place + 1;
    west[start + place] = place - 1;
  }
  return core;
}

} // namespace nacre
