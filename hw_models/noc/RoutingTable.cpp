// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/RoutingTable.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <memory>

namespace nacre {

namespace {

constexpr std::string_view header = "router,tile,next";

struct Entry {
  uint32_t router = 0, tile = 0, next = 0;
};

std::optional<Entry> parseEntry(std::string_view line) {
  Entry entry;
  const char *at = line.data(), *end = at + line.size();
  for (uint32_t *number : {&entry.router, &entry.tile, &entry.next}) {
    if (number != &entry.router && (at == end || *at++ != ','))
      return std::nullopt;
    auto [behind, error] = std::from_chars(at, end, *number);
    if (error != std::errc())
      return std::nullopt;
    at = behind;
  }
  return at == end ? std::optional(entry) : std::nullopt;
}

std::optional<uint8_t> portTo(const Topology &topology, uint32_t router, uint32_t next) {
  for (uint8_t port = 0; port < topology.linkPorts(); ++port)
    if (topology.neighbour(router, port) == next)
      return port;
  return std::nullopt;
}

/// What is wrong with a line; nothing if its entry is in the table now.
std::string addLine(RoutingTable &table, std::string_view line) {
  const Topology &topology = table.topology;
  auto entry = parseEntry(line);
  if (!entry)
    return fmt::format("'{}' is not three whole numbers, router,tile,next", line);
  auto [router, tile, next] = *entry;
  if (router >= topology.routers())
    return fmt::format("there is no router {}; the last is {}", router, topology.routers() - 1);
  if (tile >= topology.tiles())
    return fmt::format("there is no tile {}; the last is {}", tile, topology.tiles() - 1);
  if (router == tile)
    return fmt::format("packets to tile {} have arrived at router {} and go no further", tile,
                       router);
  auto port = portTo(topology, router, next);
  if (!port)
    return fmt::format("router {} is no neighbour of router {}", next, router);
  if (table.port(router, tile))
    return fmt::format("router {} has an entry for tile {} already", router, tile);
  table.set(router, tile, *port);
  return {};
}

} // namespace

RoutingTable::RoutingTable(const Topology &topology)
    : ports(size_t(topology.routers()) * topology.tiles(), none), topology(topology) {
  assert(topology.linkPorts() <= none);
}

std::optional<uint8_t> RoutingTable::port(uint32_t router, uint32_t tile) const {
  uint8_t port = ports[size_t(router) * topology.tiles() + tile];
  return port == none ? std::nullopt : std::optional(port);
}

void RoutingTable::set(uint32_t router, uint32_t tile, uint8_t port) {
  assert(topology.neighbour(router, port));
  ports[size_t(router) * topology.tiles() + tile] = port;
}

Result<RoutingTable> readRoutingTable(const Topology &topology, std::string_view text,
                                      std::string_view name) {
  RoutingTable table(topology);
  for (size_t number = 1; number == 1 || !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    std::string reason = number > 1       ? addLine(table, line)
                         : line == header ? ""
                                          : fmt::format("the header must be '{}'", header);
    if (!reason.empty())
      return Error{fmt::format("{}:{}: {}", name, number, reason)};
  }
  return table;
}

std::string writeRoutingTable(const RoutingTable &table) {
  const Topology &topology = table.topology;
  std::string csv = std::string(header) + "\n";
  for (uint32_t router = 0; router < topology.routers(); ++router)
    for (uint32_t tile = 0; tile < topology.tiles(); ++tile)
      if (auto port = table.port(router, tile))
        csv += fmt::format("{},{},{}\n", router, tile, *topology.neighbour(router, *port));
  return csv;
}

RoutingTable tabulate(const Topology &topology, const RoutingPolicy &policy) {
  RoutingTable table(topology);
  for (uint32_t from = 0; from < topology.tiles(); ++from)
    for (uint32_t to = 0; to < topology.tiles(); ++to) {
      Way way;
      // Where there is an entry already, the rest of the path is in the table.
      for (uint32_t here = from; here != to && !table.port(here, to);
           here = *topology.neighbour(here, way.port)) {
        way = *policy.ways(topology, here, to, way.vcClass).begin();
        table.set(here, to, way.port);
      }
    }
  return table;
}

RoutingPolicy tableRouting(RoutingTable table) {
  RoutingPolicy policy{"by a table", {}};
  policy.serves = table.topology.kind;
  policy.detours = true;
  policy.ways = [table = std::make_shared<const RoutingTable>(std::move(table))](
                    [[maybe_unused]] const Topology &topology, uint32_t here, uint32_t to,
                    uint8_t) -> Ways {
    assert(topology.tiles() == table->topology.tiles() && "a table is of one size");
    auto port = table->port(here, to);
    return port ? Ways{{*port}} : Ways{};
  };
  return policy;
}

} // namespace nacre
