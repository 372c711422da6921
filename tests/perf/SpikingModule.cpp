// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/perf/SpikingModule.h"
#include "compiler/Pipelines.h"
#include "compiler/io/ModuleFile.h"

namespace nacre {

Result<mlir::OwningOpRef<mlir::ModuleOp>> readSpiking(const std::string &file,
                                                      mlir::MLIRContext *context) {
  auto module = readModule(file, context);
  if (!module)
    return module;
  auto level = levelOf(**module);
  if (!level)
    return level.error();
  if (*level == Level::Qann)
    if (auto status = runStages(**module, {}, "convert", ""); !status)
      return status.error();
  return module;
}

} // namespace nacre
