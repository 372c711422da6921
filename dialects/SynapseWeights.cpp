// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/SynapseWeights.h"

using namespace mlir;

namespace nacre {

template <class T>
static FailureOr<SynapseWeights> readAs(ElementsAttr attribute,
                                        llvm::function_ref<InFlightDiagnostic()> emitError) {
  FailureOr<Weights<T>> weights = readWeights<T>(attribute, emitError);
  if (failed(weights))
    return failure();
  return SynapseWeights(std::move(*weights));
}

FailureOr<SynapseWeights> readSynapseWeights(ElementsAttr attribute,
                                             llvm::function_ref<InFlightDiagnostic()> emitError) {
  return attribute.getShapedType().getElementType().isSignlessInteger(16)
             ? readAs<int16_t>(attribute, emitError)
             : readAs<int8_t>(attribute, emitError);
}

LogicalResult verifySynapseWeights(ElementsAttr attribute, int32_t bits,
                                   llvm::function_ref<InFlightDiagnostic()> emitError) {
  if (bits < 1 || bits > mostWeightBits)
    return emitError() << "bits must lie in 1.." << mostWeightBits << " but is " << bits;
  FailureOr<SynapseWeights> weights = readSynapseWeights(attribute, emitError);
  if (failed(weights))
    return failure();
  const WeightSpan span = weights->span();
  if (span.size() > 0 && span.isWide() != (bits > mostByteBits))
    return emitError() << "of " << bits << " bits must have elements of type i"
                       << (bits > mostByteBits ? 16 : 8) << " but has "
                       << attribute.getShapedType().getElementType();
  for (size_t i = 0; i < span.size(); ++i)
    if (!fitsBits(span[i], bits))
      return emitError() << "of " << bits << " bits must lie in " << -(1 << (bits - 1)) << ".."
                         << (1 << (bits - 1)) - 1 << " but one is " << int(span[i]);
  return success();
}

ElementsAttr makeSynapseWeights(ArrayRef<int64_t> shape, ArrayRef<int16_t> values, int32_t bits,
                                StringRef name, MLIRContext *context) {
  if (bits > mostByteBits)
    return makeWeights<int16_t>(shape, values, name, context);
  return makeWeights<int8_t>(shape, std::vector<int8_t>(values.begin(), values.end()), name,
                             context);
}

} // namespace nacre
