// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a quantized network as docs/semantics/qann.md says, in double precision.
#pragma once
#include "compiler/reference/Argmax.h"
#include "compiler/reference/Tensor.h"
#include "dialects/qann/QannSize.h"
#include "mlir/IR/BuiltinOps.h"
#include "support/Result.h"
#include <functional>

namespace nacre {

class QannInterpreter {
  /// Values computed so far, the image first, to the next one.
  using Eval = std::function<Tensor(const std::vector<Tensor> &values)>;

  qann::OutputOp output;
  mlir::RankedTensorType imageType;
  std::vector<Eval> program; ///< one for each operation, in order
  size_t scoresIndex = 0;
  qann::NetworkSize networkSize;

  Status addOperation(mlir::Operation *op, mlir::DenseMap<mlir::Value, size_t> &indices);

public:
  /// The network is the function that holds the module's only qann.output. Keeps references to its
  /// operations: the module must outlive the interpreter.
  static Result<QannInterpreter> create(mlir::ModuleOp module);

  /// The image of imageShape() and the result of each operation, in order.
  std::vector<Tensor> values(const uint8_t *image) const;
  /// Class scores of an image of imageShape(). May be called from several threads.
  std::vector<double> scores(const uint8_t *image) const;
  int32_t classify(const uint8_t *image) const { return argmax(scores(image)); }

  llvm::StringRef networkName() const;
  llvm::ArrayRef<int64_t> imageShape() const { return imageType.getShape().drop_front(); }
  int64_t classes() const { return qann::OutputOp(output).getClasses(); }

  int64_t macsPerSample() const { return networkSize.macs; }
  int64_t parameterCount() const { return networkSize.parameters; }
};

} // namespace nacre
