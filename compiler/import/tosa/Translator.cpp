// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/tosa/Translator.h"
#include "llvm/ADT/TypeSwitch.h"
#include <algorithm>
#include <fmt/format.h>

using namespace mlir;

namespace nacre::tosa {

using onnx::ElementType;
using onnx::Shape;
using onnx::Tensor;

/// Does each use put the channels last? Then the image comes as N x C x H x W. Of one channel, that
/// may be a reshape.
static bool channelsFirst(Value image) {
  const Shape shape = shapeOf(image), last = {shape[0], shape[2], shape[3], shape[1]};
  return !image.use_empty() && llvm::all_of(image.getUsers(), [&](Operation *user) {
    auto transpose = dyn_cast<mlir::tosa::TransposeOp>(user);
    if (transpose)
      return transpose.getPerms() == ArrayRef<int32_t>{0, 2, 3, 1};
    return isa<mlir::tosa::ReshapeOp>(user) && shapeOf(user->getResult(0)) == last;
  });
}

static bool readUnsigned(Value image) {
  return llvm::any_of(image.getUsers(), [](Operation *user) {
    auto rescale = dyn_cast<mlir::tosa::RescaleOp>(user);
    return rescale && rescale.getInputUnsigned();
  });
}

void Translator::defineImage(BlockArgument argument) {
  Known image{"image", shapeOf(argument)};
  if (image.shape.size() == 4) {
    image.order = channelsFirst(argument) ? std::vector<int64_t>{0, 1, 2, 3} : channelsLast;
    Shape shape(4);
    for (size_t i = 0; i < 4; ++i)
      shape[size_t(image.order[i])] = image.shape[i];
    image.shape = shape;
  } else {
    int64_t features = 1;
    for (int64_t extent : image.shape)
      features *= extent;
    image.shape = {1, features};
  }
  ElementType type = typeOf(argument, readUnsigned(argument));
  const bool isSigned = type == ElementType::Int8;
  onnx::ValueInfo info;
  info.name = fresh(image.name);
  info.type = isSigned ? ElementType::Uint8 : type;
  info.hasShape = true;
  info.shape = image.shape;
  info.symbols.resize(info.shape.size());
  info.shape[0] = -1;
  info.symbols[0] = "N";
  graph.inputs.push_back(std::move(info));
  if (isSigned) {
    notes.push_back("a pixel p of 0..255 is p - 128 of the input, which is i8");
    auto number = [&](const char *name, ElementType of, int64_t value, Shape shape) {
      Tensor tensor(of, std::move(shape));
      tensor.set(0, value);
      return initializer(name, std::move(tensor));
    };
    onnx::Node centre =
        node("Rescale", {image.name, number("one", ElementType::Int32, 1 << 30, {1}),
                         number("shift", ElementType::Int8, 30, {1}),
                         number("middle", ElementType::Uint8, 128, {}),
                         number("zero", ElementType::Int8, 0, {})});
    centre.domain = "tosa";
    centre.name = fresh("pixel - 128");
    centre.outputs = {centre.name};
    image.name = centre.name;
    graph.nodes.push_back(std::move(centre));
  }
  values[argument] = std::move(image);
}

void Translator::translate(Operation *op) {
  TypeSwitch<Operation *>(op)
      .Case<mlir::tosa::Conv2DOp, mlir::tosa::DepthwiseConv2DOp, mlir::tosa::MatMulOp,
            mlir::tosa::RescaleOp, mlir::tosa::ClampOp, mlir::tosa::AddOp, mlir::tosa::IdentityOp,
            mlir::tosa::MaxPool2dOp, mlir::tosa::AvgPool2dOp, mlir::tosa::ReshapeOp,
            mlir::tosa::TransposeOp, mlir::tosa::PadOp>([&](auto o) { visit(o); })
      .Case<mlir::tosa::ConstOp, mlir::tosa::ConstShapeOp, func::ReturnOp>([](auto) {})
      .Default([&](Operation *o) {
        refuse(o, "NCR1602", "the operation is not supported",
               "docs/tosa.md lists what a network may hold");
      });
}

void Translator::finish(func::FuncOp function) {
  auto end = cast<func::ReturnOp>(function.getBody().front().getTerminator());
  const Known *scores = known(end, end.getOperand(0));
  if (!scores)
    return;
  if (!scores->rowsFirst.empty())
    return refuse(end, "NCR1603", "it returns a flattened map, not scores",
                  "end the network with a layer of one score a class");
  onnx::ValueInfo info;
  info.name = vector(end, *scores).name;
  graph.outputs.push_back(std::move(info));
}

onnx::Graph Translator::translate(func::FuncOp function) {
  graph.name = function.getSymName().str();
  graph.producer = "TOSA";
  graph.opsets = {{"", 13}, {"tosa", 1}};
  defineImage(function.getArgument(0));
  for (Operation &op : function.getBody().front())
    translate(&op);
  finish(function);
  return std::move(graph);
}

} // namespace nacre::tosa
