// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/Passes.h"
#include "dialects/Convolution.h"
#include "dialects/Weights.h"

namespace nacre {
#define GEN_PASS_DEF_FOLDAVGPOOL
#include "compiler/Passes.h.inc"

using namespace mlir;

namespace {

using llvm::success; // not nacre::success

/// An average pool along one axis: `windows` windows of `kernel` positions, `stride` apart.
struct PoolAxis {
  int64_t kernel, stride, inputs, windows;

  PoolAxis(qann::AvgPoolOp op, unsigned axis)
      : kernel(op.getKernel()[axis]), stride(op.getStrides()[axis]),
        inputs(op.getInput().getType().getDimSize(2 + axis)),
        windows(op.getType().getDimSize(2 + axis)) {
    if (windows == 1)
      stride = inputs; // is free then, and this one keeps all others off the input
  }

  /// Would two positions of the convolution's kernel be spread over one? Their weights would have
  /// to be added, beyond their bits.
  bool overlaps(const Window &conv) const {
    return conv.kernel > 1 && kernel > stride * conv.dilation;
  }

  /// Padding is 0 before folding. Would it read input afterwards?
  bool paddingReadsInput(const Window &conv, int64_t outputs) const {
    for (int64_t o = 0; o < outputs; ++o)
      for (int64_t k = 0; k < conv.kernel; ++k) {
        int64_t window = conv.inputOf(o, k);
        if ((window < 0 || window >= windows) && window * stride < inputs &&
            window * stride + kernel > 0)
          return true;
      }
    return false;
  }

  /// Pooling and then the convolution; position k of its kernel becomes positions
  /// k * stride * dilation + 0..kernel-1.
  Window foldedInto(const Window &conv, int64_t outputs) const {
    Window folded;
    folded.kernel = (conv.kernel - 1) * conv.dilation * stride + kernel;
    folded.stride = conv.stride * stride;
    folded.padBefore = conv.padBefore * stride;
    // Pads after the input only need to reach the last window.
    folded.padAfter =
        std::max<int64_t>(0, folded.inputOf(outputs - 1, folded.kernel - 1) - (inputs - 1));
    return folded;
  }
};

template <class Op> SmallVector<float> dividedScale(Op op, int64_t area) {
  SmallVector<float> scale(*op.getWeightScale());
  for (float &s : scale)
    s = float(s / double(area));
  return scale;
}

LogicalResult foldIntoConv(qann::AvgPoolOp poolOp, qann::Conv2DOp conv) {
  PoolAxis poolY(poolOp, 0), poolX(poolOp, 1);
  Window2D window = convolutionOf(conv).window();
  int64_t rows = conv.getType().getDimSize(2), columns = conv.getType().getDimSize(3);
  auto emitError = [&] { return conv.emitOpError(); };
  if (poolY.overlaps(window.y) || poolX.overlaps(window.x))
    return emitError() << "cannot take in an average pool whose windows overlap (kernel larger "
                          "than stride)";
  if (poolY.paddingReadsInput(window.y, rows) || poolX.paddingReadsInput(window.x, columns))
    return emitError() << "cannot take in an average pool: its padding would read the image, since "
                          "the pool leaves rows or columns unread or its windows overlap; leave "
                          "out the padding, crop the image or change the pool";

  FailureOr<Weights<int8_t>> weights = readWeights<int8_t>(conv.getWeight(), emitError);
  if (failed(weights))
    return failure();
  ArrayRef<int64_t> shape = cast<ShapedType>(conv.getWeight().getType()).getShape();
  Window y = poolY.foldedInto(window.y, rows), x = poolX.foldedInto(window.x, columns);
  int64_t stepY = window.y.dilation * poolY.stride, stepX = window.x.dilation * poolX.stride;
  std::vector<int8_t> spread(size_t(shape[0] * shape[1] * y.kernel * x.kernel), 0);
  for (int64_t plane = 0; plane < shape[0] * shape[1]; ++plane)
    for (int64_t ky = 0; ky < shape[2]; ++ky)
      for (int64_t kx = 0; kx < shape[3]; ++kx)
        for (int64_t j = 0; j < poolY.kernel; ++j)
          for (int64_t i = 0; i < poolX.kernel; ++i)
            spread[size_t((plane * y.kernel + ky * stepY + j) * x.kernel + kx * stepX + i)] =
                (*weights)[size_t((plane * shape[2] + ky) * shape[3] + kx)];

  conv.setWeightAttr(makeWeights<int8_t>({shape[0], shape[1], y.kernel, x.kernel}, spread, "pooled",
                                         conv.getContext()));
  conv.setWeightScale(ArrayRef<float>(dividedScale(conv, poolY.kernel * poolX.kernel)));
  conv.setPads({y.padBefore, x.padBefore, y.padAfter, x.padAfter});
  conv.setStrides({y.stride, x.stride});
  conv.setDilations({1, 1});
  conv.getInputMutable().assign(poolOp.getInput());
  return success();
}

/// A flattened average pool: each input takes the weight of its window, or none.
LogicalResult foldIntoLinear(qann::AvgPoolOp poolOp, qann::FlattenOp flatten,
                             qann::LinearOp linear) {
  PoolAxis poolY(poolOp, 0), poolX(poolOp, 1);
  auto emitError = [&] { return linear.emitOpError(); };
  if (poolY.kernel > poolY.stride || poolX.kernel > poolX.stride)
    return emitError() << "cannot take in an average pool whose windows overlap "
                          "(kernel larger than stride)";
  FailureOr<Weights<int8_t>> weights = readWeights<int8_t>(linear.getWeight(), emitError);
  if (failed(weights))
    return failure();
  ArrayRef<int64_t> in = poolOp.getInput().getType().getShape();
  ArrayRef<int64_t> pooled = poolOp.getType().getShape();
  int64_t outputs = linear.getOutputChannels();
  std::vector<int64_t> windowOf; // of each input position, or -1
  for (int64_t y = 0; y < in[2]; ++y)
    for (int64_t x = 0; x < in[3]; ++x) {
      int64_t py = y / poolY.stride, px = x / poolX.stride;
      bool covered = y % poolY.stride < poolY.kernel && x % poolX.stride < poolX.kernel &&
                     py < pooled[2] && px < pooled[3];
      windowOf.push_back(covered ? py * pooled[3] + px : -1);
    }
  std::vector<int8_t> spread;
  spread.reserve(size_t(outputs * in[1] * in[2] * in[3]));
  for (const int8_t *map = weights->begin(); map < weights->end(); map += pooled[2] * pooled[3])
    for (int64_t window : windowOf)
      spread.push_back(window < 0 ? int8_t(0) : map[window]);

  OpBuilder builder(flatten);
  int64_t features = in[1] * in[2] * in[3];
  auto type = RankedTensorType::get({in[0], features}, flatten.getType().getElementType());
  auto flat = qann::FlattenOp::create(builder, flatten.getLoc(), type, poolOp.getInput());
  linear.getInputMutable().assign(flat.getResult());
  linear.setWeightAttr(
      makeWeights<int8_t>({outputs, features}, spread, "pooled", linear.getContext()));
  linear.setWeightScale(ArrayRef<float>(dividedScale(linear, poolY.kernel * poolX.kernel)));
  return success();
}

/// In front of an activation a pool is a depthwise convolution of its own, with weights of 1.
void becomeConv(qann::AvgPoolOp pool, qann::ActOp act) {
  OpBuilder builder(act);
  ArrayRef<int64_t> kernel = pool.getKernel();
  const int64_t channels = pool.getType().getDimSize(1), area = kernel[0] * kernel[1];
  std::vector<int8_t> ones(size_t(channels * area), 1);
  auto conv = qann::Conv2DOp::create(
      builder, pool.getLoc(), pool.getType(), pool.getInput(),
      makeWeights<int8_t>({channels, 1, kernel[0], kernel[1]}, ones, "pool", builder.getContext()),
      builder.getDenseF32ArrayAttr({float(1.0 / double(area))}), builder.getI32IntegerAttr(2),
      /*bias=*/nullptr, builder.getDenseI64ArrayAttr(pool.getStrides()),
      builder.getDenseI64ArrayAttr({0, 0, 0, 0}), builder.getDenseI64ArrayAttr({1, 1}),
      builder.getI64IntegerAttr(channels));
  act.getInputMutable().assign(conv);
}

LogicalResult foldUser(qann::AvgPoolOp pool, Operation *user) {
  auto needsIntegers = [](auto op) -> LogicalResult {
    if (op.isQuantized())
      return success();
    return op.emitOpError("needs integer weights before an average pool is folded into it; "
                          "quantize the network first");
  };
  if (auto conv = dyn_cast<qann::Conv2DOp>(user))
    return failed(needsIntegers(conv)) ? failure() : foldIntoConv(pool, conv);
  if (auto flatten = dyn_cast<qann::FlattenOp>(user)) {
    for (Operation *next : llvm::make_early_inc_range(flatten->getUsers())) {
      auto linear = dyn_cast<qann::LinearOp>(next);
      if (!linear)
        return next->emitOpError("cannot take in an average pool; only qann.linear can after "
                                 "qann.flatten");
      if (failed(needsIntegers(linear)) || failed(foldIntoLinear(pool, flatten, linear)))
        return failure();
    }
    flatten.erase();
    return success();
  }
  if (auto act = dyn_cast<qann::ActOp>(user)) {
    becomeConv(pool, act);
    return success();
  }
  return user->emitOpError("cannot take in an average pool; only qann.conv2d, qann.act, or "
                           "qann.flatten and qann.linear can (a spike has no fractions)");
}

struct FoldAvgPoolPass : impl::FoldAvgPoolBase<FoldAvgPoolPass> {
  void runOnOperation() override {
    SmallVector<qann::AvgPoolOp> pools;
    getOperation().walk([&](qann::AvgPoolOp op) { pools.push_back(op); });
    // Backwards: a pool of a pool is folded first, and what it is folded into takes in the other.
    for (qann::AvgPoolOp pool : llvm::reverse(pools)) {
      for (Operation *user : llvm::make_early_inc_range(pool->getUsers()))
        if (failed(foldUser(pool, user)))
          return signalPassFailure();
      pool.erase();
    }
  }
};

} // namespace
} // namespace nacre
