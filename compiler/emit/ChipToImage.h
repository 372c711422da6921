// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The chip dialect and the image the chip is loaded with: two spellings of the same tables.
#pragma once
#include "dialects/chip/Chip.h"
#include "hw_models/image/ChipImage.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace nacre {

/// The bytes of a .nacre file. Fails, with a diagnostic, where weights cannot be read.
mlir::FailureOr<std::string> emitImage(chip::DesignOp design);

/// A module with the design of an image: emitImage's inverse. Names of weights and flows are w0,
/// w1, ... and f0, f1, ... in order, as the `map` pass gives them; routes are those of the chip's
/// routing policy. Refused if the image was made for another chip.
Result<mlir::OwningOpRef<mlir::ModuleOp>> decodeImage(const ChipImage &image, const ChipModel &chip,
                                                      mlir::MLIRContext *context);

} // namespace nacre
