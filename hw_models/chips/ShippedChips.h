// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The chip files of this folder, inside the program.
#pragma once
#include <span>
#include <string_view>

namespace nacre {

struct ShippedChip {
  std::string_view name; ///< "loihi"
  std::string_view yaml; ///< text of loihi.yaml
};

/// Sorted by name.
std::span<const ShippedChip> shippedChipFiles();

} // namespace nacre
