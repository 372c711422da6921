// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reductions over axes: ReduceMean, ReduceSum, ReduceMax, ReduceMin; ArgMax, ArgMin; Softmax,
// LogSoftmax.
#include "compiler/import/onnx/ops/Broadcast.h"
#include <algorithm>
#include <cmath>

namespace nacre {

using namespace onnx;

/// result = fold of all elements that share the kept coordinates, and what becomes of it in the
/// end.
struct Reduction {
  double start;
  double (*fold)(double, double);
  double (*finish)(double, double count);
};

static Outputs reduce(const Call &call, const Reduction &reduction) {
  const Tensor &x = call.in(0);
  std::vector<int64_t> axes = call.integers("axes", 1);
  if (axes.empty() && call.integer("noop_with_empty_axes", 0))
    return only(x);
  std::vector<bool> reduced(x.shape.size(), axes.empty());
  for (int64_t given : axes) {
    std::optional<int64_t> axis = call.axis(given, x.rank());
    if (!axis)
      return std::nullopt;
    reduced[size_t(*axis)] = true;
  }
  Shape kept = x.shape, shape;
  for (size_t d = 0; d < kept.size(); ++d) {
    if (reduced[d])
      kept[d] = 1;
    if (!reduced[d] || call.integer("keepdims", 1))
      shape.push_back(kept[d]);
  }
  Tensor result(x.type, shape);
  if (!result.size())
    return only(std::move(result));
  if (!x.size())
    return call.refuseShapes("its input is empty");
  std::vector<double> folded(size_t(result.size()), reduction.start);
  std::vector<int64_t> to = broadcastIndices(kept, x.shape);
  for (int64_t i = 0; i < x.size(); ++i)
    folded[size_t(to[size_t(i)])] = reduction.fold(folded[size_t(to[size_t(i)])], x.at(i));
  for (int64_t i = 0; i < result.size(); ++i)
    result.set(i, reduction.finish(folded[size_t(i)], double(x.size() / result.size())));
  return only(std::move(result));
}

/// Walks the vectors along an axis: body(first element, stride, length, number of the vector).
template <class Body> static void alongAxis(const Shape &shape, int64_t axis, Body body) {
  const int64_t length = shape[size_t(axis)], stride = stridesOf(shape)[size_t(axis)];
  const int64_t count = length ? *elementsOf(shape) / length : 0;
  for (int64_t v = 0; v < count; ++v)
    body(v / stride * stride * length + v % stride, stride, length, v);
}

static Outputs arg(const Call &call, double sign) {
  const Tensor &x = call.in(0);
  std::optional<int64_t> axis = call.axis(call.integer("axis", 0), x.rank());
  if (!axis)
    return std::nullopt;
  const bool last = call.integer("select_last_index", 0) != 0;
  Shape shape = x.shape;
  if (call.integer("keepdims", 1))
    shape[size_t(*axis)] = 1;
  else
    shape.erase(shape.begin() + *axis);
  Tensor result(ElementType::Int64, shape);
  alongAxis(x.shape, *axis, [&](int64_t first, int64_t stride, int64_t length, int64_t v) {
    int64_t best = 0;
    for (int64_t i = 1; i < length; ++i) {
      double gain = sign * (x.at(first + i * stride) - x.at(first + best * stride));
      if (gain > 0 || (last && gain == 0))
        best = i;
    }
    result.integers[size_t(v)] = best;
  });
  return only(std::move(result));
}

static Outputs softmax(const Call &call, bool logarithm) {
  Tensor x = call.in(0);
  const Shape shape = x.shape;
  // Before opset 13: of the matrix that everything from the axis on makes a row of.
  const bool old = call.opset < 13;
  std::optional<int64_t> axis = call.axis(call.integer("axis", old ? 1 : -1), x.rank());
  if (!axis)
    return std::nullopt;
  if (old) {
    int64_t inner = 1;
    for (size_t d = size_t(*axis); d < shape.size(); ++d)
      inner *= shape[d];
    x.shape = {inner ? x.size() / inner : 0, inner};
    axis = 1;
  }
  Tensor result = x;
  alongAxis(x.shape, *axis, [&](int64_t first, int64_t stride, int64_t length, int64_t) {
    double most = -INFINITY, sum = 0;
    for (int64_t i = 0; i < length; ++i)
      most = std::max(most, x.at(first + i * stride));
    for (int64_t i = 0; i < length; ++i)
      sum += std::exp(x.at(first + i * stride) - most);
    for (int64_t i = 0; i < length; ++i) {
      double shifted = x.at(first + i * stride) - most;
      result.set(first + i * stride, logarithm ? shifted - std::log(sum) : std::exp(shifted) / sum);
    }
  });
  result.shape = shape;
  return only(std::move(result));
}

void registerReduce(OnnxOperatorRegistry &registry) {
  auto add = [&](const char *name, Reduction reduction) {
    registry.add(name, {1, 2, {"axes", "keepdims", "noop_with_empty_axes"}, [=](const Call &call) {
                          return reduce(call, reduction);
                        }});
  };
  auto plus = [](double a, double b) { return a + b; };
  auto same = [](double a, double) { return a; };
  add("ReduceSum", {0, plus, same});
  add("ReduceMean", {0, plus, [](double a, double count) { return a / count; }});
  add("ReduceMax", {-INFINITY, [](double a, double b) { return std::max(a, b); }, same});
  add("ReduceMin", {INFINITY, [](double a, double b) { return std::min(a, b); }, same});
  std::vector<std::string> attributes = {"axis", "keepdims", "select_last_index"};
  registry.add("ArgMax", {1, 1, attributes, [](const Call &call) { return arg(call, 1); }});
  registry.add("ArgMin", {1, 1, attributes, [](const Call &call) { return arg(call, -1); }});
  registry.add("Softmax", {1, 1, {"axis"}, [](const Call &call) { return softmax(call, false); }});
  registry.add("LogSoftmax",
               {1, 1, {"axis"}, [](const Call &call) { return softmax(call, true); }});
}

} // namespace nacre
