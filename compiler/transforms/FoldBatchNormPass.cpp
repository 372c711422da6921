// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/Passes.h"
#include "compiler/transforms/FoldBatchNorm.h"

namespace nacre {
#define GEN_PASS_DEF_FOLDBATCHNORM
#include "compiler/Passes.h.inc"

namespace {

struct FoldBatchNormPass : impl::FoldBatchNormBase<FoldBatchNormPass> {
  void runOnOperation() override {
    if (mlir::failed(foldBatchNorms(getOperation())))
      signalPassFailure();
  }
};

} // namespace
} // namespace nacre
