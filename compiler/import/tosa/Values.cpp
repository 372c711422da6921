// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Values, constants and names of the graph.
#include "compiler/import/onnx/ops/Broadcast.h"
#include "compiler/import/tosa/Translator.h"
#include "dialects/Weights.h"
#include <algorithm>
#include <fmt/format.h>

using namespace mlir;

namespace nacre::tosa {

using onnx::ElementType;
using onnx::Shape;
using onnx::Tensor;

Shape shapeOf(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type ? Shape(type.getShape().begin(), type.getShape().end()) : Shape();
}

static ElementType typeOf(Type type, bool isUnsigned) {
  if (type.isF32())
    return ElementType::Float;
  if (type.isInteger(4) || type.isInteger(8))
    return isUnsigned ? ElementType::Uint8 : ElementType::Int8;
  if (type.isInteger(16))
    return isUnsigned ? ElementType::Uint16 : ElementType::Int16;
  return type.isInteger(32) ? ElementType::Int32 : ElementType::None;
}

ElementType typeOf(Value value, bool isUnsigned) {
  return typeOf(getElementTypeOrSelf(value.getType()), isUnsigned);
}

Tensor transposed(const Tensor &tensor, const std::vector<int64_t> &order) {
  const std::vector<int64_t> strides = onnx::stridesOf(tensor.shape);
  Shape shape;
  for (int64_t dimension : order)
    shape.push_back(tensor.shape[size_t(dimension)]);
  Tensor result(tensor.type, shape);
  onnx::forEachIndex(shape, [&](int64_t i, const std::vector<int64_t> &at) {
    int64_t from = 0;
    for (size_t d = 0; d < at.size(); ++d)
      from += at[d] * strides[size_t(order[d])];
    if (tensor.real())
      result.reals[size_t(i)] = tensor.reals[size_t(from)];
    else
      result.integers[size_t(i)] = tensor.integers[size_t(from)];
  });
  return result;
}

onnx::Node node(const char *op, std::vector<std::string> inputs,
                const std::map<std::string, std::vector<int64_t>> &attributes) {
  onnx::Node result;
  result.op = op;
  result.inputs = std::move(inputs);
  for (const auto &[name, values] : attributes) {
    onnx::Attribute &attribute = result.attributes[name];
    attribute.kind = onnx::Attribute::Kind::Integers;
    attribute.integers = values;
  }
  return result;
}

void Translator::refuse(Operation *op, std::string_view code, std::string_view reason,
                        std::string_view remedy) {
  lost = true;
  findings.add(code, nameOf(op), fmt::format("{}: {}", op->getName().getStringRef().str(), reason),
               remedy);
}

std::string Translator::nameOf(Operation *op) {
  if (auto name = op->getLoc()->findInstanceOf<NameLoc>())
    return name.getName().str();
  auto place = op->getLoc()->findInstanceOf<FileLineColLoc>();
  const std::string kind = op->getName().stripDialect().str();
  return place ? fmt::format("{} (line {})", kind, place.getLine()) : kind;
}

std::string Translator::fresh(const std::string &name) {
  const int64_t taken = names[name]++;
  return taken ? fresh(fmt::format("{}, {}", name, taken + 1)) : name;
}

const Known *Translator::known(Operation *op, Value value) {
  auto it = values.find(value);
  if (it != values.end())
    return &it->second;
  // Behind a refusal there is nothing to say.
  if (!lost)
    refuse(op, "NCR1603", "an operand is a constant, or no part of the network",
           "fold constants before, and end with the scores of one image");
  return nullptr;
}

std::optional<Known> Translator::map(Operation *op, Value value, bool padded) {
  const Known *given = known(op, value);
  if (!given)
    return std::nullopt;
  if (!given->isMap() && given->rowsFirst.empty())
    return reshaped(op, *given, {1, given->shape[1], 1, 1});
  if (given->isMap() && given->order == channelsLast && (padded || !given->padded()))
    return *given;
  if (given->isMap() && given->order == channelsLast)
    refuse(op, "NCR1604", "its input is padded by tosa.pad", "pad before convolutions only");
  else
    refuse(op, "NCR1604", "the dimensions of its input are not in the order N x H x W x C",
           "run tosa-reduce-transposes; flatten only before matmul");
  return std::nullopt;
}

Known Translator::reshaped(Operation *op, Known value, Shape shape) {
  Tensor target = Tensor::ofIntegers(shape);
  value.name = add(op, node("Reshape", {value.name, initializer("shape", target)}));
  value.shape = std::move(shape);
  value.order = value.isMap() ? channelsLast : std::vector<int64_t>();
  return value;
}

Known Translator::vector(Operation *op, Known value) {
  if (!value.isMap() || value.shape[2] != 1 || value.shape[3] != 1 || value.padded())
    return value;
  return reshaped(op, value, {1, value.shape[1]});
}

template <class T> static std::optional<Tensor> read(ElementsAttr attribute, ElementType type) {
  auto stored = readWeights<T>(attribute, [&] { return InFlightDiagnostic(); });
  if (failed(stored))
    return std::nullopt;
  Tensor tensor(type, {int64_t(stored->size())});
  for (size_t i = 0; i < stored->size(); ++i)
    tensor.real() ? tensor.set(int64_t(i), double((*stored)[i]))
                  : tensor.set(int64_t(i), int64_t((*stored)[i]));
  return tensor;
}

std::optional<Tensor> Translator::constant(Operation *op, Value value) {
  auto source = value.getDefiningOp<mlir::tosa::ConstOp>();
  const ElementType type = typeOf(value);
  std::optional<Tensor> tensor;
  if (source && !onnx::elementsOf(shapeOf(value))) {
    refuse(op, "NCR1602", "a constant has more than 2^28 elements", "use a smaller one");
    return std::nullopt;
  }
  if (source && type != ElementType::None) {
    const ElementsAttr attribute = source.getValues();
    if (auto integers = dyn_cast<DenseIntElementsAttr>(attribute)) {
      tensor.emplace(type, shapeOf(value));
      for (auto [i, element] : llvm::enumerate(integers.getValues<APInt>()))
        tensor->integers[i] = element.getSExtValue();
      return tensor;
    }
    tensor = type == ElementType::Float   ? read<float>(attribute, type)
             : type == ElementType::Int8  ? read<int8_t>(attribute, type)
             : type == ElementType::Int16 ? read<int16_t>(attribute, type)
                                          : read<uint32_t>(attribute, type);
  }
  if (!tensor) {
    if (!lost || !values.count(value))
      refuse(op, "NCR1605", "weights, biases, scales or zero points are not constant",
             "fold constants before; elements are f32, i8, i16 or i32");
    return std::nullopt;
  }
  tensor->shape = shapeOf(value);
  return tensor;
}

std::string Translator::initializer(const std::string &name, Tensor tensor) {
  std::string unique = fresh(name);
  graph.initializers.emplace(unique, std::move(tensor));
  return unique;
}

std::string Translator::zeroPoint(Operation *op, Value zero) {
  std::optional<Tensor> tensor = constant(op, zero);
  if (!tensor)
    return "";
  tensor->shape = {};
  return initializer(nameOf(op) + ".zero_point", std::move(*tensor));
}

std::string Translator::add(Operation *op, onnx::Node node) {
  node.name = fresh(nameOf(op));
  node.outputs = {node.name};
  graph.nodes.push_back(std::move(node));
  return graph.nodes.back().name;
}

void Translator::define(Operation *op, Known value) { values[op->getResult(0)] = std::move(value); }

} // namespace nacre::tosa
