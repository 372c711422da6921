// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/ExportFormat.h"
#include "compiler/export/nir/Exporter.h"

namespace nacre {

static Result<Exported> write(mlir::ModuleOp module, const ExportOptions &options,
                              Findings &findings) {
  auto networks = module.getOps<snn::NetworkOp>();
  if (!llvm::hasSingleElement(networks))
    return Error{
        "a NIR graph is of one spiking network, which this module does not hold",
        "one that is converted from a quantized network reads images, which NIR cannot say",
        ExitCode::Usage};
  return exportNir(*networks.begin(), options, findings);
}

void registerNir(ExportFormatRegistry &registry) {
  registry.add("nir", {"NIR, of a spiking network", ".nir", write});
}

} // namespace nacre
