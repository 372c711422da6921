// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/relay/RelayPlan.h"
#include "dialects/snn/Snn.h"

namespace nacre {

/// Adds the plan's relays behind all other populations, `<name>.relay`, `<name>.relay2`, ..., and
/// lets edges read them. The network's spikes do not change: a relay fires in the logical step of
/// its source. The plan is for problemFromSnn(network).
void insertRelays(snn::NetworkOp network, const RelayPlan &plan);

/// problemFromSnn(network), with the relays it takes, which a remark counts.
mlir::FailureOr<MappingProblem> problemWithRelays(snn::NetworkOp network, const ChipModel &chip);

} // namespace nacre
