// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Builds a network of qann operations with fresh weights. C++17, because training includes it.
#pragma once
#include "compiler/networks/PixelStatistics.h"
#include "dialects/qann/Qann.h"
#include "mlir/IR/BuiltinOps.h"
#include <optional>
#include <random>

namespace nacre {

/// Decides the weights; without a seed they are zeros that take no memory, to look at shapes.
using WeightSeed = std::optional<uint64_t>;

/// Each call appends one operation to the value built so far. Weights are drawn uniformly from
/// +-sqrt(6 / inputs of a neuron) (He et al. 2015); the same seed gives the same weights.
class NetworkBuilder {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder builder;
  mlir::Value value;
  std::optional<std::mt19937_64> random;
  int weightedLayers = 0;

public:
  NetworkBuilder(mlir::MLIRContext *context, llvm::StringRef name, int64_t channels, int64_t height,
                 int64_t width, WeightSeed seed);

  NetworkBuilder &input(float scale, int32_t zeroPoint = 0);
  /// Normalizes pixels to mean 0 and deviation 1.
  NetworkBuilder &input(const PixelStatistics &pixels);
  NetworkBuilder &conv2d(int64_t outputs, int64_t kernel, int64_t pad = 0, int64_t stride = 1,
                         int64_t groups = 1);
  NetworkBuilder &linear(int64_t outputs);
  NetworkBuilder &batchNorm();
  /// Levels and step are placeholders: training chooses both.
  NetworkBuilder &act();
  NetworkBuilder &avgPool(int64_t size);
  NetworkBuilder &globalAvgPool();
  NetworkBuilder &maxPool(int64_t size, int64_t stride, int64_t pad = 0);
  NetworkBuilder &flatten();

  /// For networks that are no chain: the value built so far, going on from another one, a sum.
  mlir::Value current() const { return value; }
  NetworkBuilder &from(mlir::Value other);
  NetworkBuilder &add(mlir::Value other);
  int64_t channels() const { return type().getDimSize(1); }

  /// Adds `qann.output` and the return; the builder is used up.
  mlir::OwningOpRef<mlir::ModuleOp> finish();

private:
  mlir::RankedTensorType type() const;
  mlir::RankedTensorType typeOf(llvm::ArrayRef<int64_t> shape) const;
  mlir::Location nextLayer(llvm::StringRef kind);
  mlir::ElementsAttr drawWeights(llvm::ArrayRef<int64_t> shape);
};

} // namespace nacre
