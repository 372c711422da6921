// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Routes of chips that route by tables.
#pragma once
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/route/trees/TreeRouting.h"
#include <optional>

namespace nacre {

/// What --routing and --effort ask for on a chip.
struct RoutingChoice {
  std::optional<TreeRouting> trees; ///< none where routers follow a policy
  std::string name;
  int64_t rounds = 0;

  /// Refuses unknown names, and what the chip's routers cannot do.
  static Result<RoutingChoice> of(const MappingOptions &options, const ChipModel &chip);
};

/// The names of `--routing`.
std::string routingNames();

/// Sets the problem's trees, its flows being placed. Refuses tables too large for a router, with
/// exit code DoesNotFit, and trees that could deadlock.
Status routeTrees(MappingProblem &problem, const MappingOptions &options);

} // namespace nacre
