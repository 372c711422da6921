// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One image's value in the quantized network; the batch dimension is left out.
#pragma once
#include "mlir/IR/BuiltinTypes.h"
#include <vector>

namespace nacre {

struct Tensor {
  std::vector<int64_t> shape; ///< channels (or features), then rows and columns where it has them
  std::vector<double> values; ///< row-major

  explicit Tensor(mlir::RankedTensorType type) : shape(type.getShape().drop_front().vec()) {
    int64_t count = 1;
    for (int64_t size : shape)
      count *= size;
    values.resize(size_t(count));
  }

  int64_t channels() const { return shape[0]; }
  int64_t channelSize() const { return int64_t(values.size()) / shape[0]; }
};

} // namespace nacre
