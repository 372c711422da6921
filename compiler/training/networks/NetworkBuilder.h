// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Builds a chain of qann operations with fresh weights. C++17, because training includes it.
#pragma once
#include "dialects/qann/Qann.h"
#include "mlir/IR/BuiltinOps.h"
#include <random>

namespace nacre {

/// Each call appends one operation to the value built so far. Weights are drawn uniformly from
/// +-sqrt(6 / inputs of a neuron) (He et al. 2015); the same seed gives the same weights.
class NetworkBuilder {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder builder;
  mlir::Value value;
  std::mt19937_64 random;
  int weightedLayers = 0;

public:
  NetworkBuilder(mlir::MLIRContext *context, llvm::StringRef name, int64_t channels, int64_t height,
                 int64_t width, uint64_t seed);

  NetworkBuilder &input(float scale);
  NetworkBuilder &conv2d(int64_t outputs, int64_t kernel, int64_t pad = 0);
  NetworkBuilder &linear(int64_t outputs);
  NetworkBuilder &batchNorm();
  /// Levels and step are placeholders: training chooses both.
  NetworkBuilder &act();
  NetworkBuilder &avgPool(int64_t size);
  NetworkBuilder &flatten();
  /// Adds `qann.output` and the return; the builder is used up.
  mlir::OwningOpRef<mlir::ModuleOp> finish();

private:
  mlir::RankedTensorType type() const;
  mlir::RankedTensorType typeOf(llvm::ArrayRef<int64_t> shape) const;
  mlir::Location nextLayer(llvm::StringRef kind);
  mlir::ElementsAttr drawWeights(llvm::ArrayRef<int64_t> shape);
};

} // namespace nacre
