// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network in the TOSA dialect of MLIR to a qann module.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"

namespace nacre {

/// Is the module file (.mlir, .mlirbc) one of TOSA operations? False if it cannot be read.
bool holdsTosa(const std::string &path);

/// The module has one function, whose argument is the image and whose result the scores. All that
/// cannot be imported is in `findings`. The module is changed.
Imported importTosa(mlir::ModuleOp module, const std::string &file, const ImportOptions &options,
                    Findings &findings);

Imported importTosaFile(const std::string &path, const ImportOptions &options, Findings &findings,
                        mlir::MLIRContext &context);

} // namespace nacre
