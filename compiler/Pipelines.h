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
  std::string chips = "1x1";  ///< columns x rows, side by side
  std::string packing = "neighbours";
  std::string placement = "annealing";
  std::string objective = "spike-hops"; ///< or a weighted sum
  std::string effort = "normal";
  uint64_t seed = 1;
  double placementSeconds = 0; ///< 0: no limit
  std::string routing = "";    ///< "": negotiated where the chip routes by tables, else policy
};

/// The forms of a network, in the order in which it passes them.
enum class Level { Qann, Snn, Chip };

/// The level of the module's networks: it has a qann.output, snn.networks or chip.designs. Refuses
/// a module with none of them, with several levels, or with modules inside it: it could not be said
/// which network is meant.
Result<Level> levelOf(mlir::ModuleOp module);

/// A stage takes networks of one level some way towards the chip.
struct Stage {
  std::string name; ///< "fold", "convert", "map"
  Level from;       ///< modules of a later level are behind this stage
  void (*build)(mlir::OpPassManager &passes, const CompileOptions &options);
};
const std::vector<Stage> &compileStages();

/// Loads the dialects that any stage may meet.
void loadAllDialects(mlir::MLIRContext &context);

/// Runs the stages that the module's level still needs up to and including `stopAfter` ("" for
/// all); a `stopAfter` that the module has behind it is a usage error. With `dumpFolder`, writes
/// NN-<stage>.mlir after each. Diagnostics go to the context's handler; the error returned is what
/// to say when they have been printed.
Status runStages(mlir::ModuleOp module, const CompileOptions &options, const std::string &stopAfter,
                 const std::string &dumpFolder);

/// Prints diagnostics as "file:line:col: error: text" with their notes, on stderr; the place as far
/// as it is known.
class DiagnosticPrinter {
  mlir::DiagnosticEngine &engine;
  mlir::DiagnosticEngine::HandlerID id;

public:
  explicit DiagnosticPrinter(mlir::MLIRContext &context);
  ~DiagnosticPrinter();
};

} // namespace nacre
