// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "support/Result.h"
#include <string>

namespace nacre {

/// Reads a qann or snn module; a quantized one is converted. The context has all dialects.
Result<mlir::OwningOpRef<mlir::ModuleOp>> readSpiking(const std::string &file,
                                                      mlir::MLIRContext *context);

} // namespace nacre
