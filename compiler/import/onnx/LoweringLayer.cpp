// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Layers, mean pools and the output over what is built.
#include "compiler/import/onnx/Lowering.h"
#include <algorithm>
#include <fmt/format.h>

using namespace mlir;

namespace nacre::onnx {

constexpr double largestWeight = 127;

std::optional<Form> Lowering::readyForLayer(const Node &node, const Form &given) {
  std::optional<Form> form = build(given);
  if (!form)
    return std::nullopt;
  if (form->clamped())
    return refuse(form->node, "NCR1210", "its result is not quantized before the next layer",
                  "put a quantizer behind it (Quant, or QuantizeLinear and DequantizeLinear)");
  if (!form->get<Image>())
    return form;
  std::optional<double> f = uniform(form->factor);
  if (!f || !(*f > 0))
    return refuse(node, "NCR1214", "the image's channels have different scales",
                  "use one scale for all channels, or quantize the image after it is scaled");
  double zero = std::nearbyint(-form->offset[0] / *f);
  const bool exact = uniform(form->offset) && zero >= 0 && zero <= 255 &&
                     std::abs(-form->offset[0] / *f - zero) < 1e-5;
  Form ready = *form;
  ready.base = Built{applyLater(*form, imageValue(*f, exact ? int32_t(zero) : 0)), false};
  ready.factor = {1};
  if (exact)
    ready.offset = {0};
  if (!form->later.empty()) {
    if (ready.offset.size() > 1) {
      Channels wide;
      for (double value : ready.offset)
        wide.insert(wide.end(), size_t(form->later.back().shape[0] / form->baseShape[0]), value);
      ready.offset = wide;
    }
    ready.baseShape = form->later.back().shape;
    ready.later.clear();
  }
  return ready;
}

std::optional<Form> Lowering::layer(const Node &node, const Form &given, const Grid &weights,
                                    bool linear, const Window2 &window, int64_t groups) {
  std::optional<Form> form = readyForLayer(node, given);
  if (!form)
    return std::nullopt;
  const int64_t outputs = weights.integers.shape[0];
  const int64_t each = outputs ? weights.integers.size() / outputs : 0;
  auto made = std::make_shared<Layer>();
  made->node = node.name;
  made->linear = linear;
  made->input = form->get<Built>()->value;
  made->weightShape = weights.integers.shape;
  made->window = window;
  made->groups = groups;
  const bool depthwise = !linear && groups == form->channels() && weights.integers.shape[1] == 1;
  const bool padded =
      std::any_of(window.pads.begin(), window.pads.end(), [](int64_t p) { return p; });
  const std::optional<double> factor = uniform(form->factor);
  if (!factor && !depthwise)
    return refuse(node, "NCR1216", "its inputs have a scale for each channel",
                  "use one scale for all channels of an activation");
  if (padded && !allZero(form->offset) && given.get<Image>())
    return refuse(node, "NCR1213", "its zero padding meets an image whose zero is no pixel",
                  "choose a whole number for --pixel-zero (from the mean), or pad = 0");
  if (padded && !allZero(form->offset))
    return refuse(node, "NCR1213",
                  "its zero padding meets a signed activation, whose zero is not the lowest level",
                  "use unsigned activations before a padded convolution, or pad = 0");
  if (each == 0)
    return refuse(node, "NCR1207", "it has no weights",
                  "the file contradicts itself; export it again");
  const int64_t inputsEach = linear ? each : weights.integers.shape[1];
  const int64_t kernel = each / inputsEach;
  for (int64_t o = 0; o < outputs; ++o) {
    double scale = weights.scales.reals[size_t(o * each)], constant = 0;
    for (int64_t i = 0; i < each; ++i) {
      const double w = weights.integers.reals[size_t(o * each + i)];
      if (std::abs(w) > largestWeight || w != std::nearbyint(w))
        return refuse(node, "NCR1211", fmt::format("a weight is {} steps of its scale", w),
                      "weights are integers in -127..127 (8 bits, narrow range)");
      if (weights.scales.reals[size_t(o * each + i)] != scale)
        return refuse(node, "NCR1216", "the weights of an output channel have several scales",
                      "use one scale for all weights, or one for each output channel");
      made->weights.push_back(int8_t(w));
      const int64_t channel = linear ? i : o / (outputs / groups) * inputsEach + i / kernel;
      constant += w * at(form->offset, channel);
    }
    made->scale.push_back(scale * at(form->factor, depthwise ? o / (outputs / groups) : 0));
    made->bias.push_back(scale * constant);
  }
  Form result;
  result.node = node.name;
  result.shape = result.baseShape = shapeOf(node.outputs[0]);
  result.base = std::shared_ptr<const Layer>(std::move(made));
  return result;
}

std::optional<Form> Lowering::averagePool(const Node &node, const Form &given,
                                          const Window2 &window) {
  std::optional<Form> form = build(given);
  if (!form)
    return std::nullopt;
  if (form->clamped() || !form->get<Built>())
    return refuse(node, "NCR1210", "it takes the mean of what is not quantized",
                  "put a quantizer before it (Quant, or QuantizeLinear and DequantizeLinear)");
  Form result = *form;
  result.node = node.name;
  Shape shape = shapeOf(node.outputs[0]);
  const Shape map = {form->baseShape[0], shape.size() == 3 ? shape[1] : 1,
                     shape.size() == 3 ? shape[2] : 1};
  result.baseShape = result.shape = map;
  result.base = Built{{}, false};
  if (building())
    result.base =
        Built{qann::AvgPoolOp::create(builder, locationOf(node.name), typeOf(map),
                                      form->get<Built>()->value, window.kernel, window.strides),
              false};
  if (shape.size() == 1)
    result.later.push_back({node.name, std::nullopt, shape});
  result.shape = shape;
  return result;
}

Value Lowering::output(const Form &given) {
  Form form = given;
  auto fail = [&](std::string_view reason, std::string_view remedy) {
    refuse(form.node, "NCR1215", reason, remedy);
    return Value();
  };
  if (const Quantizer *quantizer = form.get<Quantizer>()) {
    note(fmt::format("'{}' quantizes the scores; their order needs it not, so it is left out",
                     quantizer->node));
    std::optional<Form> scores = quantizer->input->affine(
        combine(form.factor, quantizer->step, [](double f, double s) { return f / s; }),
        form.offset);
    if (!scores)
      return fail("it scales the scores unevenly", "scale all scores alike");
    scores->later = form.later;
    form = *scores;
    form.node = given.node;
  }
  if (form.clamped())
    return fail("the scores are clamped", "leave out the activation behind the last layer");
  for (const Later &step : form.later)
    if (step.maxPool)
      return fail("the scores are a maximum", "end with a layer that has weights");
  Form scores = form;
  if (const Layer *layer = form.get<Layer>(); layer && !layer->linear) {
    // A convolution over all of its input is a linear layer of the flattened input.
    auto in = layer->input ? cast<RankedTensorType>(layer->input.getType()).getShape()
                           : ArrayRef<int64_t>();
    const bool whole =
        form.baseShape.size() == 3 && form.baseShape[1] == 1 && form.baseShape[2] == 1;
    const bool noPads = std::all_of(layer->window.pads.begin(), layer->window.pads.end(),
                                    [](int64_t p) { return p == 0; });
    if (building() && whole && noPads && layer->groups == 1 && in.size() == 4 &&
        in[2] == layer->weightShape[2] && in[3] == layer->weightShape[3]) {
      auto linear = std::make_shared<Layer>(*layer);
      const int64_t features = in[1] * in[2] * in[3];
      linear->linear = true;
      linear->weightShape = {layer->weightShape[0], features};
      linear->input = qann::FlattenOp::create(builder, locationOf(layer->node), typeOf({features}),
                                              layer->input);
      scores.base = std::shared_ptr<const Layer>(std::move(linear));
      scores.baseShape = {form.baseShape[0]};
      scores.later.clear();
    }
  }
  if (form.get<Built>()) {
    std::optional<Form> flat = build(form);
    if (!flat)
      return {};
    scores = *flat;
  }
  if (!building())
    return {};
  if (scores.baseShape.size() != 1 || !scores.later.empty() || scores.baseShape[0] < 2)
    return fail(
        fmt::format("the network ends with {}, not with a vector of scores", textOf(scores.shape)),
        "end it with a linear layer (Gemm or MatMul) of two classes or more");
  if (scores.get<Built>())
    return identity(form.node, scores.get<Built>()->value, scores.baseShape, scores.factor,
                    scores.offset);
  std::optional<Value> value = real(scores, {0});
  return value ? *value : Value();
}

} // namespace nacre::onnx
