// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files of other tools that a module can be written as, one a file in formats/.
#pragma once
#include "compiler/import/Findings.h"
#include "mlir/IR/BuiltinOps.h"
#include "support/Registry.h"

namespace nacre {

/// What a module does not say.
struct ExportOptions {
  double nirDtSeconds = 0.001; ///< length of a time step
  std::string chip = {};       ///< file of the chip a network is mapped to; "": by its name
};

struct Exported {
  std::string bytes;              ///< of the file; none if there are findings
  std::string companion;          ///< of a second file: the chip, of formats that have one
  std::string size;               ///< "7 nodes"
  std::vector<std::string> notes; ///< what was decided or left out
};

struct ExportFormat {
  std::string summary;
  std::string ending; ///< of its files, ".nir"
  /// Refuses a module of another level than the format is of. What the format cannot say is added
  /// to `findings`, all of it.
  Result<Exported> (*write)(mlir::ModuleOp module, const ExportOptions &options,
                            Findings &findings);
};

using ExportFormatRegistry = Registry<ExportFormat>;
void registerAllExportFormats(ExportFormatRegistry &registry);

} // namespace nacre
