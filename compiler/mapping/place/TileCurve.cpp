// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/TileCurve.h"
#include <algorithm>
#include <bit>
#include <numeric>

namespace nacre {

namespace {

struct Place {
  uint32_t x = 0, y = 0;
};

/// Place `index` of the curve over a square whose side is a power of two: each quadrant is a
/// smaller curve, the first and the last one turned.
Place onHilbertCurve(uint32_t side, uint64_t index) {
  Place place;
  for (uint32_t s = 1; s < side; s *= 2, index /= 4) {
    const bool right = index & 2, down = (index & 1) != (right ? 1u : 0u);
    if (!down) {
      if (right)
        place = {s - 1 - place.x, s - 1 - place.y};
      std::swap(place.x, place.y);
    }
    place.x += right ? s : 0;
    place.y += down ? s : 0;
  }
  return place;
}

} // namespace

std::vector<uint32_t> tileCurve(const Topology &topology) {
  std::vector<uint32_t> tiles;
  if (topology.kind != TopologyKind::Mesh && topology.kind != TopologyKind::Torus) {
    tiles.resize(topology.tiles());
    std::iota(tiles.begin(), tiles.end(), 0);
    return tiles;
  }
  const uint32_t side = std::bit_ceil(std::max(topology.columns, topology.rows));
  for (uint64_t index = 0; index < uint64_t(side) * side; ++index) {
    Place place = onHilbertCurve(side, index);
    if (place.x < topology.columns && place.y < topology.rows)
      tiles.push_back(topology.tileAt(place.x, place.y));
  }
  return tiles;
}

std::vector<uint32_t> coreCurve(const Topology &topology) {
  std::vector<uint32_t> cores;
  for (uint32_t tile : tileCurve(topology))
    for (uint32_t core = 0; core < topology.coresPerTile; ++core)
      cores.push_back(tile * topology.coresPerTile + core);
  return cores;
}

} // namespace nacre
