// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The road from a quantized network to a mapped one, as named stages.
#pragma once
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include "support/Result.h"
#include <string>
#include <vector>

namespace nacre {

struct CompileOptions {
  std::string method = "noise-adaptor";
  std::string chip = "loihi"; ///< name or file
  std::string placement = "sequential";
  uint64_t seed = 1;
};

/// A stage takes a module from one level to the next.
struct Stage {
  std::string name;    ///< "fold", "convert", "map"
  std::string summary; ///< what the module holds afterwards
  void (*build)(mlir::OpPassManager &passes, const CompileOptions &options);
};
const std::vector<Stage> &compileStages();

/// Loads the dialects that any stage may meet.
void loadAllDialects(mlir::MLIRContext &context);

/// Runs the stages that the module still needs (a module with an snn.network starts at "map", one
/// with a chip.design needs none) up to and including `stopAfter` ("" for all). With `dumpFolder`,
/// writes NN-<stage>.mlir after each. Diagnostics go to the context's handler; the error returned
/// is what to say when they have been printed.
Status runStages(mlir::ModuleOp module, const CompileOptions &options, const std::string &stopAfter,
                 const std::string &dumpFolder);

/// Prints diagnostics as "file:line:col: error: text" with their notes, on stderr.
class DiagnosticPrinter {
  mlir::DiagnosticEngine &engine;
  mlir::DiagnosticEngine::HandlerID id;

public:
  explicit DiagnosticPrinter(mlir::MLIRContext &context);
  ~DiagnosticPrinter();
};

} // namespace nacre
