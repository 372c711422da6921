// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libFuzzer: any bytes as an ONNX file, read and imported as far as they go.
#include "compiler/import/Findings.h"
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/onnx/Reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  using namespace nacre;
  Findings findings;
  onnx::Graph graph = onnx::readGraph({reinterpret_cast<const char *>(data), size}, "", findings);
  if (!findings.empty())
    return 0;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  onnx::Limits limits{1 << 16, 1 << 22};
  Imported imported = importOnnx(graph, "fuzz.onnx", {}, findings, context, limits);
  if (findings.empty() != bool(imported.module))
    __builtin_trap(); // a module or a reason, never both or neither
  return 0;
}
