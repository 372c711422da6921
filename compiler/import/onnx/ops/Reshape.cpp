// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What keeps the order of elements: Reshape, Flatten, Squeeze, Unsqueeze.
#include "compiler/import/onnx/Operator.h"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace nacre {

using namespace onnx;

static Outputs reshaped(const Call &call, Shape shape) {
  Tensor result = call.in(0);
  if (elementsOf(shape) != result.size())
    return call.refuseShapes(
        fmt::format("{} cannot become {}", textOf(result.shape), textOf(shape)));
  result.shape = std::move(shape);
  return only(std::move(result));
}

static Outputs reshape(const Call &call) {
  const Shape &from = call.in(0).shape;
  Shape shape = call.in(1).integers;
  int64_t known = 1, unknown = -1;
  for (size_t d = 0; d < shape.size(); ++d) {
    if (shape[d] == 0 && !call.integer("allowzero", 0)) {
      if (d >= from.size())
        return call.refuseShapes("it keeps a dimension that its input lacks");
      shape[d] = from[d];
    }
    if (shape[d] == -1 && unknown < 0)
      unknown = int64_t(d);
    else if (shape[d] < 0 || shape[d] > maxElements || (shape[d] && known > maxElements / shape[d]))
      return call.refuseShapes(fmt::format("its shape is {}", textOf(shape)));
    else
      known *= shape[d];
  }
  if (unknown >= 0)
    shape[size_t(unknown)] = known ? call.in(0).size() / known : 0;
  return reshaped(call, std::move(shape));
}

static Outputs flatten(const Call &call) {
  const Shape &from = call.in(0).shape;
  int64_t rank = int64_t(from.size()), axis = call.integer("axis", 1);
  if (axis < -rank || axis > rank)
    return call.refuseShapes(fmt::format("axis {} of a tensor of {} dimensions", axis, rank));
  axis = axis < 0 ? axis + rank : axis;
  Shape shape = {1, 1};
  for (int64_t d = 0; d < rank; ++d)
    shape[d < axis ? 0 : 1] *= from[size_t(d)];
  return reshaped(call, std::move(shape));
}

/// The normalized axes, each once; nothing if one is out of range or given twice.
static std::optional<std::set<int64_t>> axesOf(const Call &call, int64_t rank) {
  std::set<int64_t> axes;
  for (int64_t given : call.integers("axes", 1)) {
    std::optional<int64_t> axis = call.axis(given, rank);
    if (!axis)
      return std::nullopt;
    if (!axes.insert(*axis).second)
      return call.refuseShapes(fmt::format("axis {} is given twice", given));
  }
  return axes;
}

static Outputs squeeze(const Call &call) {
  const Shape &from = call.in(0).shape;
  std::optional<std::set<int64_t>> axes = axesOf(call, int64_t(from.size()));
  if (!axes)
    return std::nullopt;
  bool all = !call.has(1) && !call.hasAttribute("axes");
  Shape shape;
  for (int64_t d = 0; d < int64_t(from.size()); ++d)
    if (all ? from[size_t(d)] != 1 : !axes->count(d))
      shape.push_back(from[size_t(d)]);
  return reshaped(call, std::move(shape));
}

static Outputs unsqueeze(const Call &call) {
  const Shape &from = call.in(0).shape;
  int64_t rank = int64_t(from.size() + call.integers("axes", 1).size());
  std::optional<std::set<int64_t>> axes = axesOf(call, rank);
  if (!axes)
    return std::nullopt;
  Shape shape;
  auto next = from.begin();
  for (int64_t d = 0; d < rank; ++d)
    shape.push_back(axes->count(d) ? 1 : *next++);
  return reshaped(call, std::move(shape));
}

void registerReshape(OnnxOperatorRegistry &registry) {
  registry.add("Reshape", {2, 2, {"allowzero"}, reshape});
  registry.add("Flatten", {1, 1, {"axis"}, flatten});
  registry.add("Squeeze", {1, 2, {"axes"}, squeeze});
  registry.add("Unsqueeze", {1, 2, {"axes"}, unsqueeze});
}

} // namespace nacre
