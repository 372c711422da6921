// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What makes two versions of a chip file the same chip.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include <string>

namespace nacre {

/// One line "section.name=value" for each schema field, resolved, in schema order, and the routing
/// policy. Sources, notes and the way a number is written do not appear.
std::string canonicalText(const ChipModel &chip);

/// FNV-1a, 64 bits, of canonicalText.
uint64_t hashChip(const ChipModel &chip);

} // namespace nacre
