// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/TopologyText.h"
#include <charconv>
#include <fmt/format.h>

namespace nacre {

/// "4x3".
static bool readSize(std::string_view text, Topology &topology) {
  const char *end = text.data() + text.size();
  auto columns = std::from_chars(text.data(), end, topology.columns);
  if (columns.ec != std::errc() || columns.ptr == end || *columns.ptr != 'x')
    return false;
  auto rows = std::from_chars(columns.ptr + 1, end, topology.rows);
  return rows.ec == std::errc() && rows.ptr == end && topology.columns && topology.rows;
}

std::string topologyText(const Topology &topology) {
  std::string text =
      fmt::format("{}x{} {}", topology.columns, topology.rows, topologyName(topology.kind));
  if (topology.chipColumns)
    text += fmt::format(" of chips of {}x{}", topology.chipColumns, topology.chipRows);
  return text;
}

Result<Topology> parseTopology(std::string_view text) {
  std::string_view name = text.substr(0, text.find(':'));
  auto kind = findTopology(name);
  if (!kind)
    return Error{fmt::format("unknown topology '{}'", name),
                 fmt::format("known: {}", fmt::join(topologyNames(), ", ")), ExitCode::Usage};
  Topology topology;
  topology.kind = *kind;
  if (name.size() < text.size() && !readSize(text.substr(name.size() + 1), topology))
    return Error{fmt::format("the topology '{}' has no size COLUMNSxROWS behind its colon", text),
                 fmt::format("for example {}:4x3", name), ExitCode::Usage};
  return topology;
}

} // namespace nacre
