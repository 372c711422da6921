// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bounds that values keep on every level. C++17.
#pragma once
#include "hw_models/image/Bounds.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nacre {

/// Refuses a C x H x W beyond maxExtent or maxVolume; `what` ("[SNN-N5] a population") starts the
/// message.
mlir::LogicalResult verifySize(llvm::ArrayRef<int64_t> shape, llvm::StringRef what,
                               llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// Refuses a value outside least..most.
mlir::LogicalResult verifyRange(int64_t value, int64_t least, int64_t most, llvm::StringRef what,
                                llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// Refuses anything but `count` values in least..most.
mlir::LogicalResult verifyRange(llvm::ArrayRef<int64_t> values, size_t count, int64_t least,
                                int64_t most, llvm::StringRef what,
                                llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

} // namespace nacre
