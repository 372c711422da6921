// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// rescale, clamp, add, identity: what works on each element.
#include "compiler/import/tosa/Translator.h"
#include <cfloat>

namespace nacre::tosa {

using onnx::ElementType;
using onnx::Shape;
using onnx::Tensor;

void Translator::visit(mlir::tosa::RescaleOp op) {
  const Known *given = known(op, op.getInput());
  std::optional<Tensor> multiplier = given ? constant(op, op.getMultiplier()) : std::nullopt;
  std::optional<Tensor> shift = multiplier ? constant(op, op.getShift()) : std::nullopt;
  std::optional<Tensor> inputZero = shift ? constant(op, op.getInputZp()) : std::nullopt;
  std::optional<Tensor> outputZero = inputZero ? constant(op, op.getOutputZp()) : std::nullopt;
  if (!outputZero)
    return;
  if (given->padded())
    return refuse(op, "NCR1604", "its input is padded by tosa.pad", "pad before convolutions only");
  const ElementType type = typeOf(op.getOutput(), op.getOutputUnsigned());
  if (type == ElementType::None)
    return refuse(op, "NCR1602", "its result has no integers of 8, 16 or 32 bits",
                  "activations have up to 8 bits, sums 32");
  if (multiplier->size() > 1 &&
      !(given->isMap() ? given->order == channelsLast : given->rowsFirst.empty()))
    return refuse(op, "NCR1604", "its multipliers are not one a channel",
                  "rescale in the order N x H x W x C");
  const std::string name = nameOf(op);
  // The zero point is read with the sign of the value that it belongs to.
  auto point = [&](const Tensor &zero, ElementType of) {
    Tensor scalar(of, {});
    scalar.set(0, zero.integers[0]);
    return initializer(name + ".zero_point", std::move(scalar));
  };
  onnx::Node rescale =
      node("Rescale", {given->name, initializer(name + ".multiplier", std::move(*multiplier)),
                       initializer(name + ".shift", std::move(*shift)),
                       point(*inputZero, typeOf(op.getInput(), op.getInputUnsigned())),
                       point(*outputZero, type)});
  rescale.domain = "tosa";
  rescale.attributes["twice"].kind = onnx::Attribute::Kind::Integer;
  rescale.attributes["twice"].integer =
      op.getRoundingMode() == mlir::tosa::RoundingMode::DOUBLE_ROUND;
  Known result = *given;
  result.name = add(op, std::move(rescale));
  define(op, std::move(result));
}

void Translator::visit(mlir::tosa::ClampOp op) {
  const Known *given = known(op, op.getInput());
  if (!given)
    return;
  if (given->padded())
    return refuse(op, "NCR1604", "its input is padded by tosa.pad", "pad before convolutions only");
  std::vector<std::string> inputs = {given->name};
  for (mlir::Attribute bound : {op.getMinValAttr(), op.getMaxValAttr()}) {
    Tensor number(typeOf(op.getOutput()), {});
    if (auto real = mlir::dyn_cast<mlir::FloatAttr>(bound)) {
      const double value = real.getValueAsDouble();
      if (value <= -FLT_MAX || value >= FLT_MAX) {
        inputs.push_back("");
        continue;
      }
      number.set(0, value);
    } else {
      number.set(0, mlir::cast<mlir::IntegerAttr>(bound).getValue().getSExtValue());
    }
    inputs.push_back(initializer(nameOf(op) + ".bound", std::move(number)));
  }
  Known result = *given;
  if (inputs[1].empty() && inputs[2].empty())
    return define(op, std::move(result));
  result.name = add(op, node("Clip", inputs));
  define(op, std::move(result));
}

void Translator::visit(mlir::tosa::IdentityOp op) {
  if (const Known *given = known(op, op.getInput1()))
    define(op, Known(*given));
}

/// A residual connection, or a bias.
void Translator::visit(mlir::tosa::AddOp op) {
  mlir::Value left = op.getInput1(), right = op.getInput2();
  if (!values.count(left))
    std::swap(left, right);
  const Known *found = known(op, left);
  if (!found)
    return;
  Known one = *found, result = one;
  if (one.padded())
    return refuse(op, "NCR1604", "its input is padded by tosa.pad", "pad before convolutions only");
  std::string other;
  if (auto it = values.find(right); it != values.end()) {
    Known second = it->second;
    if (one.isMap() != second.isMap()) {
      one = result = vector(op, one);
      second = vector(op, second);
    }
    if (one.shape != second.shape || one.order != second.order ||
        one.rowsFirst != second.rowsFirst || second.padded())
      return refuse(op, "NCR1604", "it adds values of different shapes or orders of dimensions",
                    "add values of one shape");
    other = second.name;
  } else {
    std::optional<Tensor> addend = constant(op, right);
    if (!addend)
      return;
    if (one.isMap() && addend->rank() == 4) {
      std::vector<int64_t> graphFirst(4);
      for (size_t i = 0; i < 4; ++i)
        graphFirst[size_t(one.order[i])] = int64_t(i);
      *addend = transposed(*addend, graphFirst);
    } else if (!one.isMap() && (one.rowsFirst.empty() || addend->size() == 1)) {
      addend->shape = {1, addend->size()};
    } else {
      return refuse(op, "NCR1604", "it adds a constant to a map that was flattened",
                    "add it before the reshape");
    }
    other = initializer(nameOf(op) + ".addend", std::move(*addend));
  }
  result.name = add(op, node("Add", {one.name, other}));
  define(op, std::move(result));
}

} // namespace nacre::tosa
