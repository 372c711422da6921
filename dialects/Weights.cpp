// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/Weights.h"
#include "hw_models/image/Bounds.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <type_traits>

using namespace mlir;

namespace nacre {

template <class T> static Type elementType(MLIRContext *context) {
  if constexpr (std::is_same_v<T, float>)
    return Float32Type::get(context);
  else
    return IntegerType::get(context, 8 * sizeof(T));
}

template <class T> static ArrayRef<T> asElements(ArrayRef<char> bytes) {
  return {reinterpret_cast<const T *>(bytes.data()), bytes.size() / sizeof(T)};
}

template <class T>
FailureOr<Weights<T>> readWeights(ElementsAttr attribute,
                                  llvm::function_ref<InFlightDiagnostic()> emitError) {
  ShapedType type = attribute.getShapedType();
  Type expected = elementType<T>(attribute.getContext());
  if (type.getElementType() != expected)
    return emitError() << "must have elements of type " << expected << " but has "
                       << type.getElementType();
  if (!isVolumeInBounds(type.getShape()))
    return emitError() << "must hold at most " << maxVolume << " values but is " << type;

  if (auto dense = dyn_cast<DenseElementsAttr>(attribute)) {
    ArrayRef<T> stored = asElements<T>(dense.getRawData());
    if (dense.isSplat())
      return Weights<T>(type.getNumElements(), stored.front());
    return Weights<T>(stored);
  }

  auto resource = dyn_cast<DenseResourceElementsAttr>(attribute);
  if (!resource)
    return emitError() << "must be dense<> or dense_resource<>";
  const AsmResourceBlob *blob = resource.getRawHandle().getBlob();
  StringRef key = resource.getRawHandle().getKey();
  if (!blob)
    return emitError() << "resource '" << key << "' is missing from the file";
  size_t expectedBytes = size_t(type.getNumElements()) * sizeof(T);
  if (blob->getData().size() != expectedBytes)
    return emitError() << "resource '" << key << "' must hold " << expectedBytes << " bytes for "
                       << type << " but holds " << blob->getData().size();
  if (reinterpret_cast<uintptr_t>(blob->getData().data()) % alignof(T))
    return emitError() << "resource '" << key << "' is not aligned to " << alignof(T) << " bytes";
  return Weights<T>(asElements<T>(blob->getData()));
}

template <class T>
ElementsAttr makeWeights(ArrayRef<int64_t> shape, ArrayRef<T> values, StringRef name,
                         MLIRContext *context) {
  auto type = RankedTensorType::get(shape, elementType<T>(context));
  assert(size_t(type.getNumElements()) == values.size() && "one value an element");
  return DenseResourceElementsAttr::get(type, name,
                                        HeapAsmResourceBlob::allocateAndCopyInferAlign(values));
}

template FailureOr<Weights<int8_t>> readWeights(ElementsAttr,
                                                llvm::function_ref<InFlightDiagnostic()>);
template FailureOr<Weights<int16_t>> readWeights(ElementsAttr,
                                                 llvm::function_ref<InFlightDiagnostic()>);
template FailureOr<Weights<uint32_t>> readWeights(ElementsAttr,
                                                  llvm::function_ref<InFlightDiagnostic()>);
template FailureOr<Weights<float>> readWeights(ElementsAttr,
                                               llvm::function_ref<InFlightDiagnostic()>);
template ElementsAttr makeWeights(ArrayRef<int64_t>, ArrayRef<int8_t>, StringRef, MLIRContext *);
template ElementsAttr makeWeights(ArrayRef<int64_t>, ArrayRef<int16_t>, StringRef, MLIRContext *);
template ElementsAttr makeWeights(ArrayRef<int64_t>, ArrayRef<uint32_t>, StringRef, MLIRContext *);
template ElementsAttr makeWeights(ArrayRef<int64_t>, ArrayRef<float>, StringRef, MLIRContext *);

} // namespace nacre
