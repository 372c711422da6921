// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Verification of the operations that carry weights: conv2d and linear.
#include "dialects/Convolution.h"
#include "dialects/Size.h"
#include "dialects/Weights.h"
#include "dialects/qann/Qann.h"
#include <cmath>

using namespace mlir;

namespace nacre::qann {

template <class Op> static LogicalResult verifyElementType(Op op, int64_t rank, StringRef rule) {
  ShapedType weight = op.getWeight().getShapedType();
  Type type = weight.getElementType();
  if ((type.isF32() || type.isSignlessInteger(8)) && weight.getRank() == rank)
    return success();
  return op.emitOpError() << rule << " of f32 or i8 but is " << weight;
}

template <class Op> static LogicalResult verifyScale(Op op, StringRef label) {
  std::optional<ArrayRef<float>> scale = op.getWeightScale();
  if (scale.has_value() != op.isQuantized())
    return op.emitOpError() << label << " weight_scale must be given exactly for i8 weights; they "
                            << "are " << op.getWeight().getElementType();
  if (!scale)
    return success();
  int64_t channels = op.getOutputChannels(), given = int64_t(scale->size());
  if (given != 1 && given != channels)
    return op.emitOpError() << label << " weight_scale must have 1 or " << channels
                            << " values but has " << given;
  for (float value : *scale)
    if (!(value > 0) || !std::isfinite(value))
      return op.emitOpError() << label << " weight_scale must be positive and finite but has "
                              << value;
  return success();
}

template <class Op> static LogicalResult verifyBias(Op op, StringRef label) {
  std::optional<ArrayRef<float>> bias = op.getBias();
  if (bias && int64_t(bias->size()) != op.getOutputChannels())
    return op.emitOpError() << label << " bias must have " << op.getOutputChannels()
                            << " values but has " << bias->size();
  return success();
}

template <class Op> static LogicalResult verifyBits(Op op, StringRef label) {
  std::optional<int32_t> bits = op.getWeightBits();
  if (bits.has_value() != op.isQuantized())
    return op.emitOpError() << label << " weight_bits must be given exactly for i8 weights; they "
                            << "are " << op.getWeight().getElementType();
  auto error = [&] { return op.emitOpError() << label << " weight "; };
  if (!bits)
    return success(succeeded(readWeights<float>(op.getWeight(), error)));
  if (*bits < 2 || *bits > 8)
    return op.emitOpError() << label << " weight_bits must lie in 2..8 but is " << *bits;
  FailureOr<Weights<int8_t>> weights = readWeights<int8_t>(op.getWeight(), error);
  if (failed(weights))
    return failure();
  int limit = (1 << (*bits - 1)) - 1;
  for (int8_t weight : *weights)
    if (std::abs(int(weight)) > limit)
      return op.emitOpError() << label << " weights of " << *bits << " bits must lie in -" << limit
                              << ".." << limit << " but one is " << int(weight);
  return success();
}

LogicalResult Conv2DOp::verify() {
  RankedTensorType input = getInput().getType(), result = getResult().getType();
  if (failed(verifyElementType(*this, 4, "[QANN-C1] weight must be out x in/groups x kh x kw")))
    return failure();
  for (RankedTensorType type : {input, result})
    if (type.getRank() != 4 || !isStaticFrom(type, 1) || type.getDimSize(0) != input.getDimSize(0))
      return emitOpError("[QANN-C4] input and result must be N x C x H x W with one N and known "
                         "C, H, W but are ")
             << input << " and " << result;
  auto error = [&] { return emitOpError(); };
  ArrayRef<int64_t> from = input.getShape().drop_front(), to = result.getShape().drop_front();
  if (failed(verifySize(from, "[QANN-C4] an input", error)) ||
      failed(verifySize(to, "[QANN-C4] a result", error)) ||
      failed(verifyConvolution(convolutionOf(*this), from, to,
                               {"[QANN-C1]", "[QANN-C4]", "[QANN-C5]"}, error)))
    return failure();
  return success(succeeded(verifyScale(*this, "[QANN-C2]")) &&
                 succeeded(verifyBias(*this, "[QANN-C3]")) &&
                 succeeded(verifyBits(*this, "[QANN-C6]")));
}

LogicalResult LinearOp::verify() {
  if (failed(verifyElementType(*this, 2, "[QANN-L1] weight must be out x in")))
    return failure();
  RankedTensorType input = getInput().getType(), result = getResult().getType();
  ArrayRef<int64_t> weight = getWeight().getShapedType().getShape();
  if (input.getRank() != 2 || input.getDimSize(1) != weight[1])
    return emitOpError("[QANN-L1] input must be N x ") << weight[1] << " but is " << input;
  if (result.getRank() != 2 || result.getDimSize(0) != input.getDimSize(0) ||
      result.getDimSize(1) != weight[0])
    return emitOpError("[QANN-L1] result must be N x ") << weight[0] << " but is " << result;
  return success(succeeded(verifyScale(*this, "[QANN-L2]")) &&
                 succeeded(verifyBias(*this, "[QANN-L2]")) &&
                 succeeded(verifyBits(*this, "[QANN-L2]")));
}

} // namespace nacre::qann
