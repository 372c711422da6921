// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pools; reshape, transpose and pad, which are only kept in mind.
#include "compiler/import/tosa/Translator.h"
#include <algorithm>

namespace nacre::tosa {

using onnx::Shape;
using onnx::Tensor;

onnx::Node Translator::pool(mlir::Operation *op, const Known &input, const char *kind,
                            llvm::ArrayRef<int64_t> kernel, llvm::ArrayRef<int64_t> stride,
                            llvm::ArrayRef<int64_t> pad) {
  return node(kind, {input.name},
              {{"kernel_shape", kernel.vec()},
               {"strides", stride.vec()},
               {"pads", {pad[0], pad[2], pad[1], pad[3]}}});
}

static Known pooled(std::string name, const Known &input, mlir::Value output) {
  const Shape result = shapeOf(output);
  return {std::move(name), {1, input.shape[1], result[1], result[2]}, channelsLast};
}

void Translator::visit(mlir::tosa::MaxPool2dOp op) {
  if (std::optional<Known> input = map(op, op.getInput()))
    define(op,
           pooled(add(op, pool(op, *input, "MaxPool", op.getKernel(), op.getStride(), op.getPad())),
                  *input, op.getOutput()));
}

void Translator::visit(mlir::tosa::AvgPool2dOp op) {
  std::optional<Known> input = map(op, op.getInput());
  if (!input)
    return;
  onnx::Node mean = pool(op, *input, "AveragePool", op.getKernel(), op.getStride(), op.getPad());
  if (typeOf(op.getInput()) != onnx::ElementType::Float) {
    mean.domain = "tosa";
    for (mlir::Value zero : {op.getInputZp(), op.getOutputZp()})
      mean.inputs.push_back(zeroPoint(op, zero));
  }
  define(op, pooled(add(op, std::move(mean)), *input, op.getOutput()));
}

/// The order of dimensions of the map after a reshape to `after` that only moves dimensions of size
/// 1; nothing if it does more.
static std::optional<std::vector<int64_t>> movedOrder(const Known &map, const Shape &after) {
  auto longOnes = [&](const std::vector<int64_t> &order) {
    std::vector<int64_t> dimensions;
    for (int64_t d : order)
      if (map.shape[size_t(d)] != 1)
        dimensions.push_back(d);
    return dimensions;
  };
  for (const std::vector<int64_t> &order : {channelsLast, std::vector<int64_t>{0, 1, 2, 3}}) {
    bool fits = after.size() == 4 && longOnes(order) == longOnes(map.order);
    for (size_t i = 0; fits && i < 4; ++i)
      fits = after[i] == map.shape[size_t(order[i])];
    if (fits)
      return order;
  }
  return std::nullopt;
}

/// A map becomes a vector; what changes only dimensions of size 1 changes nothing.
void Translator::visit(mlir::tosa::ReshapeOp op) {
  const Known *given = known(op, op.getInput1());
  if (!given)
    return;
  const Shape before = shapeOf(op.getInput1()), after = shapeOf(op.getOutput());
  const int64_t longOnes =
      std::count_if(after.begin(), after.end(), [](int64_t d) { return d != 1; });
  if (before == after)
    return define(op, Known(*given));
  if (given->isMap() && !given->padded())
    if (auto order = movedOrder(*given, after)) {
      Known result = *given;
      result.order = *order;
      return define(op, std::move(result));
    }
  if (longOnes > 1 || given->padded())
    return refuse(op, "NCR1604", "it makes " + onnx::textOf(after) + " of " + onnx::textOf(before),
                  "reshape only to flatten a map to a vector");
  if (!given->isMap())
    return define(op, Known(*given));
  const int64_t channels = given->shape[1], rows = given->shape[2], columns = given->shape[3];
  const bool natural = given->order == std::vector<int64_t>{0, 1, 2, 3};
  if (!natural && given->order != channelsLast)
    return refuse(op, "NCR1604", "it flattens a map whose dimensions were transposed",
                  "flatten N x H x W x C or N x C x H x W");
  Known result = reshaped(op, *given, {1, channels * rows * columns});
  if (!natural && channels > 1 && rows * columns > 1)
    result.rowsFirst = {channels, rows, columns};
  define(op, std::move(result));
}

void Translator::visit(mlir::tosa::TransposeOp op) {
  const Known *given = known(op, op.getInput1());
  if (!given)
    return;
  Known result = *given;
  const auto perms = op.getPerms();
  if (given->isMap() && perms.size() == 4 && !given->padded())
    for (size_t i = 0; i < 4; ++i)
      result.order[i] = given->order[size_t(perms[i])];
  else if (given->isMap() || !given->rowsFirst.empty())
    return refuse(op, "NCR1604", "it transposes a value that was flattened or padded",
                  "run tosa-reduce-transposes");
  define(op, std::move(result)); // of a vector, one dimension is longer than 1
}

/// Rows and columns of zero points around a map, which the convolution after it takes in.
void Translator::visit(mlir::tosa::PadOp op) {
  std::optional<Known> input = map(op, op.getInput1());
  std::optional<Tensor> value = input ? constant(op, op.getPadConst()) : std::nullopt;
  mlir::DenseIntElementsAttr sizes;
  if (!value)
    return;
  if (!mlir::matchPattern(op.getPadding(), mlir::m_Constant(&sizes)) || sizes.size() != 8)
    return refuse(op, "NCR1605", "its padding is not constant", "use a tosa.const_shape");
  std::vector<int64_t> p;
  for (const llvm::APInt &size : sizes.getValues<llvm::APInt>())
    p.push_back(size.getSExtValue());
  const bool whole = value->at(0) == double(int64_t(value->at(0)));
  if (p[0] || p[1] || p[6] || p[7] || !whole || *std::min_element(p.begin(), p.end()) < 0)
    return refuse(op, "NCR1604", "it pads images or channels, or by no whole number",
                  "pad rows and columns by the zero point");
  input->pads = {p[2], p[4], p[3], p[5]};
  input->padValue = int64_t(value->at(0));
  define(op, std::move(*input));
}

} // namespace nacre::tosa
