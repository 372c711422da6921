// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ONNX files, read and imported as far as they go.
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/onnx/Reader.h"
#include "support/Files.h"
#include "tests/fuzz/FuzzTarget.h"
#include <cstdlib>

using namespace nacre;

std::vector<std::string> fuzzSeeds() {
  std::vector<std::string> seeds;
  for (const char *name : {"tiny", "sigmoid"}) {
    auto bytes = readFile(std::string("docs/examples/") + name + ".onnx");
    if (!bytes)
      std::abort();
    seeds.push_back(*bytes);
  }
  return seeds;
}

void fuzzOne(std::string_view bytes) {
  Findings findings;
  const onnx::Graph graph = onnx::readGraph(bytes, "", findings);
  if (!findings.empty())
    return;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  const onnx::Limits limits{1 << 16, 1 << 22};
  const Imported imported = importOnnx(graph, "fuzz.onnx", {}, findings, context, limits);
  if (findings.empty() != bool(imported.module))
    std::abort(); // a module or a reason, never both or neither
}
