// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// BatchNormalization in inference: (x - mean) / sqrt(variance + epsilon) * scale + bias, a channel.
#include "compiler/import/onnx/Operator.h"
#include <cmath>

namespace nacre {

using namespace onnx;

static Outputs batchNormalization(const Call &call) {
  if (call.integer("training_mode", 0) || call.integer("spatial", 1) != 1)
    return call.refuseAttribute("training_mode", "1", "export the network for inference");
  const Tensor &x = call.in(0);
  const int64_t channels = x.rank() > 1 ? x.shape[1] : 1;
  for (size_t i = 1; i < 5; ++i)
    if (call.in(i).size() != channels)
      return call.refuseShapes("its statistics have not one value a channel");
  int64_t inner = 1;
  for (size_t d = 2; d < x.shape.size(); ++d)
    inner *= x.shape[d];
  Tensor result(x.type, x.shape);
  for (int64_t i = 0; i < x.size(); ++i) {
    const int64_t c = i / inner % channels;
    result.set(i, (x.at(i) - call.in(3).at(c)) /
                          std::sqrt(call.in(4).at(c) + call.real("epsilon", 1e-5)) *
                          call.in(1).at(c) +
                      call.in(2).at(c));
  }
  return only(std::move(result));
}

void registerBatchNormalization(OnnxOperatorRegistry &registry) {
  registry.add("BatchNormalization",
               {5, 5, {"epsilon", "momentum", "spatial", "training_mode"}, batchNormalization});
}

} // namespace nacre
