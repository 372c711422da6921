// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/place/Plane.h"

namespace nacre {

/// Tiles with free cores, and the nearest of them: in each row chains of taken tiles lead to the
/// next free one, and get shorter as they are followed (union-find).
class FreeTiles {
  Plane plane;
  uint32_t coresPerTile;
  std::vector<uint32_t> taken;      ///< cores, by tile
  std::vector<uint32_t> east, west; ///< by row and column + 1; columns + 1 and 0 end a row

  static uint32_t follow(std::vector<uint32_t> &next, size_t rowStart, uint32_t place);

public:
  explicit FreeTiles(const Topology &topology);

  /// Of those that are fewest columns and rows away the first; there is one.
  uint32_t nearest(uint32_t tile);

  /// A free core of the tile, no longer free.
  uint32_t take(uint32_t tile);
};

} // namespace nacre
