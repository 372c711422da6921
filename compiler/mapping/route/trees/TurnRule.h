// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Turns by which no trees can wait for each other.
#pragma once
#include "hw_models/noc/Topology.h"
#include <string>
#include <vector>

namespace nacre {

/// A tree may not take an early link after one that is not. Trees turn back nowhere, and so neither
/// the waits among early links nor those among the others have a cycle; nor have all together.
class TurnRule {
  uint32_t linkPorts;
  std::vector<bool> early; ///< by router and port

public:
  /// `early` holds for links that exist.
  template <class Early>
  TurnRule(const Topology &topology, Early isEarly)
      : linkPorts(topology.linkPorts()), early(size_t(topology.routers()) * linkPorts) {
    for (const Link &link : topology.links())
      early[link.from * linkPorts + link.port] = isEarly(link);
  }
  bool isEarly(const Link &link) const { return early[link.from * linkPorts + link.port]; }
};

/// Rules by which every router can reach every other one. Of a mesh: west first, negative (west and
/// north) first, and the same of the other sides and corners (Glass and Ni, ISCA 1992). Of others:
/// up to a root, then down (up*/down*).
std::vector<TurnRule> turnRules(const Topology &topology);

} // namespace nacre
