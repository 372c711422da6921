// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/Hypergraph.h"
#include <fmt/format.h>

namespace nacre {

Status writeHypergraph(const MappingProblem &problem,
                       const std::function<void(std::string_view)> &write) {
  std::vector<bool> present(problem.populations.size());
  for (const auto &edge : problem.edges)
    if (edge.sparse)
      present[edge.source] = present[edge.target] = true;
  std::vector<uint64_t> first(problem.populations.size()); // vertex, from 1
  uint64_t vertices = 0;
  for (size_t p = 0; p < present.size(); ++p)
    if (present[p]) {
      first[p] = vertices + 1;
      vertices += uint64_t(problem.populations[p].shape.volume());
    }
  if (vertices == 0)
    return Error{"the network has no sparse synapses, so no hypergraph"};

  /// Calls visit(vertex of the source, rows, source, first vertex of targets) for each net.
  auto forEachNet = [&](auto visit) {
    for (const auto &edge : problem.edges) {
      if (!edge.sparse)
        continue;
      const SparseRows rows = edge.sparse->bySource();
      for (uint32_t source = 0; source < rows.sources(); ++source) {
        size_t others = 0;
        for (uint32_t target : rows.targetsOf(source))
          others += first[edge.target] + target != first[edge.source] + source;
        if (others > 0)
          visit(first[edge.source] + source, rows.targetsOf(source), first[edge.target]);
      }
    }
  };
  uint64_t nets = 0;
  forEachNet([&](uint64_t, std::span<const uint32_t>, uint64_t) { ++nets; });
  for (size_t p = 0; p < present.size(); ++p)
    if (present[p])
      write(fmt::format("% '{}': {} to {}\n", problem.populations[p].name, first[p],
                        first[p] + uint64_t(problem.populations[p].shape.volume()) - 1));
  write(fmt::format("{} {}\n", nets, vertices));
  std::string line;
  forEachNet([&](uint64_t source, std::span<const uint32_t> targets, uint64_t firstTarget) {
    line.clear();
    fmt::format_to(std::back_inserter(line), "{}", source);
    for (uint32_t target : targets)
      if (firstTarget + target != source)
        fmt::format_to(std::back_inserter(line), " {}", firstTarget + target);
    write(line += '\n');
  });
  return success();
}

} // namespace nacre
