// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Routing by a table, for a topology of one size: any paths at all, whoever wrote them.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include "support/Result.h"
#include <string_view>

namespace nacre {

class RoutingTable {
  static constexpr uint8_t none = 255;
  std::vector<uint8_t> ports; ///< by router, then tile

public:
  const Topology topology;

  /// Without entries.
  explicit RoutingTable(const Topology &topology);

  /// Where a router sends packets to a tile; nothing if the table does not say.
  std::optional<uint8_t> port(uint32_t router, uint32_t tile) const;
  void set(uint32_t router, uint32_t tile, uint8_t port);
};

/// Reads CSV, a header and one line for each entry: `router,tile,next`, where `next` is the router
/// that packets to `tile` go to from `router`, over the first of several links to it. `name` is
/// what errors call the text.
Result<RoutingTable> readRoutingTable(const Topology &topology, std::string_view text,
                                      std::string_view name);

/// The same CSV, by router and tile.
std::string writeRoutingTable(const RoutingTable &table);

/// The preferred paths between all tiles, without their classes. The policy passes checkRouting();
/// its preferred paths to a tile are a tree, as shortest ones are and those of another table.
RoutingTable tabulate(const Topology &topology, const RoutingPolicy &policy);

/// One way where the table has an entry, none elsewhere: checkRouting() refuses what does not
/// arrive.
RoutingPolicy tableRouting(RoutingTable table);

} // namespace nacre
