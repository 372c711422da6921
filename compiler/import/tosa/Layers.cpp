// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// conv2d, depthwise_conv2d and matmul: with zero points where they are integers.
#include "compiler/import/tosa/Translator.h"

namespace nacre::tosa {

using onnx::Shape;
using onnx::Tensor;

/// Rows of weights (dimension `axis`) that TOSA counts in the order H, W, C, in the order C, H, W.
static Tensor reordered(const Tensor &weights, const Shape &map) {
  const int64_t channels = map[0], positions = map[1] * map[2], columns = weights.shape[1];
  Tensor result(weights.type, weights.shape);
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t p = 0; p < positions; ++p)
      for (int64_t o = 0; o < columns; ++o) {
        const size_t to = size_t((c * positions + p) * columns + o);
        const size_t from = size_t((p * channels + c) * columns + o);
        if (weights.real())
          result.reals[to] = weights.reals[from];
        else
          result.integers[to] = weights.integers[from];
      }
  return result;
}

/// input x weights, in x out.
void Translator::product(mlir::Operation *op, const Known &input, Tensor weights,
                         mlir::Value inputZero, mlir::Value weightZero) {
  if (weights.shape[0] != input.shape[1])
    return refuse(op, "NCR1604", "its operands are no vector and matrix that can be multiplied",
                  "one image, flattened, times constant weights");
  if (!input.rowsFirst.empty())
    weights = reordered(weights, input.rowsFirst);
  const Shape shape = {1, weights.shape[1]};
  const bool real = weights.real();
  std::vector<std::string> inputs = {input.name,
                                     initializer(nameOf(op) + ".weight", std::move(weights))};
  if (!real)
    for (mlir::Value zero : {inputZero, weightZero})
      inputs.push_back(zeroPoint(op, zero));
  define(op, {add(op, node(real ? "MatMul" : "MatMulInteger", inputs)), shape});
}

void Translator::visit(mlir::tosa::MatMulOp op) {
  const Known *given = known(op, op.getA());
  std::optional<Tensor> weights = given ? constant(op, op.getB()) : std::nullopt;
  if (!weights)
    return;
  const Known input = vector(op, *given);
  if (input.isMap() || weights->shape[0] != 1)
    return refuse(op, "NCR1604", "its operands are no vector and matrix that can be multiplied",
                  "one image, flattened, times constant weights");
  weights->shape.erase(weights->shape.begin());
  product(op, input, std::move(*weights), op.getAZp(), op.getBZp());
}

/// `weights`: outputs x inputs of a group x rows x columns.
template <class Op> void Translator::convolution(Op op, const Tensor &weights, int64_t groups) {
  const Known *given = known(op, op.getInput());
  std::optional<Tensor> bias = given ? constant(op, op.getBias()) : std::nullopt;
  if (!bias)
    return;
  const auto pad = op.getPad(), stride = op.getStride(), dilation = op.getDilation();
  const Known flat = vector(op, *given);
  const int64_t outputs = weights.shape[0];
  const bool real = weights.real();
  if (!flat.isMap() && groups == 1 && weights.shape[2] == 1 && weights.shape[3] == 1 &&
      llvm::all_of(pad, [](int64_t p) { return p == 0; })) {
    // Over one position: a fully connected layer.
    Tensor matrix = weights;
    matrix.shape = {outputs, weights.shape[1]};
    product(op, flat, transposed(matrix, {1, 0}), op.getInputZp(), op.getWeightZp());
  } else {
    std::optional<Known> input = map(op, op.getInput(), /*padded=*/true);
    if (!input)
      return;
    std::optional<Tensor> zero = real ? Tensor::scalar(0) : constant(op, op.getInputZp());
    if (input->padded() && zero && input->padValue != int64_t(zero->at(0)))
      return refuse(op, "NCR1604", "its input is padded by a value that is not its zero point",
                    "pad by the zero point, or in the convolution");
    const std::vector<int64_t> pads = {pad[0] + input->pads[0], pad[2] + input->pads[1],
                                       pad[1] + input->pads[2], pad[3] + input->pads[3]};
    std::vector<std::string> inputs = {input->name, initializer(nameOf(op) + ".weight", weights)};
    if (!real)
      for (mlir::Value point : {op.getInputZp(), op.getWeightZp()})
        inputs.push_back(zeroPoint(op, point));
    onnx::Node conv = node(real ? "Conv" : "ConvInteger", inputs,
                           {{"pads", pads},
                            {"strides", {stride.begin(), stride.end()}},
                            {"dilations", {dilation.begin(), dilation.end()}}});
    conv.attributes["group"].kind = onnx::Attribute::Kind::Integer;
    conv.attributes["group"].integer = groups;
    const Shape result = shapeOf(op.getOutput());
    define(op, {add(op, std::move(conv)), {1, outputs, result[1], result[2]}, channelsLast});
  }
  // A bias of one number is one for all channels.
  auto made = values.find(op.getOutput());
  if (made == values.end())
    return;
  bias->shape = bias->size() == 1 ? Shape{1, 1} : Shape{1, outputs};
  bias->shape.resize(made->second.shape.size(), 1);
  made->second.name = add(
      op, node("Add", {made->second.name, initializer(nameOf(op) + ".bias", std::move(*bias))}));
}

void Translator::visit(mlir::tosa::Conv2DOp op) {
  if (std::optional<Tensor> weights = constant(op, op.getWeight()))
    convolution(op, transposed(*weights, {0, 3, 1, 2}), 1);
}

/// Weights are rows x columns x channels x multiplier; output channel c * multiplier + m.
void Translator::visit(mlir::tosa::DepthwiseConv2DOp op) {
  std::optional<Tensor> weights = constant(op, op.getWeight());
  if (!weights)
    return;
  Tensor outputsFirst = transposed(*weights, {2, 3, 0, 1});
  const Shape &shape = outputsFirst.shape;
  const int64_t channels = shape[0];
  outputsFirst.shape = {channels * shape[1], 1, shape[2], shape[3]};
  convolution(op, outputsFirst, channels);
}

} // namespace nacre::tosa
