// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipHash.h"
#include "hw_models/chip/ChipSchema.h"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nacre {

std::string canonicalText(const ChipModel &chip) {
  std::string text;
  for (const ChipField &field : chipFields())
    if (field.isTable ? field.values(chip).front() // other chips keep their hash
                      : !field.isExtra() || !field.values(chip).empty())
      text += fmt::format("{}={}\n", field.path(), fmt::join(field.values(chip), ","));
  return text + fmt::format("routing.topology={}\nrouting.policy={}\nchips={}x{}\n",
                            topologyName(chip.grid.kind), chip.routingPolicy, chip.grid.chipColumns,
                            chip.grid.chipRows);
}

uint64_t fnv1a(std::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (unsigned char byte : text)
    hash = (hash ^ byte) * 1099511628211u;
  return hash;
}

uint64_t hashChip(const ChipModel &chip) { return fnv1a(canonicalText(chip)); }

} // namespace nacre
