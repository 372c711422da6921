// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/transforms/FoldBatchNorm.h"
#include "dialects/Weights.h"
#include "dialects/qann/Qann.h"
#include <cmath>

using namespace mlir;

namespace nacre {

template <class Op> static LogicalResult foldInto(Op layer, qann::BatchNormOp norm) {
  if (!layer->hasOneUse())
    return norm.emitOpError() << "cannot be folded: the " << layer->getName()
                              << " before it has another user";
  if (layer.isQuantized())
    return norm.emitOpError() << "cannot be folded into weights that are already integers";
  FailureOr<Weights<float>> weights =
      readWeights<float>(layer.getWeight(), [&] { return layer.emitOpError() << "weight "; });
  if (failed(weights))
    return failure();

  size_t channels = size_t(layer.getOutputChannels()), perChannel = weights->size() / channels;
  std::vector<float> folded(weights->size()), bias(channels);
  for (size_t c = 0; c < channels; ++c) {
    double k = norm.getGamma()[c] /
               std::sqrt(double(norm.getVariance()[c]) + norm.getEpsilon().convertToFloat());
    double before = layer.getBias() ? (*layer.getBias())[c] : 0.0;
    bias[c] = float(k * (before - norm.getMean()[c]) + norm.getBeta()[c]);
    for (size_t i = c * perChannel; i < (c + 1) * perChannel; ++i)
      folded[i] = float(k * (*weights)[i]);
  }
  layer.setWeightAttr(makeWeights<float>(layer.getWeight().getShapedType().getShape(), folded,
                                         "folded", layer.getContext()));
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
