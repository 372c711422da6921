// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/NetworkChoice.h"
#include "hw_models/noc/DeadlockCheck.h"
#include "hw_models/noc/RoutingTable.h"
#include "hw_models/noc/TopologyText.h"
#include "support/Files.h"
#include <fmt/format.h>

namespace nacre {

namespace {

Error unserved(const std::string &message, const RoutingRegistry &registry, TopologyKind kind) {
  return {message,
          fmt::format("policies for a {}: {}", topologyName(kind), namesServing(registry, kind)),
          ExitCode::Usage};
}

Result<std::vector<Topology>> readTopologies(const NetworkChoice &choice) {
  std::vector<Topology> topologies;
  for (const std::string &text : choice.topologies) {
    auto topology = parseTopology(text);
    if (!topology)
      return topology.error();
    if (!topology->columns) {
      Topology usual = usualSize(topology->kind);
      topology->columns = choice.columns ? choice.columns : usual.columns;
      topology->rows = choice.rows ? choice.rows : usual.rows;
    }
    topologies.push_back(*topology);
  }
  return topologies;
}

/// Each policy has a topology.
Status checkRoutings(const std::vector<std::string> &routings, const RoutingRegistry &registry,
                     const std::vector<Topology> &topologies) {
  for (const std::string &routing : routings) {
    auto policy = registry.get(routing, "routing policy");
    if (!policy)
      return policy.error();
    bool serves = false;
    for (const Topology &topology : topologies)
      serves |= bool((*policy)->checkServes(topology));
    TopologyKind kind = topologies.front().kind;
    if (!serves)
      return unserved(
          topologies.size() == 1
              ? fmt::format("routing '{}' does not serve a {}", routing, topologyName(kind))
              : fmt::format("routing '{}' serves none of the topologies", routing),
          registry, kind);
  }
  return success();
}

/// The policies that a topology goes with.
Result<std::vector<std::string>> routingsFor(const Topology &topology, const NetworkChoice &choice,
                                             const RoutingRegistry &registry) {
  if (!choice.routingTable.empty())
    return choice.routings;
  if (choice.routings.empty())
    return std::vector{std::string(usualRouting(topology.kind))};
  std::vector<std::string> names;
  for (const std::string &routing : choice.routings)
    if (registry.find(routing)->checkServes(topology))
      names.push_back(routing);
  if (names.empty())
    return unserved(
        fmt::format("no routing that is given serves a {}", topologyName(topology.kind)), registry,
        topology.kind);
  return names;
}

/// Routing is followed from all tiles to all tiles, and so are tables laid out.
Status checkSize(const NocModel &model) {
  if (auto status = model.check(); !status)
    return status;
  constexpr int64_t most = 1 << 24;
  int64_t places = int64_t(model.topology.routers()) * model.topology.tiles();
  if (places > most)
    return Error{
        fmt::format("a {} is too large: it has {} routers x tiles, at most {} can be routed",
                    topologyText(model.topology), places, most),
        "", ExitCode::Usage};
  return success();
}

Status check(const NocModel &model) {
  if (auto status = checkSize(model); !status)
    return status;
  return checkRouting(model.topology, model.policy);
}

Result<RoutingPolicy> readTable(const std::string &path, NocModel model) {
  model.policy = {};
  model.policy.serves = model.topology.kind;
  if (auto status = checkSize(model); !status)
    return status.error();
  auto text = readFile(path);
  if (!text)
    return text.error();
  auto table = readRoutingTable(model.topology, *text, path);
  if (!table)
    return table.error();
  return tableRouting(std::move(*table));
}

Result<NamedNetwork> networkByTable(const std::string &path, NocModel model) {
  auto policy = readTable(path, model);
  if (!policy)
    return policy.error();
  model.policy = *policy;
  if (auto status = check(model); !status)
    return Error{fmt::format("{}: {}", path, status.error().message), status.error().remedy,
                 status.error().exitCode};
  return NamedNetwork{path, model};
}

} // namespace

Topology usualSize(TopologyKind kind) {
  uint32_t columns = kind == TopologyKind::Tree ? 4 : 8, rows = kind == TopologyKind::Tree ? 3 : 8;
  return {columns, rows, 1, kind};
}

Result<std::vector<NamedNetwork>> chooseNetworks(const NetworkChoice &choice,
                                                 const NocModel &common) {
  RoutingRegistry registry;
  registerAllRoutings(registry);
  auto topologies = readTopologies(choice);
  if (!topologies)
    return topologies.error();
  if (auto status = checkRoutings(choice.routings, registry, *topologies); !status)
    return status.error();
  if (!choice.routingTable.empty() && topologies->size() != 1)
    return Error{"a routing table is for one topology", "leave out the others", ExitCode::Usage};

  std::vector<NamedNetwork> networks;
  for (const Topology &topology : *topologies) {
    NocModel model = common;
    model.topology.kind = topology.kind;
    model.topology.columns = topology.columns;
    model.topology.rows = topology.rows;
    auto routings = routingsFor(topology, choice, registry);
    if (!routings)
      return routings.error();
    for (const std::string &routing : *routings) {
      model.policy = *registry.find(routing);
      if (auto status = check(model); !status)
        return status.error();
      networks.push_back({routing, model});
    }
    if (choice.routingTable.empty())
      continue;
    auto network = networkByTable(choice.routingTable, model);
    if (!network)
      return network.error();
    networks.push_back(*network);
  }
  return networks;
}

} // namespace nacre
