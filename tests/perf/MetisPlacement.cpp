// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/perf/MetisPlacement.h"
#include "compiler/mapping/place/FreeTiles.h"
#include "compiler/mapping/place/Placement.h"
#include "support/Files.h"
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <sstream>

namespace nacre {

namespace {

/// METIS' graph: a line a cluster, neighbours from 1 with whole weights.
std::string graphText(const PlacementProblem &problem) {
  double most = 1;
  size_t edges = 0;
  for (const auto &others : problem.traffic)
    for (const Traffic &other : others)
      most = std::max(most, other.spikes), ++edges;
  std::string text = fmt::format("{} {} 001\n", problem.clusters(), edges / 2);
  for (const auto &others : problem.traffic) {
    for (const Traffic &other : others)
      text += fmt::format("{} {} ", other.cluster + 1,
                          std::max<int64_t>(1, std::llround(other.spikes / most * 1e6)));
    text += "\n";
  }
  return text;
}

/// The group of each cluster.
Result<std::vector<uint32_t>> groupsOf(const PlacementProblem &problem, uint32_t groups,
                                       uint64_t seed) {
  const std::string folder =
      std::filesystem::temp_directory_path() /
      fmt::format("nacre-metis-{}", std::filesystem::hash_value(std::to_string(seed)));
  std::filesystem::create_directories(folder);
  const std::string graph = folder + "/graph";
  if (auto status = writeFile(graph, graphText(problem)); !status)
    return status.error();
  const std::string command =
      fmt::format("gpmetis -seed={} -ufactor=1 {} {} >/dev/null 2>&1", seed, graph, groups);
  const int code = std::system(command.c_str());
  auto parts = readFile(fmt::format("{}.part.{}", graph, groups));
  std::filesystem::remove_all(folder);
  if (code || !parts)
    return Error{"gpmetis did not run", "install the package metis"};
  std::istringstream in(*parts);
  std::vector<uint32_t> groupOf;
  for (uint32_t group; in >> group;)
    groupOf.push_back(group);
  return groupOf;
}

} // namespace

Result<std::vector<uint32_t>> placeByMetis(const PlacementProblem &problem, uint64_t seed) {
  const Topology &topology = problem.topology;
  const uint32_t side = topology.coresPerTile == 1 ? 2 : 1,
                 size = side * side * topology.coresPerTile;
  const uint32_t groups = (problem.clusters() + size - 1) / size;
  auto groupOf =
      groups > 1 ? groupsOf(problem, groups, seed) : std::vector<uint32_t>(problem.clusters(), 0);
  if (!groupOf)
    return groupOf;

  PlacementProblem between = problem;
  between.topology = {(topology.columns + side - 1) / side, (topology.rows + side - 1) / side, 1,
                      topology.kind};
  std::vector<Packets> packets;
  for (const Packets &some : problem.packets)
    for (uint32_t to : some.to)
      if ((*groupOf)[some.from] != (*groupOf)[to])
        packets.push_back({(*groupOf)[some.from], {(*groupOf)[to]}, some.spikes});
  between.send(groups, std::move(packets));
  PlacementRegistry placements;
  registerAllPlacements(placements);
  const std::vector<uint32_t> tiles = placements.find("greedy")->place(
      between, {*ObjectiveSum::parse("spike-hops"), *efforts().find("fast")});

  // A group a little too large overflows into free cores around it.
  FreeTiles free(topology);
  std::vector<uint32_t> cores;
  for (uint32_t group : *groupOf) {
    const uint32_t x = between.topology.column(tiles[group]) * side,
                   y = between.topology.row(tiles[group]) * side;
    cores.push_back(free.take(free.nearest(topology.tileAt(x, y))));
  }
  return cores;
}

} // namespace nacre
