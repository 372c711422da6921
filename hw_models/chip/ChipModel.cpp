// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipModel.h"
#include "hw_models/chips/ShippedChips.h"
#include "support/Files.h"
#include "support/Yaml.h"
#include <cassert>
#include <fmt/format.h>

namespace nacre {

int64_t ChipModel::Timing::barrierCycles(int64_t tilesInUse) const {
  assert(!barrier.empty());
  if (tilesInUse <= barrier.front().tiles)
    return barrier.front().cycles;
  for (size_t i = 1; i < barrier.size(); ++i) {
    const BarrierPoint &a = barrier[i - 1], &b = barrier[i];
    if (tilesInUse > b.tiles)
      continue;
    int64_t width = b.tiles - a.tiles, rise = (b.cycles - a.cycles) * (tilesInUse - a.tiles);
    return a.cycles + rise / width + (rise % width > 0); // rounded up, as all times
  }
  return barrier.back().cycles;
}

std::vector<std::string> shippedChips() {
  std::vector<std::string> names;
  for (const ShippedChip &chip : shippedChipFiles())
    names.emplace_back(chip.name);
  return names;
}

static Result<ChipModel> loadOne(const std::string &nameOrPath) {
  for (const ShippedChip &chip : shippedChipFiles())
    if (nameOrPath == chip.name)
      return parseChip(std::string(chip.yaml), nameOrPath + ".yaml");
  if (nameOrPath.ends_with(".yaml")) {
    auto text = readFile(nameOrPath, 1 << 20);
    return text ? parseChip(*text, nameOrPath) : Result<ChipModel>(text.error());
  }
  return Error{fmt::format("unknown chip '{}'", nameOrPath),
               suggest(nameOrPath, shippedChips()) + " (or the path of a .yaml file)",
               ExitCode::Usage};
}

Result<ChipModel> loadChip(const std::string &nameOrPath, ChipArray chips) {
  auto chip = loadOne(nameOrPath);
  return chip ? joinChips(std::move(*chip), chips) : chip;
}

} // namespace nacre
