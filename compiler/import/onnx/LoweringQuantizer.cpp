// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quantizers to qann.act: a signed one is an unsigned one of a shifted input.
#include "compiler/import/onnx/Lowering.h"
#include <algorithm>
#include <fmt/format.h>

using namespace mlir;

namespace nacre::onnx {

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

} // namespace nacre::onnx
