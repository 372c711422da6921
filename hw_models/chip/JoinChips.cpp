// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipClash.h"
#include "hw_models/chip/ChipHash.h"
#include <charconv>
#include <fmt/format.h>

namespace nacre {

Result<ChipArray> parseChipArray(const std::string &text) {
  ChipArray chips;
  const char *end = text.data() + text.size();
  auto first = std::from_chars(text.data(), end, chips.columns);
  if (first.ec == std::errc() && first.ptr != end && *first.ptr == 'x') {
    auto second = std::from_chars(first.ptr + 1, end, chips.rows);
    if (second.ec == std::errc() && second.ptr == end && chips.columns > 0 && chips.rows > 0)
      return chips;
  }
  return Error{fmt::format("'{}' is no arrangement of chips", text),
               "write columns x rows, as in 4x2", ExitCode::Usage};
}

Result<ChipModel> joinChips(ChipModel chip, ChipArray chips) {
  const auto [columns, rows] = chips;
  auto refuse = [&, columns = columns, rows = rows](std::string_view why, std::string remedy) {
    return Error{
        fmt::format("{}x{} chips '{}' cannot be joined: {}", columns, rows, chip.name, why), remedy,
        ExitCode::Usage};
  };
  constexpr int64_t most = 1024; // tiles of a row or column
  if (columns == 1 && rows == 1)
    return chip;
  if (chip.grid.kind != TopologyKind::Mesh)
    return refuse(fmt::format("its network is a {}, not a mesh", topologyName(chip.grid.kind)),
                  "use one chip");
  if (!chip.hasBorder())
    return refuse("its file says nothing of links between chips",
                  "add timing.link_border_ns, timing.flit_interval_border_ns and "
                  "energy.hop_border_pj to a copy of the file, with their sources");
  if (columns > most / chip.grid.columns || rows > most / chip.grid.rows)
    return refuse(fmt::format("more than {} tiles in a row or column", most), "use fewer chips");
  chip.grid.chipColumns = columns;
  chip.grid.chipRows = rows;
  if (auto clash = findClash(chip))
    return refuse(fmt::format(fmt::runtime(clash->message), clash->section), clash->remedy);
  chip.hash = hashChip(chip);
  return chip;
}

} // namespace nacre
