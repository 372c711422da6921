// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reading and making weight attributes. C++17, because training includes it.
#pragma once
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace nacre {

/// The elements of a `dense<>` or `dense_resource<>` attribute, row-major: a view of the
/// attribute's own bytes (valid as long as the context), or a copy where it stores only one element
/// for all (a splat).
template <class T> class Weights {
  std::vector<T> copy;
  llvm::ArrayRef<T> view;

public:
  explicit Weights(llvm::ArrayRef<T> stored) : view(stored) {}
  Weights(size_t count, T splat) : copy(count, splat), view(copy) {}
  Weights(Weights &&) = default; // moving a vector keeps its elements where they are
  Weights &operator=(Weights &&) = default;

  operator llvm::ArrayRef<T>() const { return view; }
  size_t size() const { return view.size(); }
  T operator[](size_t index) const { return view[index]; }
  const T *begin() const { return view.begin(); }
  const T *end() const { return view.end(); }
  std::vector<T> vec() const { return view.vec(); }
};

/// T is int8_t (elements of type i8), int16_t (i16), uint32_t (i32) or float (f32). Another element
/// type, more than maxVolume elements, a resource that is missing from the file, or one whose size
/// does not fit the type is reported through `emitError`.
template <class T>
mlir::FailureOr<Weights<T>> readWeights(mlir::ElementsAttr attribute,
                                        llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// A `dense_resource<>` of the values; `name` becomes unique by a suffix where it is taken.
template <class T>
mlir::ElementsAttr makeWeights(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<T> values,
                               llvm::StringRef name, mlir::MLIRContext *context);

} // namespace nacre
