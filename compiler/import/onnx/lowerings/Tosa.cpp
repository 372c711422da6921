// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TOSA's Rescale and its AveragePool of integers: quantizers of step 1, since a multiplier is a
// scale of the layer before it. All that a layer adds up stays in the file's integers.
#include "compiler/import/onnx/lowerings/Layers.h"
#include <cmath>

namespace nacre {

using namespace onnx;

/// The integers round(form) + zero point, clipped to the type.
static void defineRounded(Lowering &lowering, const Node &node, const Form &form,
                          const Tensor &zero) {
  const double z = zero.at(0);
  const Form integers = lowering.quantize(node, form, {1}, double(lowestOf(zero.type)) - z,
                                          double(highestOf(zero.type)) - z);
  if (std::optional<Form> result = lowering.affine(node, integers, {1}, {z}))
    lowering.define(node.outputs[0], *result);
}

static bool constants(Lowering &lowering, const Node &node) {
  for (size_t i = 1; i < node.inputs.size(); ++i)
    if (!lowering.constant(node, i)) {
      lowering.refuse(node, "NCR1209", "its multiplier, shift or zero point is not constant",
                      "use static quantization");
      return false;
    }
  return true;
}

static void rescale(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form || !constants(lowering, node))
    return;
  const Call call = lowering.call(node);
  Tensor factors(ElementType::Double, {call.in(1).size()});
  for (int64_t c = 0; c < factors.size(); ++c)
    factors.reals[size_t(c)] = std::ldexp(call.in(1).at(c), -int(call.in(2).integers[size_t(c)]));
  if (factors.size() > 1)
    factors.shape.resize(form->shape.size(), 1); // one a channel, which is the first dimension
  std::optional<Channels> by = lowering.perChannel(node, *form, factors);
  std::optional<Form> centred = lowering.affine(node, *form, {1}, {-call.in(3).at(0)});
  std::optional<Form> scaled =
      by && centred ? lowering.affine(node, *centred, *by, {0}) : std::nullopt;
  if (!scaled)
    return;
  for (int64_t multiplier : call.in(1).integers)
    if (double(float(multiplier)) != double(multiplier))
      lowering.note("multipliers keep 24 bits: a sum at the border between two levels may fall on "
                    "its other side");
  if (call.integer("twice", 0))
    lowering.note("a rescale rounds twice, neurons once: results near halves may differ by one");
  if (bitsOf(call.in(4).type) < 32)
    return defineRounded(lowering, node, *scaled, call.in(4));
  lowering.note("rescales to 32 bits round, synapses do not: sums may differ by less than one");
  if (std::optional<Form> result = lowering.affine(node, *scaled, {1}, {call.in(4).at(0)}))
    lowering.define(node.outputs[0], *result);
}

static void averagePool(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form || !constants(lowering, node))
    return;
  const Call call = lowering.call(node);
  const std::vector<int64_t> kernel = call.integers("kernel_shape");
  std::optional<Form> input = lowering.affine(node, *form, {1}, {-call.in(1).at(0)});
  std::optional<Form> mean =
      input ? lowering.averagePool(node, *input, {kernel, call.integers("strides")}) : std::nullopt;
  if (mean)
    defineRounded(lowering, node, *mean, call.in(2));
}

void registerTosa(OnnxLoweringRegistry &registry) {
  registry.add("tosa.Rescale", {rescale});
  registry.add("tosa.AveragePool", {averagePool});
}

} // namespace nacre
