// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/conversion/Current.h"
#include "dialects/Weights.h"

namespace nacre {

using namespace mlir;

SmallVector<int64_t> populationShape(Value value) {
  ArrayRef<int64_t> shape = cast<RankedTensorType>(value.getType()).getShape();
  if (shape.size() == 2)
    return {shape[1], 1, 1};
  return SmallVector<int64_t>(shape.drop_front());
}

static RankedTensorType currentType(Value value) {
  return RankedTensorType::get(populationShape(value), IntegerType::get(value.getContext(), 32));
}

/// What a convolution and a linear layer share: integer weights, scales, bias.
template <class Op> static FailureOr<Current> readLayer(Op op, const Source &source) {
  if (!op.isQuantized())
    return op.emitOpError("has float weights; quantize the network first (nacre train does)");
  FailureOr<Weights<int8_t>> weights =
      readWeights<int8_t>(op.getWeight(), [&] { return op.emitOpError(); });
  if (failed(weights))
    return failure();
  Projection part;
  part.source = source;
  part.shape = cast<ShapedType>(op.getWeight().getType()).getShape().vec();
  part.weights = weights->vec();
  part.bits = *op.getWeightBits();
  ArrayRef<float> scale = *op.getWeightScale();
  Current current;
  for (int64_t c = 0; c < part.channels(); ++c) {
    part.scale.push_back(scale.size() == 1 ? scale[0] : scale[size_t(c)]);
    current.bias.push_back(op.getBias() ? double((*op.getBias())[size_t(c)]) : 0.0);
  }
  current.type = currentType(op.getResult());
  current.parts.push_back(std::move(part));
  return current;
}

FailureOr<Current> weightedCurrent(qann::Conv2DOp op, const Source &source) {
  FailureOr<Current> current = readLayer(op, source);
  if (failed(current))
    return failure();
  Projection &part = current->parts.front();
  part.strides = op.getStrides().vec();
  part.pads = op.getPads().vec();
  part.dilations = op.getDilations().vec();
  part.groups = op.getGroups();
  return current;
}

FailureOr<Current> weightedCurrent(qann::LinearOp op, const Source &source) {
  FailureOr<Current> current = readLayer(op, source);
  if (succeeded(current))
    current->parts.front().linear = true;
  return current;
}

Current identityCurrent(const Source &source, Value value) {
  Current current;
  current.type = currentType(value);
  int64_t channels = current.type.getDimSize(0);
  Projection part;
  part.source = source;
  part.linear =
      cast<RankedTensorType>(source.value.getType()).getShape() != current.type.getShape();
  if (part.linear) {
    part.shape = {channels, channels};
    part.weights.assign(size_t(channels * channels), 0);
    for (int64_t c = 0; c < channels; ++c)
      part.weights[size_t(c * channels + c)] = 1;
  } else {
    part.shape = {channels, 1, 1, 1};
    part.weights.assign(size_t(channels), 1);
    part.groups = channels;
  }
  part.scale.assign(size_t(channels), 1.0);
  current.bias.assign(size_t(channels), 0.0);
  current.parts.push_back(std::move(part));
  return current;
}

} // namespace nacre
