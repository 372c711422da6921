// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// MaxPool, AveragePool, GlobalMaxPool, GlobalAveragePool.
#include "compiler/import/onnx/ops/Broadcast.h"
#include "compiler/import/onnx/ops/Windows.h"
#include <algorithm>
#include <cmath>

namespace nacre {

using namespace onnx;

/// For each window of each plane: result = fold(values inside the input, positions in input and
/// padding).
template <class Fold>
static Outputs pool(const Call &call, const std::optional<Windows> &w, Fold fold) {
  const Tensor &x = call.in(0);
  if (!w)
    return std::nullopt;
  Shape shape = {x.shape[0], x.shape[1]};
  shape.insert(shape.end(), w->output.begin(), w->output.end());
  std::optional<Tensor> result = call.make(x.type, shape);
  const std::optional<int64_t> window = elementsOf(w->kernel);
  if (!result || !call.affords(result->size(), window.value_or(maxElements)))
    return std::nullopt;
  if (!window)
    return call.refuseShapes("its kernel is too large");
  const int64_t planes = x.shape[0] * x.shape[1], inSize = *elementsOf(w->input);
  const std::vector<int64_t> strides = stridesOf(w->input);
  int64_t to = 0;
  std::vector<double> values;
  for (int64_t plane = 0; plane < planes; ++plane)
    forEachIndex(w->output, [&](int64_t, const std::vector<int64_t> &o) {
      values.clear();
      int64_t padded = 0;
      forEachIndex(w->kernel, [&](int64_t, const std::vector<int64_t> &k) {
        int64_t index = 0;
        bool in = true, inPadding = true;
        for (size_t d = 0; d < w->rank(); ++d) {
          int64_t at = w->at(d, o[d], k[d]);
          in &= at >= 0 && at < w->input[d];
          inPadding &= at < w->input[d] + w->after[d];
          index += at * strides[d];
        }
        if (in)
          values.push_back(x.at(plane * inSize + index));
        padded += inPadding;
      });
      result->set(to++, fold(values, padded));
    });
  return only(std::move(*result));
}

static std::optional<Windows> given(const Call &call) {
  const Shape &shape = call.in(0).shape;
  if (shape.size() < 3)
    return call.refuseShapes("its input is not N x C x ...");
  return windowsOf(call, {shape.begin() + 2, shape.end()}, {});
}

/// One window over everything.
static std::optional<Windows> global(const Call &call) {
  const Shape &shape = call.in(0).shape;
  if (shape.size() < 3 || !call.in(0).size())
    return call.refuseShapes("its input is not N x C x ...");
  Shape spatial(shape.begin() + 2, shape.end());
  return windowsOf(call, spatial, spatial);
}

static double largest(const std::vector<double> &values, int64_t) {
  double most = -INFINITY;
  for (double value : values)
    most = std::max(most, value);
  return most;
}

static double mean(const std::vector<double> &values, int64_t count) {
  double sum = 0;
  for (double value : values)
    sum += value;
  return sum / double(count);
}

static Outputs maxPool(const Call &call) {
  if (call.node.outputs.size() > 1 && !call.node.outputs[1].empty())
    return call.refuse("NCR1205", "its second output, the indices, is not supported",
                       "export the network without it");
  return pool(call, given(call), largest);
}

static Outputs averagePool(const Call &call) {
  const bool padding = call.integer("count_include_pad", 0) != 0;
  return pool(call, given(call), [&](const std::vector<double> &values, int64_t padded) {
    return mean(values, padding ? padded : int64_t(values.size()));
  });
}

static Outputs globalMaxPool(const Call &call) { return pool(call, global(call), largest); }
static Outputs globalAveragePool(const Call &call) { return pool(call, global(call), mean); }

void registerPool(OnnxOperatorRegistry &registry) {
  std::vector<std::string> attributes = {"auto_pad", "ceil_mode", "dilations",
                                         "pads",     "strides",   "kernel_shape"};
  auto with = [&](const char *more) {
    std::vector<std::string> all = attributes;
    all.push_back(more);
    return all;
  };
  registry.add("MaxPool", {1, 1, with("storage_order"), maxPool});
  registry.add("AveragePool", {1, 1, with("count_include_pad"), averagePool});
  registry.add("GlobalMaxPool", from(1, {1, 1, {}, globalMaxPool}));
  registry.add("GlobalAveragePool", from(1, {1, 1, {}, globalAveragePool}));
}

} // namespace nacre
