// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The chip dialect and the image the chip is loaded with: two spellings of the same tables.
#pragma once
#include "dialects/chip/Chip.h"
#include "hw_models/image/ChipImage.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace nacre {

/// The bytes of a .nacre file, which ChipImage accepts for this chip. Fails, with a diagnostic, if
/// there are none: weights that cannot be read, another chip, routes that are not the chip's.
mlir::FailureOr<std::string> emitImage(chip::DesignOp design, const ChipModel &chip);

/// A module with the design of an image: emitImage's inverse. Weights and flows are named as the
/// `map` pass names them (DesignNames.h); routes are those of the chip's routing policy. Refused if
/// the image was made for another chip.
Result<mlir::OwningOpRef<mlir::ModuleOp>> decodeImage(const ChipImage &image, const ChipModel &chip,
                                                      mlir::MLIRContext *context);

} // namespace nacre
