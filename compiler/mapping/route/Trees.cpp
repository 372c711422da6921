// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/Trees.h"
#include "compiler/mapping/place/Effort.h"
#include "compiler/mapping/route/Packets.h"
#include "compiler/mapping/route/trees/RoutingLoads.h"
#include "hw_models/chip/ChipNoc.h"
#include "hw_models/noc/DeadlockCheck.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre {

namespace {

constexpr const char *usual = "policy", *best = "negotiated";

TreeRoutingRegistry routings() {
  TreeRoutingRegistry registry;
  registerAllTreeRoutings(registry);
  return registry;
}

RoutingProblem routingProblemOf(const MappingProblem &problem) {
  const NocModel noc = nocModelOf(problem.chip);
  RoutingProblem routing{noc.topology, noc.policy, problem.chip.limits.routingTableEntries, {}};
  for (const auto &[ends, packets] : packetsOf(problem, problem.flows))
    routing.nets.push_back({ends.first, ends.second, std::round(packets * 1024) / 1024});
  return routing;
}

uint32_t fullestRouter(const RoutingProblem &problem, const RoutingLoads &loads) {
  uint32_t fullest = 0;
  for (uint32_t router = 0; router < problem.topology.routers(); ++router)
    if (loads.entries(router) > loads.entries(fullest))
      fullest = router;
  return fullest;
}

/// Keys that begin or end at a router have entries there, wherever their packets pass else.
int64_t entriesAtLeast(const RoutingProblem &problem, uint32_t router) {
  const Topology &topology = problem.topology;
  return std::count_if(problem.nets.begin(), problem.nets.end(), [&](const Net &net) {
    return topology.tileOf(net.from) == router ||
           std::any_of(net.to.begin(), net.to.end(),
                       [&](uint32_t core) { return topology.tileOf(core) == router; });
  });
}

bool isFreeOfDeadlock(const RoutingProblem &problem, const std::vector<NetTree> &trees,
                      Status *why = nullptr) {
  std::vector<RoutingTree> tables;
  for (size_t i = 0; i < trees.size(); ++i)
    tables.push_back(treeOf(problem.topology, trees[i], problem.nets[i].to));
  Status status = checkDeadlock(problem.topology, tables);
  if (why)
    *why = status;
  return bool(status);
}

/// What would help where tables are too small, found by trying.
std::string remedyFor(const RoutingProblem &problem, const RoutingChoice &choice,
                      const RoutingLoads &loads) {
  int64_t least = loads.entries(fullestRouter(problem, loads));
  for (const auto &[name, routing] : routings()) {
    if (name == choice.name)
      continue;
    const std::vector<NetTree> trees = routing.route(problem, choice.rounds);
    if (!isFreeOfDeadlock(problem, trees))
      continue;
    const RoutingLoads other(problem, trees);
    least = std::min(least, other.entries(fullestRouter(problem, other)));
    if (other.quality().missingEntries == 0)
      return fmt::format("with --routing {} all tables are large enough", name);
  }
  const uint32_t router = fullestRouter(problem, loads);
  return fmt::format("with this placement {} entries a router would do "
                     "(limits.routing_table_entries); {} keys begin or end at router {}, whatever "
                     "the routing",
                     least, entriesAtLeast(problem, router), router);
}

} // namespace

std::string routingNames() { return routings().names(); }

Result<RoutingChoice> RoutingChoice::of(const MappingOptions &options, const ChipModel &chip) {
  const bool byTables = chip.routesByTables();
  const std::string name = !options.routing.empty() ? options.routing : byTables ? best : usual;
  const TreeRoutingRegistry names = routings();
  auto routing = names.get(name, "routing");
  if (!routing)
    return routing.error();
  const Registry<Effort> known = efforts();
  auto effort = known.get(options.effort, "effort");
  if (!effort)
    return effort.error();
  if (byTables)
    return RoutingChoice{**routing, name, (*effort)->routingRounds};
  if (name != usual)
    return Error{
        fmt::format("--routing {}: the routers of chip '{}' have no tables, they follow the "
                    "policy '{}'",
                    name, chip.name, chip.routingPolicy),
        "leave --routing out, or choose a chip that routes by tables", ExitCode::Usage};
  return RoutingChoice{std::nullopt, name, 0};
}

Status routeTrees(MappingProblem &problem, const MappingOptions &options) {
  auto choice = RoutingChoice::of(options, problem.chip);
  if (!choice)
    return choice.error();
  const RoutingProblem routing = routingProblemOf(problem);
  const std::vector<NetTree> trees = choice->trees->route(routing, choice->rounds);
  Status deadlock = success();
  if (!isFreeOfDeadlock(routing, trees, &deadlock))
    return Error{fmt::format("--routing {}: {}", choice->name, deadlock.error().message),
                 choice->name == best ? "" : fmt::format("use --routing {}", best)};
  const RoutingLoads loads(routing, trees);
  const uint32_t fullest = fullestRouter(routing, loads);
  if (loads.entries(fullest) > routing.tableEntries)
    return Error{fmt::format("routing tables do not fit chip '{}': router {} needs {} entries, "
                             "limit {}",
                             problem.chip.name, fullest, loads.entries(fullest),
                             routing.tableEntries),
                 remedyFor(routing, *choice, loads), ExitCode::DoesNotFit};
  if (options.note)
    options.note(fmt::format("routing tables: {} keys, at most {} entries of {}; {:g} packets a "
                             "sample on the worst link, {:g} on all",
                             trees.size(), loads.entries(fullest), routing.tableEntries,
                             loads.quality().worstLink, loads.quality().linkSum));
  problem.trees.clear();
  for (size_t i = 0; i < trees.size(); ++i) {
    const Net &net = routing.nets[i];
    problem.trees.push_back({net.from, {net.to.begin(), net.to.end()}, trees[i]});
  }
  return success();
}

} // namespace nacre
