// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The three attributes of sparse synapses as the rows that they are.
#pragma once
#include "dialects/SynapseWeights.h"
#include "hw_models/image/SparseRows.h"

namespace nacre {

/// Where each rule is stated, with a space behind: "[SNN-S1] ".
struct SparseLabels {
  llvm::StringRef shapes, rows;
};

class SparseWeights {
  Weights<uint32_t> offsets, targets;
  SynapseWeights weights;

public:
  SparseWeights(Weights<uint32_t> offsets, Weights<uint32_t> targets, SynapseWeights weights)
      : offsets(std::move(offsets)), targets(std::move(targets)), weights(std::move(weights)) {}

  /// Valid as long as the object and the context.
  SparseRows rows() const {
    return {{offsets.begin(), offsets.end()}, {targets.begin(), targets.end()}, weights.span()};
  }
};

/// offsets and targets of i32, weight of i8 or i16, all of rank 1. Reports what readWeights
/// reports, `label` first.
mlir::FailureOr<SparseWeights>
readSparseWeights(mlir::ElementsAttr offsets, mlir::ElementsAttr targets, mlir::ElementsAttr weight,
                  llvm::StringRef label, llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// Are they rows from so many source neurons to so many targets, with at least one synapse?
mlir::LogicalResult verifySparseRows(mlir::ElementsAttr offsets, mlir::ElementsAttr targets,
                                     mlir::ElementsAttr weight, int64_t sources,
                                     int64_t targetNeurons, const SparseLabels &labels,
                                     llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// The attributes of a verified operation that has them.
template <class Op> SparseWeights sparseWeightsOf(Op op) {
  return *readSparseWeights(op.getOffsets(), op.getTargets(), op.getWeight(), "",
                            [&] { return op.emitOpError(); });
}

} // namespace nacre
