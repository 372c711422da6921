// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Values between attributes, data sets and tensors.
#pragma once
#include "dialects/Weights.h"
#include "support/Dataset.h"
#include <ATen/core/Tensor.h>

namespace nacre {

at::Tensor tensorOf(llvm::ArrayRef<float> values);
std::vector<float> valuesOf(const at::Tensor &tensor);

/// Images first..first+count-1 as float pixels (images x channels x height x width).
at::Tensor pixelsOf(const Dataset &data, int64_t first, int64_t count);

/// The weights of a verified layer as real numbers; integers times their scale.
template <class Op> at::Tensor realWeights(Op layer) {
  llvm::ArrayRef<int64_t> shape = layer.getWeight().getShapedType().getShape();
  auto emitError = [&] { return layer.emitOpError() << "weight "; };
  if (!layer.isQuantized())
    return tensorOf(*readWeights<float>(layer.getWeight(), emitError)).view(shape.vec());
  auto integers = *readWeights<int8_t>(layer.getWeight(), emitError);
  llvm::ArrayRef<float> scale = *layer.getWeightScale();
  size_t perChannel = integers.size() / size_t(shape[0]);
  std::vector<float> real(integers.size());
  for (size_t i = 0; i < real.size(); ++i)
    real[i] = scale[scale.size() == 1 ? 0 : i / perChannel] * float(integers[i]);
  return tensorOf(real).view(shape.vec());
}

} // namespace nacre
