// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network in a file of any format that can be read. C++17, because training includes it.
#pragma once
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "support/Result.h"
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace nacre {

class Findings;
struct PostTraining;
struct PostTrainingReport;

/// What a file of another tool does not say.
struct ImportOptions {
  /// Where the input is real, pixel p stands for pixelScale * (p - pixelZero).
  double pixelScale = 1.0 / 255, pixelZero = 0;
  /// Channels, rows and columns of the input, where it is a vector, or a file does not say them;
  /// empty: F x 1 x 1.
  std::vector<int64_t> image = {};
  /// How a float network is quantized; null: it is refused.
  const PostTraining *postTraining = nullptr;

  // Of NIR:
  std::string nirReset = {}; ///< "subtract", "hard" or as the file says
  double nirDtSeconds = 0;   ///< length of a time step; 0: not known
  bool nirInclusive = false; ///< fire at the threshold, not only above it
  int64_t weightBits = 8;    ///< to which real weights are rounded

  std::string sanaFeArchitecture = {}; ///< file of the chip that a SANA-FE network is mapped to
};

/// Adds --pixel-scale, --pixel-zero and --image, --nir-reset, --nir-dt, --nir-compare and
/// --nir-weight-bits, --sana-fe-architecture.
void addImportOptions(CLI::App &app, ImportOptions &options);

/// What can be imported: ".onnx (ONNX), .nir (NIR), ...".
std::string foreignFormats();

/// Is it a file of another tool, by its ending, or what is in it?
bool isForeign(const std::string &path);
/// May it hold a float network, to be quantized by ImportOptions::postTraining?
bool canBeCalibrated(const std::string &path);

struct Imported {
  mlir::OwningOpRef<mlir::ModuleOp> module;   ///< null if there are findings
  std::vector<std::string> notes;             ///< what was decided or left out
  std::string producer;                       ///< of the file
  int64_t nodes = 0, folded = 0;              ///< of the file; how many of them were constant
  std::string chipFile;                       ///< text, where the file comes with a chip
  std::shared_ptr<PostTrainingReport> report; ///< where a float network was quantized
};

/// Imports a foreign file; what stands in the way is added to `findings`.
Imported importNetwork(const std::string &path, const ImportOptions &options, Findings &findings,
                       mlir::MLIRContext &context);

/// Reads a module, or imports a foreign file: findings and notes are then printed on stderr. The
/// context must know the dialects.
Result<mlir::OwningOpRef<mlir::ModuleOp>>
readNetwork(const std::string &path, const ImportOptions &options, mlir::MLIRContext &context);

} // namespace nacre
