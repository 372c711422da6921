// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A SANA-FE network to a spiking network, which its biases drive.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/sanafe/Architecture.h"
#include "compiler/import/sanafe/Network.h"

namespace nacre {

/// Reads the file, too, and the architecture that the options name. Spikes reach the next group a
/// step later, neurons fire above their threshold, and a membrane that leaks counts 64ths, towards
/// zero: so SANA-FE computes. With an architecture, neurons stay on the cores of the file's
/// mapping, and Imported::chipFile is the chip.
Imported importSanaFeFile(const std::string &path, const ImportOptions &options, Findings &findings,
                          mlir::MLIRContext &context);

/// `architecture` may be null: the mapping is then left out.
Imported importSanaFe(const sanafe::Network &network, const sanafe::Architecture *architecture,
                      const std::string &path, Findings &findings, mlir::MLIRContext &context);

} // namespace nacre
