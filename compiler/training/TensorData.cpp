// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/TensorData.h"
#include <ATen/ATen.h>
#include <cstring>

namespace nacre {

at::Tensor tensorOf(llvm::ArrayRef<float> values) {
  at::Tensor tensor = at::empty({int64_t(values.size())}, at::kFloat);
  std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
  return tensor;
}

std::vector<float> valuesOf(const at::Tensor &tensor) {
  at::Tensor flat = tensor.detach().contiguous();
  const float *values = flat.data_ptr<float>();
  return {values, values + flat.numel()};
}

at::Tensor pixelsOf(const Dataset &data, int64_t first, int64_t count) {
  const uint8_t *begin = data.image(first);
  std::vector<float> pixels(begin, begin + count * data.imageSize());
  return tensorOf(pixels).view({count, data.channels, data.height, data.width});
}

} // namespace nacre
