// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include "mlir/IR/BuiltinOps.h"

namespace nacre {

/// Chip cycles of a time step in the mean, over one image of noise: the module's one snn.network as
/// the problem is solved, on the cycle engine.
Result<double> cyclesOfStep(mlir::ModuleOp module, const MappingProblem &problem, int64_t steps);

} // namespace nacre
