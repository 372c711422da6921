// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Grids.h"
#include "compiler/import/onnx/ops/Broadcast.h"
#include <cmath>
#include <fmt/format.h>

namespace nacre::onnx {

/// The values divided by the parameter, which broadcasts to them: integers, up to rounding.
static Grid onGrid(const Tensor &values, const Tensor &scale, const Tensor *zero) {
  Grid grid{Tensor(ElementType::Double, values.shape), Tensor(ElementType::Double, values.shape)};
  const std::vector<int64_t> at = broadcastIndices(scale.shape, values.shape);
  for (size_t i = 0; i < at.size(); ++i) {
    const double step = scale.at(at[i]);
    grid.scales.reals[i] = step;
    grid.integers.reals[i] = std::nearbyint(values.at(int64_t(i)) / step);
  }
  (void)zero;
  return grid;
}

static bool moves(const std::string &kind) {
  for (const char *name : {"Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity",
                           "Slice", "Gather", "Expand"})
    if (kind == name)
      return true;
  return false;
}

/// The same move of integers and of scales.
static void moveGrid(Lowering &lowering, const Node &node, const Grid &grid, const Operator &op) {
  auto moved = [&](const Tensor &tensor) -> std::optional<Tensor> {
    std::vector<const Tensor *> inputs = {&tensor};
    for (size_t i = 1; i < node.inputs.size(); ++i)
      inputs.push_back(lowering.constant(node, i));
    Findings already; // the move of the values has been checked
    Outputs outputs = evaluate(op, Call(node, lowering.call(node).opset, inputs, already));
    return outputs ? std::optional<Tensor>(std::move(outputs->front())) : std::nullopt;
  };
  std::optional<Tensor> integers = moved(grid.integers), scales = moved(grid.scales);
  if (integers && scales)
    lowering.define(node.outputs[0], Grid{std::move(*integers), std::move(*scales)});
}

void traceGrids(Lowering &lowering, const Node &node, const OnnxOperatorRegistry &operators) {
  const Tensor *result = node.outputs.empty() ? nullptr : lowering.constant(node.outputs[0]);
  const std::string kind = node.kind();
  if (!result || node.inputs.empty())
    return;
  const Tensor *scale = lowering.constant(node, 1);
  if (kind == "qonnx.Quant" || kind == "qonnx.IntQuant" || kind == "qonnx.BipolarQuant") {
    const Tensor &given = *lowering.constant(node, 0);
    Grid grid = onGrid(*result, *scale, nullptr);
    int64_t off = 0;
    for (int64_t i = 0; i < given.size(); ++i) {
      const double step = grid.scales.reals[size_t(i)];
      off += std::abs(given.at(i) - result->at(i)) > 1e-5 * std::abs(step);
    }
    if (off)
      lowering.note(fmt::format("'{}' rounds {} of {} weights that are not on its grid", node.name,
                                off, given.size()));
    lowering.define(node.outputs[0], std::move(grid));
  } else if (kind == "DequantizeLinear" && scale) {
    const Tensor &given = *lowering.constant(node, 0), *zero = lowering.constant(node, 2);
    Grid grid{Tensor(ElementType::Double, given.shape), Tensor(ElementType::Double, given.shape)};
    const int64_t given_axis = lowering.call(node).integer("axis", 1);
    const int64_t axis = given_axis < 0 ? given_axis + given.rank() : given_axis;
    const int64_t inner = scale->size() == 1 ? 1 : stridesOf(given.shape)[size_t(axis)];
    for (int64_t i = 0; i < given.size(); ++i) {
      const int64_t c = i / inner % scale->size();
      grid.integers.reals[size_t(i)] = given.at(i) - (zero ? zero->at(c) : 0);
      grid.scales.reals[size_t(i)] = scale->at(c);
    }
    lowering.define(node.outputs[0], std::move(grid));
  } else if (const Grid *grid = lowering.grid(node.inputs[0])) {
    if (const Operator *op = operators.find(kind); op && moves(kind))
      moveGrid(lowering, node, *grid, *op);
    else if ((kind == "Mul" || kind == "Div") && scale && scale->size() == 1 &&
             result->shape == grid->integers.shape) {
      Grid scaled = *grid;
      for (double &step : scaled.scales.reals)
        step = kind == "Mul" ? step * scale->at(0) : step / scale->at(0);
      lowering.define(node.outputs[0], std::move(scaled));
    }
  }
}

} // namespace nacre::onnx
