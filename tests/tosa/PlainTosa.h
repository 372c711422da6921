// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TOSA operations computed as their specification says, in its own layout, one loop an operation.
// It shares nothing with the importer.
#pragma once
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include <vector>

namespace nacre {

struct PlainTensor {
  std::vector<int64_t> shape;
  std::vector<int64_t> values; ///< row-major
};

/// What the function returns for this argument. Integers only.
PlainTensor runTosa(mlir::func::FuncOp function, PlainTensor argument);

} // namespace nacre
