// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quantized operators of ONNX Runtime's own domain: QLinearAdd, QGemm, QLinearGlobalAveragePool.
// Source: docs/ContribOperators.md of microsoft/onnxruntime.
#include "compiler/import/onnx/ops/Broadcast.h"
#include "compiler/import/onnx/ops/Convolve.h"

namespace nacre {

using namespace onnx;

/// (x - zero point) * scale of three inputs from `first`; scale and zero point one number each.
static std::optional<Tensor> dequantized(const Call &call, size_t first) {
  if (call.in(first + 1).size() != 1 || call.in(first + 2).size() != 1)
    return call.refuseShapes("a scale or zero point is not one number");
  std::optional<Tensor> x = minusZeroPoint(call, call.in(first), &call.in(first + 2), 0);
  for (double &value : x->reals)
    value *= call.in(first + 1).at(0);
  return x;
}

static Outputs quantized(const Call &call, const std::optional<Tensor> &x, size_t scale) {
  std::optional<Tensor> y =
      x ? requantize(call, *x, call.in(scale), call.in(scale + 1)) : std::nullopt;
  return y ? only(std::move(*y)) : std::nullopt;
}

static Outputs qlinearAdd(const Call &call) {
  auto a = dequantized(call, 0), b = dequantized(call, 3);
  if (!a || !b)
    return std::nullopt;
  return quantized(call,
                   elementwise(call, *a, *b, [](double x, double y) { return x + y; }, nullptr), 6);
}

static Outputs qlinearGlobalAveragePool(const Call &call) {
  std::optional<Tensor> x = dequantized(call, 0);
  if (!x)
    return std::nullopt;
  if (call.integer("channels_last", 0))
    return call.refuseAttribute("channels_last", "1", "0, N x C x H x W, is");
  if (x->rank() != 4 || !x->size())
    return call.refuseShapes("its input is not N x C x H x W");
  Tensor means(ElementType::Double, {x->shape[0], x->shape[1], 1, 1});
  const int64_t each = x->size() / means.size();
  for (int64_t i = 0; i < x->size(); ++i)
    means.reals[size_t(i / each)] += x->reals[size_t(i)] / double(each);
  return quantized(call, means, 3);
}

/// alpha * scales * (A B + C): C has the scale of the product.
static Outputs qgemm(const Call &call) {
  const Tensor &bScale = call.in(4);
  if (call.integer("transA", 0))
    return call.refuseAttribute("transA", "1", "0 is");
  const bool outputsFirst = call.integer("transB", 0) != 0;
  auto a = dequantized(call, 0);
  auto b = minusZeroPoint(call, call.in(3), &call.in(5), outputsFirst ? 0 : 1);
  if (!a || !b)
    return std::nullopt;
  if (a->rank() != 2 || b->rank() != 2 || b->shape[outputsFirst ? 1 : 0] != a->shape[1])
    return call.refuseShapes("its inputs are no matrices that can be multiplied");
  const int64_t rows = a->shape[0], inner = a->shape[1], columns = b->shape[outputsFirst ? 0 : 1];
  std::optional<Tensor> result = call.make(ElementType::Double, {rows, columns});
  if (!result || !call.affords(result->size(), inner))
    return std::nullopt;
  if ((bScale.size() != 1 && bScale.size() != columns) ||
      (call.has(6) && call.in(6).size() != columns))
    return call.refuseShapes("its scales or biases are not one a column");
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t o = 0; o < columns; ++o) {
      double sum = call.has(6) ? call.in(6).at(o) * call.in(1).at(0) : 0;
      for (int64_t k = 0; k < inner; ++k)
        sum += a->reals[size_t(i * inner + k)] *
               b->reals[size_t(outputsFirst ? o * inner + k : k * columns + o)];
      result->reals[size_t(i * columns + o)] =
          call.real("alpha", 1) * sum * bScale.at(bScale.size() == 1 ? 0 : o);
    }
  if (call.has(7) && call.has(8))
    return quantized(call, result, 7);
  Tensor real(ElementType::Float, result->shape);
  for (int64_t i = 0; i < real.size(); ++i)
    real.set(i, result->reals[size_t(i)]);
  return only(std::move(real));
}

void registerOnnxRuntime(OnnxOperatorRegistry &registry) {
  registry.add("com.microsoft.QLinearAdd", from(1, {8, 8, {}, qlinearAdd}));
  registry.add("com.microsoft.QGemm", from(1, {6, 9, {"alpha", "transA", "transB"}, qgemm}));
  registry.add("com.microsoft.QLinearGlobalAveragePool",
               from(1, {5, 5, {"channels_last"}, qlinearGlobalAveragePool}));
}

} // namespace nacre
