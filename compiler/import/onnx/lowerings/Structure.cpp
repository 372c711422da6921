// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pools, flattening, what changes nothing, and the tail, of which only the order of the scores
// counts.
#include "compiler/import/onnx/lowerings/Layers.h"
#include "compiler/import/onnx/ops/Windows.h"
#include <algorithm>

namespace nacre {

using namespace onnx;

static void same(Lowering &lowering, const Node &node) {
  if (const Form *form = lowering.form(node, 0))
    lowering.define(node.outputs[0], *form);
}

static void flatten(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  std::optional<Form> result = form ? lowering.flatten(node, *form) : std::nullopt;
  if (result)
    lowering.define(node.outputs[0], *result);
}

/// N x H x W x C to N x C x H x W where it is the first thing done with the image: the image is the
/// latter from the beginning (Importer.cpp).
static void transpose(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form)
    return;
  Form result = *form;
  result.node = node.name;
  result.shape = lowering.shapeOf(node.outputs[0]);
  if (result.shape == form->shape || (form->get<Image>() && result.shape == form->baseShape))
    lowering.define(node.outputs[0], result);
  else
    lowering.refuse(node, "NCR1214", "it changes the order of dimensions",
                    "export with N x C x H x W throughout");
}

static std::optional<Window2> poolWindow(Lowering &lowering, const Node &node, const Form &form,
                                         bool padding) {
  if (form.shape.size() != 3)
    return lowering.refuse(node, "NCR1214", "it does not pool over two dimensions",
                           "images are N x C x H x W");
  std::optional<Windows> w = windowsOf(lowering.call(node), {form.shape[1], form.shape[2]}, {});
  if (!w)
    return std::nullopt;
  auto ones = [](const std::vector<int64_t> &v) { return v == std::vector<int64_t>{1, 1}; };
  bool pads = false, outside = false;
  for (size_t d = 0; d < 2; ++d) {
    pads |= w->before[d] != 0 || w->after[d] != 0;
    outside |= w->at(d, w->output[d] - 1, w->kernel[d] - 1) >= w->input[d] + w->after[d];
  }
  if (!ones(w->dilations) || outside || (pads && !padding))
    return lowering.refuse(node, "NCR1205",
                           "its windows are dilated, or reach over the border of its input",
                           padding ? "use ceil_mode = 0 and dilations = 1"
                                   : "use pads = 0, ceil_mode = 0 and dilations = 1");
  return Window2{
      w->kernel, w->strides, {w->before[0], w->before[1], w->after[0], w->after[1]}, {1, 1}};
}

static void pool(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  const bool maximum = node.op == "MaxPool";
  std::optional<Window2> window = form ? poolWindow(lowering, node, *form, maximum) : std::nullopt;
  if (!window)
    return;
  std::optional<Form> result =
      maximum ? lowering.maxPool(node, *form, *window) : lowering.averagePool(node, *form, *window);
  if (result)
    lowering.define(node.outputs[0], *result);
}

static void globalPool(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form)
    return;
  if (form->shape.size() != 3) {
    lowering.refuse(node, "NCR1214", "it does not pool over two dimensions",
                    "images are N x C x H x W");
    return;
  }
  if (node.op == "ReduceMean") {
    Shape pooled = lowering.shapeOf(node.outputs[0]);
    Call call = lowering.call(node);
    std::vector<int64_t> axes = call.integers("axes", 1);
    for (int64_t &axis : axes)
      axis = axis < 0 ? axis + 4 : axis;
    std::sort(axes.begin(), axes.end());
    if (axes != std::vector<int64_t>{2, 3}) {
      lowering.refuse(node, "NCR1217", "it is no mean over rows and columns",
                      "reduce axes 2 and 3");
      return;
    }
  }
  const Window2 all{{form->shape[1], form->shape[2]}, {form->shape[1], form->shape[2]}};
  std::optional<Form> result = node.op == "GlobalMaxPool" ? lowering.maxPool(node, *form, all)
                                                          : globalMean(lowering, node, *form);
  if (result)
    lowering.define(node.outputs[0], *result);
}

/// Softmax and the like: the class is the same without.
static void order(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form)
    return;
  lowering.note("'" + node.name + "' (" + node.op +
                ") keeps the order of the scores, so it is left out");
  Form scores = *form;
  scores.node = node.name;
  scores.scoresOnly = true;
  lowering.define(node.outputs[0], scores);
}

void registerStructure(OnnxLoweringRegistry &registry) {
  for (const char *name : {"Identity", "Dropout"})
    registry.add(name, {same});
  for (const char *name : {"Flatten", "Reshape", "Squeeze", "Unsqueeze"})
    registry.add(name, {flatten});
  registry.add("Transpose", {transpose});
  for (const char *name : {"MaxPool", "AveragePool"})
    registry.add(name, {pool});
  for (const char *name : {"GlobalMaxPool", "GlobalAveragePool", "ReduceMean"})
    registry.add(name, {globalPool});
  for (const char *name : {"Softmax", "LogSoftmax", "ArgMax"})
    registry.add(name, {order});
}

} // namespace nacre
