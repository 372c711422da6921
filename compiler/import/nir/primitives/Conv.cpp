// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conv1d and Conv2d; one axis is taken for columns.
#include "compiler/import/nir/Primitive.h"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nacre {

using namespace nir;

namespace {

/// By axis.
struct Padding {
  std::vector<int64_t> before, after;
};

/// 'same' splits the padding that keeps the extent at stride 1, the larger half behind.
Checked<Padding> paddingOf(const Node &node, const std::vector<Window> &windows) {
  auto text = node.text.find("padding");
  if (text == node.text.end()) {
    auto padding = integers(node, "padding", windows.size(), std::nullopt, 0);
    if (!padding)
      return padding.refusal();
    return Padding{*padding, *padding};
  }
  Padding padding;
  for (const Window &window : windows) {
    const int64_t all = text->second == "same" ? window.extent() - 1 : 0;
    padding.before.push_back(all / 2);
    padding.after.push_back(all - all / 2);
  }
  if (text->second != "same" && text->second != "valid")
    return Refusal{"NCR1309", fmt::format("its padding is '{}'", text->second),
                   "'same', 'valid' or numbers"};
  for (const Window &window : windows)
    if (text->second == "same" && window.stride != 1)
      return Refusal{"NCR1309", "its padding is 'same' with a stride",
                     "write the padding as numbers"};
  return padding;
}

Refusal wrongShape(const std::string &reason) {
  return {"NCR1305", reason, "weights are outputs x inputs / groups x kernel"};
}

Checked<LinearNode> convolution(const Node &node, Extent input, bool flat) {
  const size_t axes = node.type == "Conv1d" ? 1 : 2;
  auto weight = field(node, "weight");
  if (!weight)
    return weight.refusal();
  auto stride = integers(node, "stride", axes, std::nullopt, 1);
  auto dilation = integers(node, "dilation", axes, std::nullopt, 1);
  auto groups = integers(node, "groups", 1, 1, 1);
  for (auto *numbers : {&stride, &dilation, &groups})
    if (!*numbers)
      return numbers->refusal();
  if (weight->shape.size() != 2 + axes)
    return wrongShape(fmt::format("its weight is {}", fmt::join(weight->shape, " x ")));
  std::vector<Window> windows;
  for (size_t axis = 0; axis < axes; ++axis)
    windows.push_back({weight->shape[2 + axis], (*stride)[axis], (*dilation)[axis], 0, 0});
  auto padding = paddingOf(node, windows);
  if (!padding)
    return padding.refusal();
  for (size_t axis = 0; axis < axes; ++axis) {
    windows[axis].padBefore = padding->before[axis];
    windows[axis].padAfter = padding->after[axis];
  }
  LinearNode result;
  LinearMap &map = result.map;
  map.from = input;
  map.groups = groups->front();
  map.window = {axes == 2 ? windows[0] : Window(), windows[axes - 1]};
  const bool isImage = !flat || input.volume() == input.channels;
  if (!isImage || input.channels % map.groups || weight->shape[0] % map.groups ||
      weight->shape[1] != input.channels / map.groups || weight->shape[0] < 1)
    return wrongShape(fmt::format("its weight is {} with {} groups, its input has {} channels",
                                  fmt::join(weight->shape, " x "), map.groups, input.channels));
  map.to = {weight->shape[0], map.window.y.outputs(input.rows),
            map.window.x.outputs(input.columns)};
  if (map.to.volume() == 0 || map.window.y.kernel < 1 || map.window.x.kernel < 1)
    return wrongShape("its kernel does not fit its input");
  if (node.numbers.count("input_shape")) {
    auto known = integers(node, "input_shape", axes, std::nullopt, 1);
    if (!known)
      return known.refusal();
    if (known->back() != input.columns || (axes == 2 && known->front() != input.rows))
      return Refusal{"NCR1305",
                     fmt::format("is made for inputs of {}, but gets {} x {}",
                                 fmt::join(*known, " x "), input.rows, input.columns),
                     "export the network again"};
  }
  map.weights = std::move(weight->values);
  auto bias = field(node, "bias");
  if (!bias)
    return bias.refusal();
  if (int64_t(bias->values.size()) != map.to.channels)
    return wrongShape(
        fmt::format("has {} biases for {} channels", bias->values.size(), map.to.channels));
  result.bias = std::move(bias->values);
  return result;
}

} // namespace

void registerConv(NirPrimitiveRegistry &registry) {
  const std::vector<std::string> fields = {"weight",   "bias",   "stride",     "padding",
                                           "dilation", "groups", "input_shape"};
  registry.add("Conv1d", {"a convolution over one axis", fields, convolution});
  registry.add("Conv2d", {"a convolution over two axes", fields, convolution});
}

} // namespace nacre
