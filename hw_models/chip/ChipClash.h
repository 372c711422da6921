// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Numbers of a chip that are all right by themselves and do not go together.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include <optional>
#include <string>
#include <string_view>

namespace nacre {

struct Clash {
  std::string_view section; ///< of the chip file, to be changed
  std::string message;      ///< with {} for the section
  std::string remedy;
};

/// The first one, if there is any. The routing policy is in the registry and serves the topology.
std::optional<Clash> findClash(const ChipModel &chip);

} // namespace nacre
