// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What puts elements elsewhere: Transpose, Concat, Split, Gather, Slice, Expand, Pad.
#include "compiler/import/onnx/ops/Broadcast.h"
#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <numeric>

namespace nacre {

using namespace onnx;

/// The elements of `from` at these indices, in the given shape; index -1 is `fill`.
static Tensor pick(const Tensor &from, const Shape &shape, const std::vector<int64_t> &indices,
                   double fill = 0) {
  Tensor result(from.type, shape);
  for (size_t i = 0; i < indices.size(); ++i) {
    if (indices[i] < 0)
      result.set(int64_t(i), fill);
    else if (from.real())
      result.reals[i] = from.reals[size_t(indices[i])];
    else
      result.integers[i] = from.integers[size_t(indices[i])];
  }
  return result;
}

/// pick() where the element at `at` comes from source(at); refuses too large results.
template <class Source>
static Outputs pickEach(const Call &call, const Tensor &from, const Shape &shape, Source source,
                        double fill = 0) {
  if (!call.make(from.type, shape))
    return std::nullopt;
  std::vector<int64_t> indices(size_t(*elementsOf(shape)));
  forEachIndex(shape,
               [&](int64_t i, const std::vector<int64_t> &at) { indices[size_t(i)] = source(at); });
  return only(pick(from, shape, indices, fill));
}

static Outputs transpose(const Call &call) {
  const Tensor &from = call.in(0);
  std::vector<int64_t> order = call.integers("perm");
  if (!call.hasAttribute("perm")) {
    order.resize(from.shape.size());
    std::iota(order.rbegin(), order.rend(), 0);
  }
  std::vector<int64_t> sorted = order, all(from.shape.size());
  std::sort(sorted.begin(), sorted.end());
  std::iota(all.begin(), all.end(), 0);
  if (sorted != all)
    return call.refuseShapes("perm is no permutation of its input's dimensions");
  std::vector<int64_t> strides = stridesOf(from.shape);
  Shape shape;
  for (int64_t axis : order)
    shape.push_back(from.shape[size_t(axis)]);
  return pickEach(call, from, shape, [&](const std::vector<int64_t> &at) {
    int64_t index = 0;
    for (size_t d = 0; d < at.size(); ++d)
      index += at[d] * strides[size_t(order[d])];
    return index;
  });
}

static Outputs concat(const Call &call) {
  const Tensor &first = call.in(0);
  std::optional<int64_t> axis = call.axis(call.integer("axis", 0), first.rank());
  if (!axis)
    return std::nullopt;
  Shape shape = first.shape;
  shape[size_t(*axis)] = 0;
  for (size_t i = 0; i < call.count(); ++i) {
    Shape other = call.in(i).shape;
    if (other.size() != shape.size() || call.in(i).type != first.type)
      return call.refuseShapes("its inputs differ in rank or type");
    shape[size_t(*axis)] += other[size_t(*axis)];
    other[size_t(*axis)] = first.shape[size_t(*axis)];
    if (other != first.shape)
      return call.refuseShapes("its inputs differ in more than the axis");
  }
  std::optional<Tensor> result = call.make(first.type, shape);
  if (!result)
    return std::nullopt;
  int64_t outer = 1, inner = 1;
  for (int64_t d = 0; d < first.rank(); ++d)
    (d < *axis ? outer : inner) *= d == *axis ? 1 : shape[size_t(d)];
  int64_t to = 0;
  for (int64_t o = 0; o < outer; ++o)
    for (size_t i = 0; i < call.count(); ++i) {
      const Tensor &from = call.in(i);
      int64_t length = from.shape[size_t(*axis)] * inner;
      for (int64_t k = 0; k < length; ++k, ++to)
        if (from.real())
          result->reals[size_t(to)] = from.reals[size_t(o * length + k)];
        else
          result->integers[size_t(to)] = from.integers[size_t(o * length + k)];
    }
  return only(std::move(*result));
}

static Outputs split(const Call &call) {
  const Tensor &from = call.in(0);
  std::optional<int64_t> axis = call.axis(call.integer("axis", 0), from.rank());
  if (!axis)
    return std::nullopt;
  const int64_t length = from.shape[size_t(*axis)], parts = int64_t(call.node.outputs.size());
  std::vector<int64_t> sizes = call.integers("split", 1);
  if (sizes.empty() && parts) { // the last one may be smaller
    int64_t each = (length + parts - 1) / parts;
    for (int64_t i = 0; i < parts; ++i)
      sizes.push_back(std::max<int64_t>(0, std::min(each, length - i * each)));
  }
  bool negative = std::any_of(sizes.begin(), sizes.end(),
                              [&](int64_t size) { return size < 0 || size > length; });
  if (negative || int64_t(sizes.size()) != parts ||
      std::accumulate(sizes.begin(), sizes.end(), int64_t(0)) != length)
    return call.refuseShapes("its parts do not add up to its input");
  std::vector<int64_t> strides = stridesOf(from.shape);
  std::vector<Tensor> results;
  int64_t begin = 0;
  for (int64_t size : sizes) {
    Shape shape = from.shape;
    shape[size_t(*axis)] = size;
    Outputs part = pickEach(call, from, shape, [&](const std::vector<int64_t> &at) {
      int64_t index = begin * strides[size_t(*axis)];
      for (size_t d = 0; d < at.size(); ++d)
        index += at[d] * strides[d];
      return index;
    });
    if (!part)
      return std::nullopt;
    results.push_back(std::move(part->front()));
    begin += size;
  }
  return results;
}

static Outputs gather(const Call &call) {
  const Tensor &from = call.in(0), &indices = call.in(1);
  std::optional<int64_t> axis = call.axis(call.integer("axis", 0), from.rank());
  if (!axis)
    return std::nullopt;
  int64_t length = from.shape[size_t(*axis)];
  for (int64_t index : indices.integers)
    if (index < -length || index >= length)
      return call.refuseShapes(fmt::format("index {} of a dimension of {}", index, length));
  if (indices.real())
    return call.refuseShapes("its indices are real numbers");
  Shape shape(from.shape.begin(), from.shape.begin() + *axis);
  shape.insert(shape.end(), indices.shape.begin(), indices.shape.end());
  shape.insert(shape.end(), from.shape.begin() + *axis + 1, from.shape.end());
  std::vector<int64_t> strides = stridesOf(from.shape), steps = stridesOf(indices.shape);
  const size_t a = size_t(*axis), more = indices.shape.size();
  return pickEach(call, from, shape, [&](const std::vector<int64_t> &at) {
    int64_t which = 0, index = 0;
    for (size_t d = 0; d < more; ++d)
      which += at[a + d] * steps[d];
    int64_t chosen = indices.integers[size_t(which)];
    index = (chosen < 0 ? chosen + length : chosen) * strides[a];
    for (size_t d = 0; d < a; ++d)
      index += at[d] * strides[d];
    for (size_t d = a + 1; d < strides.size(); ++d)
      index += at[d + more - 1] * strides[d];
    return index;
  });
}

static Outputs slice(const Call &call) {
  const Tensor &from = call.in(0);
  std::vector<int64_t> starts = call.integers("starts", 1), ends = call.integers("ends", 2),
                       axes = call.integers("axes", 3),
                       steps = call.has(4) ? call.in(4).integers : std::vector<int64_t>();
  if (axes.empty())
    for (size_t i = 0; i < starts.size(); ++i)
      axes.push_back(int64_t(i));
  if (steps.empty())
    steps.assign(starts.size(), 1);
  if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
    return call.refuseShapes("starts, ends, axes and steps differ in length");
  std::vector<int64_t> strides = stridesOf(from.shape), begin(from.shape.size(), 0),
                       step(from.shape.size(), 1);
  Shape shape = from.shape;
  for (size_t i = 0; i < starts.size(); ++i) {
    std::optional<int64_t> axis = call.axis(axes[i], from.rank());
    if (!axis)
      return std::nullopt;
    const int64_t size = from.shape[size_t(*axis)], s = steps[i];
    if (s == 0 || s == std::numeric_limits<int64_t>::min())
      return call.refuseShapes(fmt::format("its step is {}", s));
    auto clamped = [&](int64_t at) {
      at = at < 0 ? std::max<int64_t>(at, -size - 1) + size : at;
      return s > 0 ? std::clamp<int64_t>(at, 0, size) : std::clamp<int64_t>(at, -1, size - 1);
    };
    int64_t first = clamped(starts[i]), last = clamped(ends[i]);
    int64_t span = s > 0 ? last - first : first - last, width = s > 0 ? s : -s;
    begin[size_t(*axis)] = first;
    step[size_t(*axis)] = s;
    shape[size_t(*axis)] = span <= 0 ? 0 : (span - 1) / width + 1;
  }
  return pickEach(call, from, shape, [&](const std::vector<int64_t> &at) {
    int64_t index = 0;
    for (size_t d = 0; d < at.size(); ++d)
      index += (begin[d] + at[d] * step[d]) * strides[d];
    return index;
  });
}

static Outputs expand(const Call &call) {
  const Tensor &from = call.in(0);
  std::optional<Shape> shape = broadcast(from.shape, call.in(1).integers);
  if (!shape)
    return call.refuseShapes(
        fmt::format("{} cannot become {}", textOf(from.shape), textOf(call.in(1).integers)));
  if (!call.make(from.type, *shape))
    return std::nullopt;
  return only(pick(from, *shape, broadcastIndices(from.shape, *shape)));
}

static Outputs pad(const Call &call) {
  const Tensor &from = call.in(0);
  std::string mode = call.string("mode", "constant");
  if (mode != "constant" && mode != "reflect" && mode != "edge")
    return call.refuseAttribute("mode", mode, "constant, reflect and edge are");
  double fill = call.has(2) && call.in(2).size() == 1 ? call.in(2).at(0) : call.real("value", 0);
  std::vector<int64_t> pads = call.integers("pads", 1), axes;
  if (call.has(3))
    axes = call.in(3).integers;
  else
    for (int64_t d = 0; d < from.rank(); ++d)
      axes.push_back(d);
  if (pads.size() != 2 * axes.size())
    return call.refuseShapes("it has not two pads for each axis");
  std::vector<int64_t> strides = stridesOf(from.shape), before(from.shape.size(), 0);
  Shape shape = from.shape;
  for (size_t i = 0; i < axes.size(); ++i) {
    std::optional<int64_t> axis = call.axis(axes[i], from.rank());
    int64_t low = pads[i], high = pads[axes.size() + i];
    if (!axis)
      return std::nullopt;
    const int64_t size = from.shape[size_t(*axis)];
    const int64_t most = mode == "reflect" ? size - 1 : maxElements;
    if (low < -size || high < -size || low > most || high > most || (mode == "edge" && size == 0))
      return call.refuseShapes(fmt::format("pads {} and {}", low, high));
    before[size_t(*axis)] = low;
    shape[size_t(*axis)] = std::max<int64_t>(0, size + low + high);
  }
  return pickEach(
      call, from, shape,
      [&](const std::vector<int64_t> &at) {
        int64_t index = 0;
        for (size_t d = 0; d < at.size(); ++d) {
          int64_t size = from.shape[d], x = at[d] - before[d];
          if (mode == "constant" && (x < 0 || x >= size))
            return int64_t(-1);
          if (mode == "reflect")
            x = x < 0 ? -x : x >= size ? 2 * (size - 1) - x : x;
          index += std::clamp<int64_t>(x, 0, size - 1) * strides[d];
        }
        return index;
      },
      fill);
}

void registerMove(OnnxOperatorRegistry &registry) {
  registry.add("Transpose", {1, 1, {"perm"}, transpose});
  registry.add("Concat", {1, 0, {"axis"}, concat});
  registry.add("Split", {1, 2, {"axis", "split", "num_outputs"}, split});
  registry.add("Gather", {2, 2, {"axis"}, gather});
  registry.add("Slice", {1, 5, {"starts", "ends", "axes"}, slice});
  registry.add("Expand", {2, 2, {}, expand});
  registry.add("Pad", {1, 4, {"mode", "pads", "value"}, pad});
}

} // namespace nacre
