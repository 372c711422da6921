// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/transforms/FoldBatchNorm.h"
#include "dialects/Weights.h"
#include "dialects/qann/Qann.h"
#include <cmath>

using namespace mlir;

namespace nacre {

/// w' = factor * w for each output channel; real weights become others, integers get another scale.
template <class Op> static LogicalResult scaleWeights(Op layer, ArrayRef<double> factors) {
  auto error = [&] { return layer.emitOpError() << "weight "; };
  auto scaled = [&](const auto &weights, auto scale) {
    auto result = weights.vec();
    size_t perChannel = result.size() / factors.size();
    for (size_t i = 0; i < result.size(); ++i)
      result[i] = scale(factors[i / perChannel], result[i]);
    return result;
  };
  ArrayRef<int64_t> shape = layer.getWeight().getShapedType().getShape();
  if (!layer.isQuantized()) {
    FailureOr<Weights<float>> weights = readWeights<float>(layer.getWeight(), error);
    if (failed(weights))
      return failure();
    auto real = scaled(*weights, [](double k, float w) { return float(k * w); });
    layer.setWeightAttr(makeWeights<float>(shape, real, "folded", layer.getContext()));
    return success();
  }
  std::vector<float> scales;
  for (size_t c = 0; c < factors.size(); ++c) {
    float before = (*layer.getWeightScale())[layer.getWeightScale()->size() == 1 ? 0 : c];
    scales.push_back(factors[c] == 0 ? before : float(std::abs(factors[c]) * before));
  }
  layer.setWeightScale(ArrayRef<float>(scales));
  if (llvm::all_of(factors, [](double k) { return k > 0; }))
    return success();
  FailureOr<Weights<int8_t>> weights = readWeights<int8_t>(layer.getWeight(), error);
  if (failed(weights))
    return failure();
  auto signs = scaled(*weights, [](double k, int8_t w) {
    return int8_t(k > 0 ? w : k < 0 ? -w : 0);
  });
  layer.setWeightAttr(makeWeights<int8_t>(shape, signs, "folded", layer.getContext()));
  return success();
}

template <class Op> static LogicalResult foldInto(Op layer, qann::BatchNormOp norm) {
  if (!layer->hasOneUse())
    return norm.emitOpError() << "cannot be folded: the " << layer->getName()
                              << " before it has another user";
  std::vector<double> factors;
  std::vector<float> bias;
  for (size_t c = 0; c < size_t(layer.getOutputChannels()); ++c) {
    factors.push_back(norm.getGamma()[c] / std::sqrt(double(norm.getVariance()[c]) +
                                                     norm.getEpsilon().convertToFloat()));
    double before = layer.getBias() ? (*layer.getBias())[c] : 0.0;
    bias.push_back(float(factors[c] * (before - norm.getMean()[c]) + norm.getBeta()[c]));
  }
  if (failed(scaleWeights(layer, factors)))
    return failure();
  layer.setBiasAttr(DenseF32ArrayAttr::get(layer.getContext(), bias));
  norm.replaceAllUsesWith(layer.getResult());
  norm.erase();
  return success();
}

LogicalResult foldBatchNorms(Operation *root) {
  SmallVector<qann::BatchNormOp> norms;
  root->walk([&](qann::BatchNormOp norm) { norms.push_back(norm); });
  for (qann::BatchNormOp norm : norms) {
    LogicalResult folded = failure();
    if (auto conv = norm.getInput().getDefiningOp<qann::Conv2DOp>())
      folded = foldInto(conv, norm);
    else if (auto linear = norm.getInput().getDefiningOp<qann::LinearOp>())
      folded = foldInto(linear, norm);
    else
      norm.emitOpError() << "cannot be folded: it must follow a qann.conv2d or qann.linear";
    if (failed(folded))
      return failure();
  }
  return success();
}

} // namespace nacre
