// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Modules in files: .mlir is text, .mlirbc bytecode. C++17, because training includes it.
#pragma once
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "support/Result.h"
#include <string>

namespace nacre {

/// Refuses names that end in neither .mlir nor .mlirbc.
Status checkModulePath(const std::string &path);

/// Parses and verifies text or bytecode, whatever the name says; the error is the first diagnostic,
/// with its place. The context must know the dialects.
Result<mlir::OwningOpRef<mlir::ModuleOp>> readModule(const std::string &path,
                                                     mlir::MLIRContext *context);

/// "FILE:LINE:COLUMN: " as far as it is known: empty if not even the file is known; without a line,
/// the node of an imported network in its place: "FILE: node 'conv_7': ".
std::string placeOf(mlir::Location location);

Status writeModule(mlir::ModuleOp module, const std::string &path);

} // namespace nacre
