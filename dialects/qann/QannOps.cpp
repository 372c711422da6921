// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The generated code of the operations, and verification of those without weights.
#include "dialects/Convolution.h"
#include "dialects/Size.h"
#include "dialects/qann/Qann.h"
#include <cmath>

using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/qann/QannOps.cpp.inc"

namespace nacre::qann {

static bool isPositive(float value) { return value > 0 && std::isfinite(value); }

LogicalResult InputOp::verify() {
  auto argument = dyn_cast<BlockArgument>(getImage());
  if (!argument || !argument.getOwner()->isEntryBlock())
    return emitOpError("[QANN-I1] the image must be an argument of the function");
  RankedTensorType image = getImage().getType(), result = getResult().getType();
  if (image.getRank() != 4 || !isStaticFrom(image, 1) || image.getShape() != result.getShape())
    return emitOpError("[QANN-I2] image and result must be N x C x H x W of one shape but are ")
           << image << " and " << result;
  if (failed(verifySize(image.getShape().drop_front(), "[QANN-I2] an image",
                        [&] { return emitOpError(); })))
    return failure();
  if (!isPositive(getScale().convertToFloat()))
    return emitOpError("[QANN-I3] scale must be positive and finite but is ") << getScaleAttr();
  if (getZeroPoint() < 0 || getZeroPoint() > 255)
    return emitOpError("[QANN-I3] zero_point must lie in 0..255 but is ") << getZeroPoint();
  return success();
}

LogicalResult OutputOp::verify() {
  RankedTensorType scores = getScores().getType();
  if (scores.getRank() != 2 || !isStaticFrom(scores, 1) || scores.getDimSize(1) < 2)
    return emitOpError("[QANN-O1] scores must be N x classes with at least two classes but are ")
           << scores;
  for (OutputOp other : getOperation()->getBlock()->getOps<OutputOp>())
    if (other != *this)
      return emitOpError("[QANN-O2] must be the only output of its function");
  for (Operation *user : getResult().getUsers())
    if (!user->hasTrait<OpTrait::IsTerminator>())
      return emitOpError("[QANN-O3] its result may only be returned but is used by ")
             << user->getName();
  return success();
}

LogicalResult BatchNormOp::verify() {
  RankedTensorType input = getInput().getType();
  if (input.getRank() < 2 || !isStaticFrom(input, 1))
    return emitOpError("[QANN-B1] input must be N x channels x ... but is ") << input;
  int64_t channels = input.getDimSize(1);
  std::pair<StringRef, ArrayRef<float>> arrays[] = {
      {"gamma", getGamma()}, {"beta", getBeta()}, {"mean", getMean()}, {"variance", getVariance()}};
  for (const auto &[name, values] : arrays)
    if (int64_t(values.size()) != channels)
      return emitOpError("[QANN-B1] ") << name << " must have " << channels
                                       << " values, one a channel, but has " << values.size();
  for (float variance : getVariance())
    if (!(variance >= 0) || !std::isfinite(variance))
      return emitOpError("[QANN-B1] variance must be >= 0 and finite but has ") << variance;
  if (!isPositive(getEpsilon().convertToFloat()))
    return emitOpError("[QANN-B1] epsilon must be positive and finite but is ") << getEpsilonAttr();
  return success();
}

LogicalResult ActOp::verify() {
  RankedTensorType input = getInput().getType();
  if (input.getRank() < 2 || !isStaticFrom(input, 1))
    return emitOpError("[QANN-A1] input must be N x channels x ... but is ") << input;
  int64_t channels = input.getDimSize(1), given = int64_t(getStep().size());
  if (given != 1 && given != channels)
    return emitOpError("[QANN-A1] step must have 1 or ") << channels << " values but has " << given;
  for (float step : getStep())
    if (!isPositive(step))
      return emitOpError("[QANN-A1] step must be positive and finite but has ") << step;
  if (getLevels() < 1 || getLevels() > 255)
    return emitOpError("[QANN-A2] levels must lie in 1..255 but is ") << getLevels();
  return success();
}

static Window2D poolWindow(ArrayRef<int64_t> kernel, ArrayRef<int64_t> strides,
                           ArrayRef<int64_t> pads) {
  return {{kernel[0], strides[0], 1, pads[0], pads[2]},
          {kernel[1], strides[1], 1, pads[1], pads[3]}};
}

template <class PoolOp> static LogicalResult verifyPool(PoolOp op, ArrayRef<int64_t> pads) {
  ArrayRef<int64_t> kernel = op.getKernel(), strides = op.getStrides();
  auto error = [&] { return op.emitOpError(); };
  if (failed(verifyRange(kernel, 2, 1, maxKernel, "[QANN-P1] kernel rows and columns", error)) ||
      failed(verifyRange(strides, 2, 1, maxKernel, "[QANN-P1] strides", error)))
    return failure();
  RankedTensorType input = op.getInput().getType(), result = op.getResult().getType();
  if (input.getRank() != 4 || !isStaticFrom(input, 1))
    return op.emitOpError("[QANN-P2] input must be N x C x H x W but is ") << input;
  Window2D window = poolWindow(kernel, strides, pads);
  int64_t expected[] = {input.getDimSize(0), input.getDimSize(1),
                        window.y.outputs(input.getDimSize(2)),
                        window.x.outputs(input.getDimSize(3))};
  if (!expected[2] || !expected[3])
    return op.emitOpError("[QANN-P2] the kernel is larger than the input");
  if (result.getShape() != ArrayRef(expected))
    return op.emitOpError("[QANN-P2] result must be ")
           << RankedTensorType::get(expected, input.getElementType()) << " but is " << result;
  return success();
}

LogicalResult AvgPoolOp::verify() { return verifyPool(*this, {0, 0, 0, 0}); }

LogicalResult MaxPoolOp::verify() {
  ArrayRef<int64_t> pads = getPads(), kernel = getKernel();
  if (pads.size() != 4)
    return emitOpError("[QANN-P3] pads must be 4 values but are [") << pads << "]";
  for (size_t i = 0; i < 4 && kernel.size() == 2; ++i)
    if (pads[i] < 0 || pads[i] >= kernel[i % 2])
      return emitOpError("[QANN-P3] pads must lie in 0..kernel - 1 but are [") << pads << "]";
  return verifyPool(*this, pads);
}

Window2D MaxPoolOp::window() { return poolWindow(getKernel(), getStrides(), getPads()); }

LogicalResult FlattenOp::verify() {
  RankedTensorType input = getInput().getType(), result = getResult().getType();
  if (input.getRank() < 2 || !isStaticFrom(input, 1))
    return emitOpError("[QANN-F1] input must be N x C x ... but is ") << input;
  int64_t expected[] = {input.getDimSize(0), 1};
  for (int64_t size : input.getShape().drop_front())
    expected[1] *= size;
  if (result.getShape() != ArrayRef(expected))
    return emitOpError("[QANN-F1] result must be ")
           << RankedTensorType::get(expected, input.getElementType()) << " but is " << result;
  return success();
}

} // namespace nacre::qann
