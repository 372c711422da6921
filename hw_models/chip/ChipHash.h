// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What makes two versions of a chip file the same chip.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include <string>
#include <string_view>

namespace nacre {

/// One line "section.name=value" for each schema field, resolved, in schema order, and the routing
/// policy. Sources, notes and the way a number is written do not appear.
std::string canonicalText(const ChipModel &chip);

/// 64-bit FNV-1a.
uint64_t fnv1a(std::string_view text);

/// fnv1a of canonicalText.
uint64_t hashChip(const ChipModel &chip);

} // namespace nacre
