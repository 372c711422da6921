// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a packet's way between two tiles costs.
#pragma once
#include "compiler/mapping/place/problem/PlacementProblem.h"

namespace nacre {

/// Links of a shortest way, by kind.
struct Hops {
  uint32_t eastWest = 0, northSouth = 0, border = 0;
};
Hops hopsBetween(const Topology &topology, uint32_t from, uint32_t to);

/// Of a shortest way, the same in both directions. On grids from tables of columns and rows.
class WayCost {
  Topology topology;
  LinkCosts costs;
  std::vector<uint32_t> column, row;         ///< of a tile; of grids only
  std::vector<double> alongRow, alongColumn; ///< by pair of columns, of rows

  double of(const Hops &hops) const {
    return hops.eastWest * costs.eastWest + hops.northSouth * costs.northSouth +
           hops.border * costs.border;
  }

public:
  WayCost(const Topology &topology, const LinkCosts &costs);

  double operator()(uint32_t from, uint32_t to) const {
    if (column.empty()) {
      return of(hopsBetween(topology, from, to));
    }
    return alongRow[column[from] * topology.columns + column[to]] +
           alongColumn[row[from] * topology.rows + row[to]];
  }
};

} // namespace nacre
