// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/Passes.h"
#include "dialects/Weights.h"
#include "support/Window.h"
#include "llvm/ADT/TypeSwitch.h"

namespace nacre {
#define GEN_PASS_DEF_FOLDAVGPOOL
#include "compiler/Passes.h.inc"

using namespace mlir;

namespace {

using llvm::success; // not nacre::success

/// The pooling window along y and x.
struct Pool {
  int64_t ky, kx, sy, sx;
  explicit Pool(qann::AvgPoolOp op)
      : ky(op.getKernel()[0]), kx(op.getKernel()[1]), sy(op.getStrides()[0]),
        sx(op.getStrides()[1]) {}
  double area() const { return double(ky * kx); }
};

template <class Op> SmallVector<float> dividedScale(Op op, double area) {
  SmallVector<float> scale(*op.getWeightScale());
  for (float &s : scale)
    s = float(s / area);
  return scale;
}

/// Kernel position k of the convolution covers positions k * stride * dilation + 0..pool-1.
/// Windows must not overlap there, or weights would add up beyond their bits.
LogicalResult foldIntoConv(qann::AvgPoolOp poolOp, qann::Conv2DOp conv) {
  Pool pool(poolOp);
  auto emitError = [&] { return conv.emitOpError(); };
  if (pool.ky > pool.sy * conv.getDilations()[0] || pool.kx > pool.sx * conv.getDilations()[1])
    return emitError() << "cannot take in an average pool whose windows overlap ("
                       << "kernel larger than stride)";
  auto input = poolOp.getInput().getType();
  auto pooled = poolOp.getType();
  ArrayRef<int64_t> pads = conv.getPads();
  int64_t leftY = input.getDimSize(2) - ((pooled.getDimSize(2) - 1) * pool.sy + pool.ky);
  int64_t leftX = input.getDimSize(3) - ((pooled.getDimSize(3) - 1) * pool.sx + pool.kx);
  if ((pads[2] > 0 && leftY > 0) || (pads[3] > 0 && leftX > 0))
    return emitError() << "cannot take in an average pool that leaves rows or columns unread: its "
                          "padding would read them; crop the image or change the pool";

  FailureOr<Weights<int8_t>> weights = readWeights<int8_t>(conv.getWeight(), emitError);
  if (failed(weights))
    return failure();
  ArrayRef<int64_t> shape = cast<ShapedType>(conv.getWeight().getType()).getShape();
  int64_t stepY = conv.getDilations()[0] * pool.sy, stepX = conv.getDilations()[1] * pool.sx;
  int64_t height = (shape[2] - 1) * stepY + pool.ky, width = (shape[3] - 1) * stepX + pool.kx;
  std::vector<int8_t> spread(size_t(shape[0] * shape[1] * height * width), 0);
  for (int64_t plane = 0; plane < shape[0] * shape[1]; ++plane)
    for (int64_t y = 0; y < shape[2]; ++y)
      for (int64_t x = 0; x < shape[3]; ++x)
        for (int64_t j = 0; j < pool.ky; ++j)
          for (int64_t i = 0; i < pool.kx; ++i)
            spread[size_t((plane * height + y * stepY + j) * width + x * stepX + i)] =
                (*weights)[size_t((plane * shape[2] + y) * shape[3] + x)];

  conv.setWeightAttr(makeWeights<int8_t>({shape[0], shape[1], height, width}, spread, "pooled",
                                         conv.getContext()));
  conv.setWeightScale(ArrayRef<float>(dividedScale(conv, pool.area())));
  // Pads after the image only need to reach the last window.
  auto after = [](int64_t outputs, int64_t stride, int64_t extent, int64_t in, int64_t before) {
    return std::max<int64_t>(0, (outputs - 1) * stride + extent - in - before);
  };
  int64_t strideY = conv.getStrides()[0] * pool.sy, strideX = conv.getStrides()[1] * pool.sx;
  auto result = conv.getType();
  int64_t top = pads[0] * pool.sy, left = pads[1] * pool.sx;
  int64_t bottom = after(result.getDimSize(2), strideY, height, input.getDimSize(2), top);
  int64_t right = after(result.getDimSize(3), strideX, width, input.getDimSize(3), left);
  conv.setPads({top, left, bottom, right});
  conv.setStrides({strideY, strideX});
  conv.setDilations({1, 1});
  conv.getInputMutable().assign(poolOp.getInput());
  return success();
}

/// A flattened average pool: each input takes the weight of its window, or none.
LogicalResult foldIntoLinear(qann::AvgPoolOp poolOp, qann::FlattenOp flatten,
                             qann::LinearOp linear) {
  Pool pool(poolOp);
  auto emitError = [&] { return linear.emitOpError(); };
  if (pool.ky > pool.sy || pool.kx > pool.sx)
    return emitError() << "cannot take in an average pool whose windows overlap "
                          "(kernel larger than stride)";
  FailureOr<Weights<int8_t>> weights = readWeights<int8_t>(linear.getWeight(), emitError);
  if (failed(weights))
    return failure();
  ArrayRef<int64_t> in = poolOp.getInput().getType().getShape();
  ArrayRef<int64_t> pooled = poolOp.getType().getShape();
  int64_t outputs = linear.getOutputChannels();
  std::vector<int8_t> spread;
  spread.reserve(size_t(outputs * in[1] * in[2] * in[3]));
  for (int64_t o = 0; o < outputs; ++o)
    for (int64_t c = 0; c < in[1]; ++c)
      for (int64_t y = 0; y < in[2]; ++y)
        for (int64_t x = 0; x < in[3]; ++x) {
          int64_t py = y / pool.sy, px = x / pool.sx;
          bool covered =
              y % pool.sy < pool.ky && x % pool.sx < pool.kx && py < pooled[2] && px < pooled[3];
          int64_t index = ((o * in[1] + c) * pooled[2] + py) * pooled[3] + px;
          spread.push_back(covered ? (*weights)[size_t(index)] : int8_t(0));
        }

  OpBuilder builder(flatten);
  int64_t features = in[1] * in[2] * in[3];
  auto type = RankedTensorType::get({in[0], features}, flatten.getType().getElementType());
  auto flat = qann::FlattenOp::create(builder, flatten.getLoc(), type, poolOp.getInput());
  linear.getInputMutable().assign(flat.getResult());
  linear.setWeightAttr(
      makeWeights<int8_t>({outputs, features}, spread, "pooled", linear.getContext()));
  linear.setWeightScale(ArrayRef<float>(dividedScale(linear, pool.area())));
  return success();
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
  return user->emitOpError("cannot take in an average pool; only qann.conv2d, or qann.flatten and "
                           "qann.linear can (a spike has no fractions)");
}

struct FoldAvgPoolPass : impl::FoldAvgPoolBase<FoldAvgPoolPass> {
  void runOnOperation() override {
    SmallVector<qann::AvgPoolOp> pools;
    getOperation().walk([&](qann::AvgPoolOp op) { pools.push_back(op); });
    for (qann::AvgPoolOp pool : pools) {
      for (Operation *user : llvm::make_early_inc_range(pool->getUsers()))
        if (failed(foldUser(pool, user)))
          return signalPassFailure();
      pool.erase();
    }
  }
};

} // namespace
} // namespace nacre
