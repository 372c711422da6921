// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chip for people and for programs: what its file says, and what follows from it.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include <string>

namespace nacre {

/// One line per chip: name and description.
std::string chipListText();
std::string chipListJson();

/// Every number with its unit, provenance, source and note, then derived values.
std::string chipText(const ChipModel &chip);

/// The same, and the integers that the engines use: cycles, bits, fJ, nW, fs.
std::string chipJson(const ChipModel &chip);

} // namespace nacre
