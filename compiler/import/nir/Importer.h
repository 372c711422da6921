// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A NIR graph to a spiking network whose input is spikes.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/nir/Reader.h"

namespace nacre {

/// Reads the file, too.
Imported importNirFile(const std::string &path, const ImportOptions &options, Findings &findings,
                       mlir::MLIRContext &context);

/// `path` names the graph in locations. All that cannot be imported is in `findings`.
Imported importNir(const nir::File &file, const std::string &path, const ImportOptions &options,
                   Findings &findings, mlir::MLIRContext &context);

} // namespace nacre
