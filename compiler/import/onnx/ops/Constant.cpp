// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Constant, ConstantOfShape; Shape and Size, which depend on nothing but a shape.
#include "compiler/import/onnx/Operator.h"
#include <algorithm>

namespace nacre {

using namespace onnx;

static Tensor ofReals(std::vector<double> values, Shape shape) {
  Tensor tensor(ElementType::Float, std::move(shape));
  tensor.reals = std::move(values);
  return tensor;
}

static Outputs constant(const Call &call) {
  if (call.node.attributes.size() == 1) {
    const auto &[name, value] = *call.node.attributes.begin();
    using Kind = Attribute::Kind;
    if (name == "value" && value.kind == Kind::Tensor)
      return only(value.tensor);
    if (name == "value_float" && value.kind == Kind::Real)
      return only(Tensor::scalar(value.real));
    if (name == "value_floats" && value.kind == Kind::Reals)
      return only(ofReals(value.reals, {int64_t(value.reals.size())}));
    if (name == "value_ints" && value.kind == Kind::Integers)
      return only(Tensor::ofIntegers(value.integers));
    if (name == "value_int" && value.kind == Kind::Integer) {
      Tensor scalar(ElementType::Int64, {});
      scalar.integers[0] = value.integer;
      return only(std::move(scalar));
    }
  }
  return call.refuseAttribute("value", "", "give one tensor or number as the value");
}

static Outputs constantOfShape(const Call &call) {
  auto it = call.node.attributes.find("value");
  bool given = it != call.node.attributes.end() && it->second.tensor.size() == 1;
  Tensor value = given ? it->second.tensor : Tensor::scalar(0);
  std::optional<Tensor> result = call.make(value.type, call.in(0).integers);
  if (!result)
    return std::nullopt;
  if (value.real())
    std::fill(result->reals.begin(), result->reals.end(), value.reals[0]);
  else
    std::fill(result->integers.begin(), result->integers.end(), value.integers[0]);
  return only(std::move(*result));
}

static Outputs shape(const Call &call) {
  const Shape &of = call.in(0).shape;
  auto bound = [&](const std::string &name, int64_t otherwise) {
    int64_t rank = int64_t(of.size()), at = call.integer(name, otherwise);
    return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  int64_t start = bound("start", 0), end = std::max(start, bound("end", int64_t(of.size())));
  return only(Tensor::ofIntegers({of.begin() + start, of.begin() + end}));
}

static Outputs size(const Call &call) {
  Tensor count(ElementType::Int64, {});
  count.integers[0] = call.in(0).size();
  return only(std::move(count));
}

void registerConstant(OnnxOperatorRegistry &registry) {
  registry.add(
      "Constant",
      {0, 0, {"value", "value_float", "value_floats", "value_int", "value_ints"}, constant});
  registry.add("ConstantOfShape", {1, 1, {"value"}, constantOfShape});
  registry.add("Shape", {1, 1, {"start", "end"}, shape});
  registry.add("Size", {1, 1, {}, size});
}

} // namespace nacre
