// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a network fits a chip, for people (text) and for programs (JSON).
#pragma once
#include "compiler/mapping/Solve.h"
#include <nlohmann/json_fwd.hpp>

namespace nacre {

/// `remedies`: of all, if it does not fit.
/// A table of what stands in the way and what to do about each, then what would help in all.
std::string fitText(const Fit &fit, const std::string &remedies, const std::string &network,
                    const ChipModel &chip);

/// network, chip, fits; cores if it fits, else findings (layer, resource, needed, limit, message,
/// remedy) and remedies.
nlohmann::ordered_json fitJson(const Fit &fit, const std::string &remedies,
                               const std::string &network, const ChipModel &chip);

} // namespace nacre
