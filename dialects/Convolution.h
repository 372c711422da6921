// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the convolutions of qann and snn share: geometry and its rules. C++17.
#pragma once
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "support/Window.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nacre {

/// All sizes from dimension `first` on are known and positive.
bool isStaticFrom(mlir::RankedTensorType type, unsigned first);

/// A convolution's weight shape and attributes; pads are (top, left, bottom, right).
struct Convolution {
  llvm::ArrayRef<int64_t> weight; ///< out, in/groups, kernel height, kernel width
  llvm::ArrayRef<int64_t> strides, pads, dilations;
  int64_t groups = 1;

  int64_t outputChannels() const { return weight[0]; }
  int64_t inputChannels() const { return weight[1] * groups; }
  Window2D window() const;
};

template <class Conv2DOp> Convolution convolutionOf(Conv2DOp op) {
  return {op.getWeight().getShapedType().getShape(), op.getStrides(), op.getPads(),
          op.getDilations(), op.getGroups()};
}

/// Where each rule of a convolution is stated: "[SNN-C1]".
struct ConvolutionLabels {
  llvm::StringRef channels, shape, attributes;
};

/// Checks a convolution of rank-4 weights from C x H x W `input` to `result` (batch left out).
mlir::LogicalResult verifyConvolution(const Convolution &convolution, llvm::ArrayRef<int64_t> input,
                                      llvm::ArrayRef<int64_t> result,
                                      const ConvolutionLabels &labels,
                                      llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

} // namespace nacre
