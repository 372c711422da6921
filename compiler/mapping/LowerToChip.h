// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include "dialects/chip/Chip.h"
#include "dialects/snn/Snn.h"

namespace nacre {

/// Set on a module by the `map` pass when the network does not fit the chip (exit code 3).
inline constexpr llvm::StringLiteral doesNotFitAttr = "nacre.does_not_fit";

/// Writes a solved problem of the network as a chip.design before it. Fails, with a diagnostic,
/// where weights cannot be read.
mlir::LogicalResult lowerToChip(snn::NetworkOp network, const MappingProblem &problem);

} // namespace nacre
