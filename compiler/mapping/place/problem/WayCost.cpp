// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/problem/WayCost.h"

namespace nacre {

static uint32_t along(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

static uint32_t round(uint32_t a, uint32_t b, uint32_t size) {
  return std::min(along(a, b), size - along(a, b));
}

static bool isGrid(const Topology &topology) {
  return topology.kind == TopologyKind::Mesh || topology.kind == TopologyKind::Torus;
}

Hops hopsBetween(const Topology &topology, uint32_t from, uint32_t to) {
  const uint32_t x = topology.column(from), y = topology.row(from);
  const uint32_t toX = topology.column(to), toY = topology.row(to), hub = topology.columns;
  switch (topology.kind) {
  case TopologyKind::Mesh: {
    Hops hops{along(x, toX), along(y, toY), 0};
    if (topology.chipColumns) {
      const uint32_t columns = along(x / topology.chipColumns, toX / topology.chipColumns);
      const uint32_t rows = along(y / topology.chipRows, toY / topology.chipRows);
      hops = {hops.eastWest - columns, hops.northSouth - rows, columns + rows};
    }
    return hops;
  }
  case TopologyKind::Torus:
    return {round(x, toX, topology.columns), round(y, toY, topology.rows), 0};
  case TopologyKind::Ring:
    if (y == toY)
      return {round(x, toX, hub + 1), 0, 0};
    return {round(x, hub, hub + 1) + round(hub, toX, hub + 1), round(y, toY, topology.rows), 0};
  case TopologyKind::Tree:
    return {0, topology.distance(from, to), 0};
  }
  return {};
}

WayCost::WayCost(const Topology &topology, const LinkCosts &costs)
    : topology(topology), costs(costs) {
  if (!isGrid(topology))
    return;
  for (uint32_t tile = 0; tile < topology.tiles(); ++tile) {
    column.push_back(topology.column(tile));
    row.push_back(topology.row(tile));
  }
  for (uint32_t x = 0; x < topology.columns; ++x)
    for (uint32_t toX = 0; toX < topology.columns; ++toX)
      alongRow.push_back(of(hopsBetween(topology, x, toX)));
  for (uint32_t y = 0; y < topology.rows; ++y)
    for (uint32_t toY = 0; toY < topology.rows; ++toY)
      alongColumn.push_back(
          of(hopsBetween(topology, topology.tileAt(0, y), topology.tileAt(0, toY))));
}

} // namespace nacre
