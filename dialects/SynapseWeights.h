// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integer weights of synapses: elements of i8 up to 8 bits, else of i16.
#pragma once
#include "dialects/Weights.h"
#include "hw_models/image/WeightSpan.h"

namespace nacre {

/// What a weight attribute holds; valid as long as the object and the context.
class SynapseWeights {
  Weights<int8_t> narrow{{}};
  Weights<int16_t> wide{{}};

public:
  explicit SynapseWeights(Weights<int8_t> weights) : narrow(std::move(weights)) {}
  explicit SynapseWeights(Weights<int16_t> weights) : wide(std::move(weights)) {}

  WeightSpan span() const {
    return wide.size() > 0 ? WeightSpan(std::span(wide.begin(), wide.end()))
                           : WeightSpan(std::span(narrow.begin(), narrow.end()));
  }
  std::vector<int16_t> vec() const { return span().vec(); }
};

/// Reports what readWeights() reports; elements of another type than i16 must be i8.
mlir::FailureOr<SynapseWeights>
readSynapseWeights(mlir::ElementsAttr attribute,
                   llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// Weights of `bits` (1..mostWeightBits) bits must be i8 up to 8 bits, else i16, and lie in the
/// two's complement range of that width.
mlir::LogicalResult verifySynapseWeights(mlir::ElementsAttr weights, int32_t bits,
                                         llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// makeWeights() of the elements that `bits` ask for, in which the values fit.
mlir::ElementsAttr makeSynapseWeights(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int16_t> values,
                                      int32_t bits, llvm::StringRef name,
                                      mlir::MLIRContext *context);

} // namespace nacre
