// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What scales and shifts: Add, Sub, Mul, Div with a constant, BatchNormalization, DequantizeLinear,
// Neg, Cast. They fold into the layer or quantizer before them. Add of two values is a residual
// connection.
#include "compiler/import/onnx/lowerings/Layers.h"
#include <cmath>

namespace nacre {

using namespace onnx;

static Channels inverted(const Channels &values) {
  return combine(values, {1}, [](double x, double) { return 1 / x; });
}
static Channels negated(const Channels &values) {
  return combine(values, {-1}, [](double x, double y) { return x * y; });
}

static void defineAffine(Lowering &lowering, const Node &node, const Form &form, const Channels &by,
                         const Channels &plus) {
  if (std::optional<Form> result = lowering.affine(node, form, by, plus)) {
    result->shape = lowering.shapeOf(node.outputs[0]);
    if (result->shape != form.shape) {
      lowering.refuse(node, "NCR1214", "its constant makes the value larger", "use a smaller one");
      return;
    }
    lowering.define(node.outputs[0], *result);
  }
}

static void arithmetic(Lowering &lowering, const Node &node) {
  const Form *left = lowering.form(node, 0), *right = lowering.form(node, 1);
  if (left && right && node.op == "Add") {
    if (std::optional<Form> sum = added(lowering, node, *left, *right))
      lowering.define(node.outputs[0], *sum);
    return;
  }
  const Form *form = left ? left : right;
  const Tensor *constant = lowering.constant(node, left ? 1 : 0);
  if (!form || !constant) {
    if (left && right)
      lowering.refuse(node, "NCR1217", "it combines two values that the input decides",
                      "only Add of two values has a form as spikes");
    return;
  }
  std::optional<Channels> c = lowering.perChannel(node, *form, *constant);
  if (!c)
    return;
  if (node.op == "Add")
    defineAffine(lowering, node, *form, {1}, *c);
  else if (node.op == "Sub")
    left ? defineAffine(lowering, node, *form, {1}, negated(*c))
         : defineAffine(lowering, node, *form, {-1}, *c);
  else if (node.op == "Mul")
    defineAffine(lowering, node, *form, *c, {0});
  else if (left)
    defineAffine(lowering, node, *form, inverted(*c), {0});
  else
    lowering.refuse(node, "NCR1217", "it divides by a value that the input decides",
                    "only division by a constant has a form as spikes");
}

static void negate(Lowering &lowering, const Node &node) {
  if (const Form *form = lowering.form(node, 0))
    defineAffine(lowering, node, *form, {-1}, {0});
}

static void batchNormalization(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form)
    return;
  const Call call = lowering.call(node);
  Channels by, plus;
  for (size_t i = 1; i < 5; ++i)
    if (!lowering.constant(node, i)) {
      lowering.refuse(node, "NCR1209", "its statistics are not constant",
                      "export it for inference");
      return;
    }
  if (form->shape.empty() || form->shape[0] % form->channels() != 0)
    return;
  const double epsilon = call.real("epsilon", 1e-5);
  for (int64_t c = 0; c < call.in(1).size(); ++c) {
    by.push_back(call.in(1).at(c) / std::sqrt(call.in(4).at(c) + epsilon));
    plus.push_back(call.in(2).at(c) - call.in(3).at(c) * by.back());
  }
  // As constants of the file's shape, so that a flattened value is understood, too.
  Tensor constant(ElementType::Double, {1, int64_t(by.size())});
  constant.shape.resize(form->shape.size() + 1, 1);
  constant.reals = by;
  std::optional<Channels> scale = lowering.perChannel(node, *form, constant);
  constant.reals = plus;
  std::optional<Channels> shift = lowering.perChannel(node, *form, constant);
  if (scale && shift)
    defineAffine(lowering, node, *form, *scale, *shift);
}

static void dequantize(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  std::optional<Form> result = form ? dequantized(lowering, node, *form, 1) : std::nullopt;
  if (result)
    lowering.define(node.outputs[0], *result);
}

static void cast(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form)
    return;
  const auto to = elementTypeOf(int32_t(lowering.call(node).integer("to", 0)));
  const bool integers = form->get<Quantizer>() || form->get<Image>() || form->get<Layer>();
  if (to && (isReal(*to) || (integers && bitsOf(*to) >= 32)))
    lowering.define(node.outputs[0], *form);
  else
    lowering.refuse(node, "NCR1217", "it rounds to integers", "use QuantizeLinear or Quant");
}

void registerAffine(OnnxLoweringRegistry &registry) {
  for (const char *name : {"Add", "Sub", "Mul", "Div"})
    registry.add(name, {arithmetic});
  registry.add("Neg", {negate});
  registry.add("BatchNormalization", {batchNormalization});
  registry.add("DequantizeLinear", {dequantize});
  registry.add("Cast", {cast});
}

} // namespace nacre
