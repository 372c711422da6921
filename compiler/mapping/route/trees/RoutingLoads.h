// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What trees cost: packets on links, entries in tables.
#pragma once
#include "compiler/mapping/route/trees/TreeRouting.h"
#include <compare>

namespace nacre {

/// Less is better, what comes first counts first.
struct RoutingQuality {
  int64_t missingEntries = 0; ///< summed over routers whose tables are too small
  double worstLink = 0;       ///< packets
  double linkSum = 0;         ///< packets on all links
  std::partial_ordering operator<=>(const RoutingQuality &) const = default;
};

class RoutingLoads {
  const RoutingProblem &problem;
  const uint32_t linkPorts;
  std::vector<double> links;    ///< packets, by linkIndex()
  std::vector<int64_t> routers; ///< entries

  void add(const Net &net, const NetTree &tree, int sign);

public:
  explicit RoutingLoads(const RoutingProblem &problem);
  RoutingLoads(const RoutingProblem &problem, const std::vector<NetTree> &trees);

  uint32_t linkIndex(const Link &link) const { return link.from * linkPorts + link.port; }
  double packets(const Link &link) const { return links[linkIndex(link)]; }
  int64_t entries(uint32_t router) const { return routers[router]; }

  void add(const Net &net, const NetTree &tree) { add(net, tree, 1); }
  void remove(const Net &net, const NetTree &tree) { add(net, tree, -1); }
  RoutingQuality quality() const;
};

} // namespace nacre
