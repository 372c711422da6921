// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Placement problems whose best placements are known.
#pragma once
#include "compiler/mapping/place/problem/PlacementProblem.h"

namespace nacre::testing {

/// The policy that a topology usually has.
inline RoutingPolicy policyFor(const Topology &topology) {
  RoutingRegistry policies;
  registerAllRoutings(policies);
  return *policies.find(usualRouting(topology.kind));
}

/// `columns` x `rows` clusters that send a spike to their neighbours east and south; the least
/// spike-hops of clusters on cores of their own are the number of these pairs. `name(i)`: the
/// number of the cluster in place i.
template <class Name>
PlacementProblem lattice(uint32_t columns, uint32_t rows, const Topology &topology, Name name) {
  std::vector<Packets> packets;
  for (uint32_t i = 0; i < columns * rows; ++i) {
    if (i % columns + 1 < columns)
      packets.push_back({name(i), {name(i + 1)}, 1});
    if (i / columns + 1 < rows)
      packets.push_back({name(i), {name(i + columns)}, 1});
  }
  PlacementProblem problem{topology, policyFor(topology), {3, 4, 9}, {2, 5, 8}, {}, {}};
  problem.send(columns * rows, std::move(packets));
  return problem;
}

/// Numbered row by row.
inline PlacementProblem lattice(uint32_t side, const Topology &topology) {
  return lattice(side, side, topology, [](uint32_t i) { return i; });
}

/// Numbered so that neighbours in number are no neighbours: side * side and 7919 have no divisor in
/// common.
inline PlacementProblem scatteredLattice(uint32_t side, const Topology &topology) {
  const uint64_t count = uint64_t(side) * side;
  return lattice(side, side, topology, [=](uint32_t i) { return uint32_t(i * 7919 % count); });
}

} // namespace nacre::testing
