// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// MatMul, Gemm, MatMulInteger, QLinearMatMul.
#include "compiler/import/onnx/ops/Broadcast.h"
#include "compiler/import/onnx/ops/Convolve.h"
#include <fmt/format.h>

namespace nacre {

using namespace onnx;

/// Batched product in double, as numpy.matmul.
static std::optional<Tensor> product(const Call &call, const Tensor &a, const Tensor &b) {
  auto refuse = [&] {
    return call.refuseShapes(
        fmt::format("its inputs are {} and {}", textOf(a.shape), textOf(b.shape)));
  };
  if (!a.rank() || !b.rank())
    return refuse();
  Shape left = a.shape, right = b.shape;
  const bool row = left.size() == 1, column = right.size() == 1;
  if (row)
    left.insert(left.begin(), 1);
  if (column)
    right.push_back(1);
  const int64_t m = left[left.size() - 2], k = left.back(), n = right.back();
  std::optional<Shape> shape =
      broadcast({left.begin(), left.end() - 2}, {right.begin(), right.end() - 2});
  if (!shape || right[right.size() - 2] != k)
    return refuse();
  if (!elementsOf(*shape))
    return refuse();
  std::vector<int64_t> ia = broadcastIndices({left.begin(), left.end() - 2}, *shape),
                       ib = broadcastIndices({right.begin(), right.end() - 2}, *shape);
  if (!row)
    shape->push_back(m);
  if (!column)
    shape->push_back(n);
  std::optional<Tensor> result = call.make(ElementType::Double, *shape);
  if (!result || !call.affords(result->size(), k))
    return std::nullopt;
  for (size_t batch = 0; batch < ia.size(); ++batch)
    for (int64_t i = 0; i < m; ++i)
      for (int64_t j = 0; j < k; ++j) {
        const double value = a.at((ia[batch] * m + i) * k + j);
        double *to = result->reals.data() + (int64_t(batch) * m + i) * n;
        for (int64_t o = 0; value != 0 && o < n; ++o)
          to[o] += value * b.at((ib[batch] * k + j) * n + o);
      }
  return result;
}

static Outputs matMul(const Call &call) {
  std::optional<Tensor> sums = product(call, call.in(0), call.in(1));
  if (!sums)
    return std::nullopt;
  Tensor result(call.in(0).type, sums->shape);
  for (int64_t i = 0; i < sums->size(); ++i)
    result.set(i, sums->reals[size_t(i)]);
  return only(std::move(result));
}

static Tensor transposed(const Tensor &x) {
  Tensor result(x.type, {x.shape[1], x.shape[0]});
  for (int64_t i = 0; i < x.size(); ++i) {
    int64_t to = i % x.shape[1] * x.shape[0] + i / x.shape[1];
    result.set(to, x.at(i));
  }
  return result;
}

static Outputs gemm(const Call &call) {
  if (call.in(0).rank() != 2 || call.in(1).rank() != 2)
    return call.refuseShapes("its inputs are no matrices");
  Tensor a = call.in(0), b = call.in(1);
  const ElementType type = a.type;
  a = call.integer("transA", 0) ? transposed(a) : a;
  b = call.integer("transB", 0) ? transposed(b) : b;
  std::optional<Tensor> sums = product(call, a, b);
  if (!sums)
    return std::nullopt;
  for (double &x : sums->reals)
    x *= call.real("alpha", 1);
  if (call.has(2)) {
    const Tensor &c = call.in(2);
    if (broadcast(c.shape, sums->shape) != sums->shape)
      return call.refuseShapes(
          fmt::format("C is {}, the product {}", textOf(c.shape), textOf(sums->shape)));
    std::vector<int64_t> indices = broadcastIndices(c.shape, sums->shape);
    for (size_t i = 0; i < indices.size(); ++i)
      sums->reals[i] += call.real("beta", 1) * c.at(indices[i]);
  }
  Tensor result(type, sums->shape);
  for (int64_t i = 0; i < sums->size(); ++i)
    result.set(i, sums->reals[size_t(i)]);
  return only(std::move(result));
}

/// The zero point of a is one number or one a row, that of b one number or one a column.
static std::optional<Tensor> integerProduct(const Call &call, const Tensor &a, const Tensor *aZero,
                                            const Tensor &b, const Tensor *bZero) {
  auto x = minusZeroPoint(call, a, aZero, std::max<int64_t>(0, a.rank() - 2));
  auto y = minusZeroPoint(call, b, bZero, std::max<int64_t>(0, b.rank() - 1));
  return x && y ? product(call, *x, *y) : std::nullopt;
}

static Outputs matMulInteger(const Call &call) {
  std::optional<Tensor> sums = integerProduct(call, call.in(0), call.has(2) ? &call.in(2) : nullptr,
                                              call.in(1), call.has(3) ? &call.in(3) : nullptr);
  if (!sums)
    return std::nullopt;
  Tensor result(ElementType::Int32, sums->shape);
  for (int64_t i = 0; i < sums->size(); ++i)
    result.set(i, int64_t(sums->reals[size_t(i)]));
  return only(std::move(result));
}

static Outputs qlinearMatMul(const Call &call) {
  const Tensor &aScale = call.in(1), &bScale = call.in(4);
  std::optional<Tensor> sums =
      integerProduct(call, call.in(0), &call.in(2), call.in(3), &call.in(5));
  if (!sums)
    return std::nullopt;
  const int64_t columns = sums->rank() ? sums->shape.back() : 1;
  if (aScale.size() != 1 || (bScale.size() != 1 && bScale.size() != columns))
    return call.refuseShapes("its scales are neither one number nor one a column");
  for (int64_t i = 0; i < sums->size(); ++i)
    sums->reals[size_t(i)] *= aScale.at(0) * bScale.at(bScale.size() == 1 ? 0 : i % columns);
  std::optional<Tensor> result = requantize(call, *sums, call.in(6), call.in(7));
  return result ? only(std::move(*result)) : std::nullopt;
}

void registerMatMul(OnnxOperatorRegistry &registry) {
  registry.add("MatMul", {2, 2, {}, matMul});
  registry.add("Gemm", {2, 3, {"alpha", "beta", "transA", "transB"}, gemm});
  registry.add("MatMulInteger", from(10, {2, 4, {}, matMulInteger}));
  registry.add("QLinearMatMul", from(10, {8, 8, {}, qlinearMatMul}));
}

} // namespace nacre
