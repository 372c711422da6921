// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A spiking network as a NIR file. The importer reads it back as the same integers.
#pragma once
#include "compiler/export/ExportFormat.h"
#include "dialects/snn/Snn.h"

namespace nacre {

/// The notes end with the options that the import needs.
Exported exportNir(snn::NetworkOp network, const ExportOptions &options, Findings &findings);

} // namespace nacre
