// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Forms to qann operations.
#include "compiler/import/onnx/Lowering.h"
#include "dialects/Weights.h"
#include <algorithm>
#include <fmt/format.h>

using namespace mlir;

namespace nacre::onnx {

constexpr double largestWeight = 127;
constexpr int64_t largestDiagonal = 4096;

static Channels plus(const Channels &a, const Channels &b) {
  return combine(a, b, [](double x, double y) { return x + y; });
}
static Channels times(const Channels &a, const Channels &b) {
  return combine(a, b, [](double x, double y) { return x * y; });
}
static bool allZero(const Channels &values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return x == 0; });
}

static SmallVector<float> floats(const Channels &values) {
  return SmallVector<float>(values.begin(), values.end());
}

/// 2..8: the smallest symmetric range that holds all weights.
static int32_t bitsOf(ArrayRef<int8_t> weights) {
  int largest = 1;
  for (int8_t weight : weights)
    largest = std::max(largest, std::abs(int(weight)));
  int32_t bits = 2;
  while ((1 << (bits - 1)) - 1 < largest)
    ++bits;
  return bits;
}

Location Lowering::locationOf(const std::string &node) {
  return NameLoc::get(builder.getStringAttr(node),
                      FileLineColLoc::get(builder.getStringAttr(file), 0, 0));
}

RankedTensorType Lowering::typeOf(const Shape &shape) {
  SmallVector<int64_t> sizes(shape.begin(), shape.end());
  sizes.insert(sizes.begin(), ShapedType::kDynamic);
  return RankedTensorType::get(sizes, builder.getF32Type());
}

Value Lowering::weighted(const Layer &layer, const Channels &factor, const Channels &offset,
                         const Shape &shape) {
  if (!building())
    return {};
  const int64_t outputs = layer.weightShape[0];
  const int64_t each = int64_t(layer.weights.size()) / outputs;
  std::vector<int8_t> weights = layer.weights;
  Channels scale, bias;
  for (int64_t c = 0; c < outputs; ++c) {
    const double f = at(factor, c), s = at(layer.scale, c) * f;
    for (int64_t i = c * each; s <= 0 && i < (c + 1) * each; ++i)
      weights[size_t(i)] = int8_t(s < 0 ? -weights[size_t(i)] : 0);
    scale.push_back(s == 0 ? 1 : std::abs(s));
    bias.push_back(f * at(layer.bias, c) + at(offset, c));
  }
  if (std::optional<double> one = uniform(scale))
    scale = {*one};
  auto scales = builder.getDenseF32ArrayAttr(floats(scale));
  auto bits = builder.getI32IntegerAttr(bitsOf(weights));
  auto biases = allZero(bias) ? nullptr : builder.getDenseF32ArrayAttr(floats(bias));
  auto attribute =
      makeWeights<int8_t>(layer.weightShape, weights, layer.node, builder.getContext());
  Location loc = locationOf(layer.node);
  if (layer.linear)
    return qann::LinearOp::create(builder, loc, typeOf(shape), layer.input, attribute, scales, bits,
                                  biases);
  const Window2 &w = layer.window;
  return qann::Conv2DOp::create(
      builder, loc, typeOf(shape), layer.input, attribute, scales, bits, biases,
      builder.getDenseI64ArrayAttr(w.strides), builder.getDenseI64ArrayAttr(w.pads),
      builder.getDenseI64ArrayAttr(w.dilations), builder.getI64IntegerAttr(layer.groups));
}

/// scale[c] * value + bias[c] as a layer: 1x1 depthwise on a map, diagonal on a vector.
Value Lowering::identity(const std::string &node, Value value, const Shape &shape,
                         const Channels &scale, const Channels &bias) {
  Layer layer;
  layer.node = node;
  layer.input = value;
  layer.linear = shape.size() == 1;
  const int64_t channels = shape[0];
  layer.scale.assign(size_t(channels), 1);
  layer.bias.assign(size_t(channels), 0);
  if (!layer.linear) {
    layer.weightShape = {channels, 1, 1, 1};
    layer.weights.assign(size_t(channels), 1);
    layer.window.kernel = layer.window.strides = {1, 1};
    layer.groups = channels;
  } else {
    if (channels > largestDiagonal) {
      refuse(node, "NCR1216",
             fmt::format("a vector of {} needs a layer of its own to be scaled", channels),
             "scale the layer before it");
      return {};
    }
    layer.weightShape = {channels, channels};
    layer.weights.assign(size_t(channels * channels), 0);
    for (int64_t c = 0; c < channels; ++c)
      layer.weights[size_t(c * channels + c)] = 1;
  }
  return weighted(layer, scale, bias, shape);
}

Value Lowering::applyLater(const Form &form, Value value) {
  for (const Later &step : form.later) {
    if (!building())
      return {};
    if (step.maxPool)
      value =
          qann::MaxPoolOp::create(builder, locationOf(step.node), typeOf(step.shape), value,
                                  step.maxPool->kernel, step.maxPool->strides, step.maxPool->pads);
    else
      value = qann::FlattenOp::create(builder, locationOf(step.node), typeOf(step.shape), value);
  }
  return value;
}

std::optional<double> Lowering::shiftOfImage(const Quantizer &quantizer) const {
  const Form &form = *quantizer.input;
  std::optional<double> f = uniform(form.factor), o = uniform(form.offset),
                        s = uniform(quantizer.step);
  if (!form.get<Image>() || !f || !o || !s || quantizer.floor)
    return std::nullopt;
  auto integer = [&](int p) {
    double value = std::clamp(*f * p + *o, form.low, form.high);
    return std::clamp(std::nearbyint(value / *s), quantizer.low, quantizer.high);
  };
  for (int p = 1; p < 256; ++p)
    if (integer(p) - p != integer(0))
      return std::nullopt;
  return integer(0);
}

std::optional<Form> Lowering::buildQuantizer(const Quantizer &quantizer) {
  Form input = *quantizer.input;
  double low = quantizer.low, high = quantizer.high;
  if (input.clamped()) { // rounding keeps order: the bounds become integers
    std::optional<double> step = uniform(quantizer.step);
    for (auto [bound, integer, most] :
         {std::tuple(input.low, &low, true), {input.high, &high, false}}) {
      if (std::isinf(bound))
        continue;
      if (!step && bound != 0)
        return refuse(quantizer.node, "NCR1212", "it quantizes a clamped value by channel",
                      "use one scale");
      double rounded = bound == 0 ? 0 : std::floor(bound / *step + (quantizer.floor ? 0 : 0.5));
      *integer = most ? std::max(*integer, rounded) : std::min(*integer, rounded);
    }
    input.low = -INFINITY;
    input.high = INFINITY;
  }
  const double levels = high - low;
  if (!(levels >= 1 && levels <= 255))
    return refuse(quantizer.node, "NCR1212",
                  fmt::format("it has {} levels", levels < 0 ? 0 : levels + 1),
                  "2 to 256 levels (8 bits) are supported");
  for (double step : quantizer.step)
    if (!(step > 0) || !std::isfinite(step))
      return refuse(quantizer.node, "NCR1212", fmt::format("its scale is {}", step),
                    "scales are positive and finite");
  // q in low..high is q' + low with q' in 0..levels: an activation of a shifted input.
  Channels shift = times(quantizer.step, {-low - (quantizer.floor ? 0.5 : 0)});
  std::optional<Value> value = real(input, shift);
  if (!value)
    return std::nullopt;
  Form result = input;
  result.node = quantizer.node;
  result.shape = result.baseShape;
  result.factor = combine(quantizer.step, {1}, [](double step, double) { return 1 / step; });
  result.offset = {low};
  result.base = Built{{}, true};
  if (building())
    result.base = Built{
        qann::ActOp::create(builder, locationOf(quantizer.node), typeOf(result.baseShape), *value,
                            builder.getDenseF32ArrayAttr(floats(quantizer.step)),
                            builder.getI32IntegerAttr(int32_t(levels)),
                            qann::RoundingAttr::get(builder.getContext(), qann::Rounding::HalfUp),
                            /*noise=*/nullptr),
        true};
  return result;
}

std::optional<Form> Lowering::build(const Form &form) {
  Form result = form;
  if (const Quantizer *quantizer = form.get<Quantizer>()) {
    std::optional<Form> integers;
    if (std::optional<double> shift = shiftOfImage(*quantizer)) {
      note(fmt::format("'{}' keeps the image's integers, so it is left out", quantizer->node));
      integers = *quantizer->input;
      integers->factor = {1};
      integers->offset = {*shift};
      integers->low = -INFINITY;
      integers->high = INFINITY;
    } else {
      auto [it, fresh] = built.try_emplace(quantizer);
      if (fresh)
        it->second = buildQuantizer(*quantizer);
      integers = it->second;
    }
    if (!integers)
      return std::nullopt;
    // In one step, so that step * (1 / step) is 1 and not nearly so.
    const bool steps = !integers->get<Image>();
    result = *integers;
    result.node = form.node;
    result.factor = steps ? combine(form.factor, quantizer->step,
                                    [](double f, double step) { return f / step; })
                          : form.factor;
    result.offset = plus(times(form.factor, integers->offset), form.offset);
    result.low = form.low;
    result.high = form.high;
    result.later = form.later;
    result.shape = form.shape;
  }
  if (Built *there = std::get_if<Built>(&result.base)) {
    there->value = applyLater(result, there->value);
    if (!result.later.empty()) {
      const int64_t block = [&] {
        int64_t before = 1, channels = result.baseShape[0];
        for (int64_t extent : result.later.back().shape)
          before *= extent;
        return result.later.back().maxPool ? 1 : before / channels;
      }();
      auto spread = [&](Channels &values) {
        if (values.size() == 1 || block == 1)
          return;
        Channels wide;
        for (double value : values)
          wide.insert(wide.end(), size_t(block), value);
        values = std::move(wide);
      };
      spread(result.factor);
      spread(result.offset);
      result.baseShape = result.later.back().shape;
      result.later.clear();
    }
    return result;
  }
  if (result.get<Image>())
    return result;
  return refuse(form.node, "NCR1210", "its result is not quantized before the next layer",
                "put a quantizer behind it (Quant, or QuantizeLinear and DequantizeLinear)");
}

std::optional<Value> Lowering::real(const Form &given, const Channels &more) {
  Form form = given;
  if (form.get<Quantizer>()) {
    std::optional<Form> integers = build(form);
    if (!integers)
      return std::nullopt;
    form = *integers;
  }
  const Channels offset = plus(form.offset, more);
  if (form.clamped() || !form.later.empty())
    return refuse(form.node, "NCR1210", "its result is not quantized before the next layer",
                  "put a quantizer behind it (Quant, or QuantizeLinear and DequantizeLinear)");
  if (const Layer *layer = form.get<Layer>())
    return weighted(*layer, form.factor, offset, form.baseShape);
  if (const Sum *sum = form.get<Sum>())
    return added(*sum, form.factor, offset);
  if (form.get<Image>()) {
    const double scale = std::abs(form.factor[0]) > 0 ? std::abs(form.factor[0]) : 1;
    return identity(form.node, imageValue(scale, 0), form.baseShape,
                    times(form.factor, {1 / scale}), offset);
  }
  const Built &there = *form.get<Built>();
  if (!there.spikes && form.factor == Channels{1} && allZero(offset))
    return there.value;
  return identity(form.node, there.value, form.baseShape, form.factor, offset);
}

std::optional<Value> Lowering::added(const Sum &sum, const Channels &factor,
                                     const Channels &offset) {
  // Bring all terms to a value each; the constants go to one that has a bias anyway.
  std::vector<Form> terms;
  Channels constant = offset;
  for (const Form &term : sum.terms) {
    Form part = term;
    if (part.get<Quantizer>()) {
      std::optional<Form> integers = build(part);
      if (!integers)
        return std::nullopt;
      part = *integers;
    }
    if (part.clamped() || !part.later.empty())
      return refuse(part.node, "NCR1210", "its result is not quantized before it is added",
                    "put a quantizer behind it (Quant, or QuantizeLinear and DequantizeLinear)");
    constant = plus(constant, times(factor, part.offset));
    part.factor = times(part.factor, factor);
    part.offset = {0};
    terms.push_back(std::move(part));
  }
  auto hasBias = [](const Form &term) { return !term.get<Built>() || term.factor != Channels{1}; };
  auto holder = std::find_if(terms.begin(), terms.end(), hasBias);
  (holder == terms.end() ? terms.front() : *holder).offset = constant;
  Value total;
  for (const Form &term : terms) {
    std::optional<Value> value;
    if (const Built *there = term.get<Built>(); there && term.exact())
      value = there->value;
    else
      value = real(term, {0});
    if (!value)
      return std::nullopt;
    if (building())
      total =
          total ? qann::AddOp::create(builder, locationOf(sum.node), total.getType(), total, *value)
                      .getResult()
                : *value;
  }
  return total;
}

Value Lowering::imageValue(double scale, int32_t zeroPoint) {
  if (!building())
    return {};
  Value &value = inputs[{scale, zeroPoint}];
  if (!value) {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(builder.getInsertionBlock());
    auto shape = cast<RankedTensorType>(image.getType()).getShape();
    value = qann::InputOp::create(
        builder, image.getLoc(), RankedTensorType::get(shape, builder.getF32Type()), image,
        builder.getF32FloatAttr(float(scale)), builder.getI32IntegerAttr(zeroPoint));
  }
  return value;
}

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
