// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A netx file to a spiking network whose input is spikes.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/netx/File.h"

namespace nacre {

/// Reads the file, too.
Imported importNetxFile(const std::string &path, const ImportOptions &options, Findings &findings,
                        mlir::MLIRContext &context);

/// `path` names the file in locations. All that cannot be imported is in `findings`.
Imported importNetx(const netx::File &file, const std::string &path, const ImportOptions &options,
                    Findings &findings, mlir::MLIRContext &context);

} // namespace nacre
