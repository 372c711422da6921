// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Folding random pools against pooling and then convolving, step by step, in integers.
#include "compiler/Passes.h"
#include "dialects/Convolution.h"
#include "dialects/Weights.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <set>

using namespace mlir;

namespace nacre {

namespace {

/// Integers of channels x rows x columns; outside there are zeros.
struct Image {
  int64_t c, y, x;
  std::vector<int64_t> values;

  Image(int64_t c, int64_t y, int64_t x) : c(c), y(y), x(x), values(size_t(c * y * x), 0) {}
  int64_t &at(int64_t i, int64_t j, int64_t k) { return values[size_t((i * y + j) * x + k)]; }
  int64_t read(int64_t i, int64_t j, int64_t k) const {
    return j < 0 || j >= y || k < 0 || k >= x ? 0 : values[size_t((i * y + j) * x + k)];
  }
  std::string type() const { return fmt::format("tensor<?x{}x{}x{}xf32>", c, y, x); }
};

struct Pool {
  int64_t ky, kx, sy, sx;
};

/// Sums of the windows: the mean times the area.
Image pooled(const Image &in, const Pool &p) {
  Image out(in.c, (in.y - p.ky) / p.sy + 1, (in.x - p.kx) / p.sx + 1);
  for (int64_t c = 0; c < out.c; ++c)
    for (int64_t y = 0; y < out.y; ++y)
      for (int64_t x = 0; x < out.x; ++x)
        for (int64_t j = 0; j < p.ky; ++j)
          for (int64_t i = 0; i < p.kx; ++i)
            out.at(c, y, x) += in.read(c, y * p.sy + j, x * p.sx + i);
  return out;
}

Image convolved(const Image &in, const std::vector<int8_t> &weights, const Window2D &w,
                int64_t outC, int64_t outY, int64_t outX) {
  Image out(outC, outY, outX);
  for (int64_t o = 0; o < outC; ++o)
    for (int64_t y = 0; y < outY; ++y)
      for (int64_t x = 0; x < outX; ++x)
        for (int64_t c = 0; c < in.c; ++c)
          for (int64_t j = 0; j < w.y.kernel; ++j)
            for (int64_t i = 0; i < w.x.kernel; ++i)
              out.at(o, y, x) +=
                  weights[size_t(((o * in.c + c) * w.y.kernel + j) * w.x.kernel + i)] *
                  in.read(c, w.y.inputOf(y, j), w.x.inputOf(x, i));
  return out;
}

/// Is there one kernel that reads, for each output along an axis, what pool and convolution read
/// together? Tried with the pool's stride and, where there is a single window, with every other.
bool representable(int64_t inputs, int64_t kernel, int64_t stride, const Window &conv) {
  int64_t windows = (inputs - kernel) / stride + 1;
  using Reads = std::multiset<std::pair<int64_t, int64_t>>; // position, tap of the convolution
  auto withStride = [&](int64_t step) {
    std::set<int64_t> used;
    for (int64_t k = 0; k < conv.kernel; ++k)
      for (int64_t j = 0; j < kernel; ++j)
        if (!used.insert(k * conv.dilation * step + j).second)
          return false;
    for (int64_t o = 0; o < conv.outputs(windows); ++o) {
      Reads apart, folded;
      for (int64_t k = 0; k < conv.kernel; ++k)
        for (int64_t j = 0; j < kernel; ++j) {
          int64_t window = conv.inputOf(o, k);
          if (window >= 0 && window < windows)
            apart.insert({window * stride + j, k});
          int64_t position = window * step + j;
          if (position >= 0 && position < inputs)
            folded.insert({position, k});
        }
      if (apart != folded)
        return false;
    }
    return true;
  };
  if (windows > 1)
    return withStride(stride);
  for (int64_t step = 1; step <= inputs; ++step)
    if (withStride(step))
      return true;
  return false;
}

class FoldAvgPoolTest : public testing::Test {
protected:
  MLIRContext context;
  std::string diagnostic;
  ScopedDiagnosticHandler handler{&context, [this](Diagnostic &d) { diagnostic += d.str(); }};
  std::mt19937 random{1};

  void SetUp() override { context.loadDialect<qann::QannDialect, func::FuncDialect>(); }

  int64_t pick(int64_t low, int64_t high) { // std's distributions differ between libraries
    return low + int64_t(random() % uint64_t(high - low + 1));
  }

  Image randomImage() {
    Image image(pick(1, 2), pick(1, 9), pick(1, 9));
    for (int64_t &value : image.values)
      value = pick(0, 99);
    return image;
  }

  Pool randomPool(const Image &in) {
    return {pick(1, std::min<int64_t>(4, in.y)), pick(1, std::min<int64_t>(4, in.x)), pick(1, 4),
            pick(1, 4)};
  }

  std::vector<int8_t> randomWeights(int64_t count) {
    std::vector<int8_t> weights;
    for (int64_t i = 0; i < count; ++i)
      weights.push_back(int8_t(pick(-127, 127)));
    return weights;
  }

  static std::string poolText(const std::string &result, const std::string &operand, const Pool &p,
                              const Image &in, const Image &out) {
    return fmt::format("%{} = qann.avg_pool %{} {{kernel = array<i64: {}, {}>, "
                       "strides = array<i64: {}, {}>}} : {} -> {}\n",
                       result, operand, p.ky, p.kx, p.sy, p.sx, in.type(), out.type());
  }

  static std::string weightText(const std::vector<int8_t> &weights, const std::string &shape) {
    std::string hex;
    for (int8_t w : weights)
      hex += fmt::format("{:02X}", uint8_t(w));
    return fmt::format("weight = dense<\"0x{}\"> : tensor<{}xi8>, weight_bits = 8 : i32, "
                       "weight_scale = array<f32: 3.0>",
                       hex, shape);
  }

  /// Null if folding was refused.
  OwningOpRef<ModuleOp> fold(const std::string &body, const std::string &in,
                             const std::string &out) {
    diagnostic.clear();
    auto module = parseSourceString<ModuleOp>(
        fmt::format("func.func @f(%x: {}) -> {} {{\n{}return %r : {}\n}}", in, out, body, out),
        &context);
    EXPECT_TRUE(module) << diagnostic << body;
    PassManager passes(&context);
    passes.addPass(createFoldAvgPool());
    if (!module || failed(passes.run(*module)))
      return {};
    module->walk([](qann::AvgPoolOp) { ADD_FAILURE() << "a pool is left"; });
    EXPECT_TRUE(succeeded(verify(*module))) << diagnostic;
    return module;
  }

  template <class Op> static Op onlyOf(ModuleOp module) {
    Op found;
    module->walk([&](Op op) { found = op; });
    return found;
  }

  template <class Op> static std::vector<int8_t> weightsOf(Op op) {
    return readWeights<int8_t>(op.getWeight(), [&] { return op.emitError(); })->vec();
  }
};

} // namespace

TEST_F(FoldAvgPoolTest, IsExactForConvolutionsAndRefusesOnlyWhatNoKernelCanDo) {
  int folded = 0, refused = 0;
  for (int round = 0; round < 3000; ++round) {
    Image in = randomImage();
    // Most networks pool twice at most.
    std::vector<Pool> pools = {randomPool(in)};
    Image between = pooled(in, pools[0]);
    std::string body = poolText("p", "x", pools[0], in, between);
    if (round % 4 == 0) {
      pools.push_back(randomPool(between));
      Image second = pooled(between, pools[1]);
      body += poolText("q", "p", pools[1], between, second);
      between = second;
    }
    Window2D w = {{pick(1, 3), pick(1, 3), pick(1, 3), pick(0, 2), pick(0, 2)},
                  {pick(1, 3), pick(1, 3), pick(1, 3), pick(0, 2), pick(0, 2)}};
    Image out(pick(1, 2), w.y.outputs(between.y), w.x.outputs(between.x));
    if (out.y == 0 || out.x == 0)
      continue;
    auto weights = randomWeights(out.c * in.c * w.y.kernel * w.x.kernel);
    body += fmt::format(
        "%r = qann.conv2d %{} {{{}, strides = array<i64: {}, {}>, pads = array<i64: {}, {}, {}, "
        "{}>, dilations = array<i64: {}, {}>}} : {} -> {}\n",
        pools.size() == 2 ? "q" : "p",
        weightText(weights, fmt::format("{}x{}x{}x{}", out.c, in.c, w.y.kernel, w.x.kernel)),
        w.y.stride, w.x.stride, w.y.padBefore, w.x.padBefore, w.y.padAfter, w.x.padAfter,
        w.y.dilation, w.x.dilation, between.type(), out.type());
    auto module = fold(body, in.type(), out.type());
    if (pools.size() == 1)
      EXPECT_EQ(bool(module), representable(in.y, pools[0].ky, pools[0].sy, w.y) &&
                                  representable(in.x, pools[0].kx, pools[0].sx, w.x))
          << body << diagnostic;
    ++(module ? folded : refused);
    if (!module)
      continue;
    auto conv = onlyOf<qann::Conv2DOp>(*module);
    int64_t area = 1;
    for (const Pool &pool : pools)
      area *= pool.ky * pool.kx;
    EXPECT_FLOAT_EQ((*conv.getWeightScale())[0] * float(area), 3.0f);
    Image expected = convolved(between, weights, w, out.c, out.y, out.x);
    Image actual =
        convolved(in, weightsOf(conv), convolutionOf(conv).window(), out.c, out.y, out.x);
    ASSERT_EQ(actual.values, expected.values) << body;
  }
  EXPECT_GT(folded, 500);
  EXPECT_GT(refused, 500);
}

TEST_F(FoldAvgPoolTest, IsExactForLinearLayersAndRefusesOnlyOverlaps) {
  int folded = 0, refused = 0;
  for (int round = 0; round < 1000; ++round) {
    Image in = randomImage();
    Pool pool = randomPool(in);
    Image between = pooled(in, pool);
    int64_t features = int64_t(between.values.size());
    auto weights = randomWeights(2 * features);
    auto module =
        fold(poolText("p", "x", pool, in, between) +
                 fmt::format("%f = qann.flatten %p : {} -> tensor<?x{}xf32>\n"
                             "%r = qann.linear %f {{{}}} : tensor<?x{}xf32> -> tensor<?x2xf32>\n",
                             between.type(), features,
                             weightText(weights, fmt::format("2x{}", features)), features),
             in.type(), "tensor<?x2xf32>");
    bool overlap = (between.y > 1 && pool.ky > pool.sy) || (between.x > 1 && pool.kx > pool.sx);
    EXPECT_EQ(bool(module), !overlap) << diagnostic;
    ++(module ? folded : refused);
    if (!module)
      continue;
    auto linear = onlyOf<qann::LinearOp>(*module);
    EXPECT_FLOAT_EQ((*linear.getWeightScale())[0] * float(pool.ky * pool.kx), 3.0f);
    auto spread = weightsOf(linear);
    for (size_t o = 0; o < 2; ++o)
      ASSERT_EQ(std::inner_product(in.values.begin(), in.values.end(),
                                   spread.begin() + int64_t(o * in.values.size()), int64_t(0)),
                std::inner_product(between.values.begin(), between.values.end(),
                                   weights.begin() + int64_t(o) * features, int64_t(0)));
  }
  EXPECT_GT(folded, 200);
  EXPECT_GT(refused, 100);
}

} // namespace nacre
