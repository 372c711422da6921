// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/transforms/QuantizeWeights.h"
#include "dialects/Weights.h"
#include "dialects/qann/Qann.h"
#include <algorithm>
#include <cmath>

using namespace mlir;

namespace nacre {

bool sharesOneScale(Value result) {
  return llvm::any_of(result.getUsers(), [](Operation *user) { return isa<qann::OutputOp>(user); });
}

template <class Op> static LogicalResult quantize(Op layer, int bits) {
  if (layer.isQuantized())
    return success();
  FailureOr<Weights<float>> weights =
      readWeights<float>(layer.getWeight(), [&] { return layer.emitOpError() << "weight "; });
  if (failed(weights))
    return failure();

  int limit = (1 << (bits - 1)) - 1;
  size_t channels = sharesOneScale(layer.getResult()) ? 1 : size_t(layer.getOutputChannels());
  size_t perChannel = weights->size() / channels;
  std::vector<float> scales(channels);
  std::vector<int8_t> integers(weights->size());
  for (size_t c = 0; c < channels; ++c) {
    float largest = 0;
    for (size_t i = c * perChannel; i < (c + 1) * perChannel; ++i)
      largest = std::max(largest, std::fabs((*weights)[i]));
    if (!std::isfinite(largest))
      return layer.emitOpError() << "weights of output channel " << c << " are not finite";
    float scale = largest / float(limit);
    scales[c] = scale > 0 ? scale : 1.0f;
    for (size_t i = c * perChannel; i < (c + 1) * perChannel; ++i)
      integers[i] =
          int8_t(std::clamp(int(std::nearbyint((*weights)[i] / scales[c])), -limit, limit));
  }
  MLIRContext *context = layer.getContext();
  layer.setWeightAttr(makeWeights<int8_t>(layer.getWeight().getShapedType().getShape(), integers,
                                          "weight", context));
  layer.setWeightScaleAttr(DenseF32ArrayAttr::get(context, scales));
  layer.setWeightBitsAttr(IntegerAttr::get(IntegerType::get(context, 32), bits));
  return success();
}

LogicalResult quantizeWeights(Operation *root, int bits) {
  assert(bits >= 2 && bits <= 8);
  WalkResult result = root->walk([&](Operation *op) -> WalkResult {
    if (auto conv = dyn_cast<qann::Conv2DOp>(op))
      return quantize(conv, bits);
    if (auto linear = dyn_cast<qann::LinearOp>(op))
      return quantize(linear, bits);
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

} // namespace nacre
