// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is known of values, and what can be done with it before anything is built.
#include "compiler/import/onnx/Lowering.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre::onnx {

const Tensor *Lowering::constant(const std::string &name) const {
  return trace.constants.count(name) ? &trace.values.at(name) : nullptr;
}

const Tensor *Lowering::constant(const Node &node, size_t input) const {
  return has(node, input) ? constant(node.inputs[input]) : nullptr;
}

const Grid *Lowering::grid(const std::string &name) const {
  auto it = grids.find(name);
  return it == grids.end() ? nullptr : &it->second;
}

bool Lowering::has(const Node &node, size_t input) const {
  return input < node.inputs.size() && !node.inputs[input].empty();
}

const Form *Lowering::form(const Node &node, size_t input) const {
  auto it = has(node, input) ? forms.find(node.inputs[input]) : forms.end();
  return it == forms.end() ? nullptr : &it->second;
}

Shape Lowering::shapeOf(const std::string &name) const {
  auto it = trace.values.find(name);
  if (it == trace.values.end() || it->second.shape.empty())
    return {};
  return {it->second.shape.begin() + 1, it->second.shape.end()};
}

Call Lowering::call(const Node &node) const {
  std::vector<const Tensor *> inputs;
  for (const std::string &name : node.inputs) {
    auto it = trace.values.find(name);
    inputs.push_back(it == trace.values.end() ? nullptr : &it->second);
  }
  auto opset = graph.opsets.find(node.domain);
  return Call(node, opset == graph.opsets.end() ? 1 : opset->second, inputs, findings);
}

void Lowering::define(const std::string &name, Form form) { forms.emplace(name, std::move(form)); }
void Lowering::define(const std::string &name, Grid grid) { grids.emplace(name, std::move(grid)); }

std::nullopt_t Lowering::refuse(const std::string &node, std::string_view code,
                                std::string_view reason, std::string_view remedy) const {
  findings.add(code, node, reason, remedy);
  return std::nullopt;
}

std::nullopt_t Lowering::refuse(const Node &node, std::string_view code, std::string_view reason,
                                std::string_view remedy) const {
  return refuse(node.name, code, fmt::format("{}: {}", node.kind(), reason), remedy);
}

void Lowering::note(std::string text) {
  if (std::find(notes.begin(), notes.end(), text) == notes.end())
    notes.push_back(std::move(text));
}

std::optional<Channels> Lowering::perChannel(const Node &node, const Form &form,
                                             const Tensor &tensor) const {
  if (std::optional<Channels> values = form.perChannel(tensor))
    return values;
  return refuse(node, "NCR1216",
                fmt::format("a constant of {} has more than one value a channel of {}",
                            textOf(tensor.shape), textOf(form.shape)),
                "use one value, or one a channel");
}

std::optional<Form> Lowering::affine(const Node &node, const Form &form, const Channels &by,
                                     const Channels &plus) const {
  std::optional<Form> result = form.affine(by, plus);
  if (!result)
    return refuse(node, "NCR1216", "it scales the channels of a clamped or pooled value unevenly",
                  "scale before the pool or the clamp");
  result->node = node.name;
  return result;
}

std::optional<Form> Lowering::clamp(const Node &node, const Form &form, double low,
                                    double high) const {
  Form result = form;
  result.node = node.name;
  if (const Quantizer *quantizer = form.get<Quantizer>(); quantizer && !form.clamped()) {
    // The range of the integers, where the bounds are integers.
    std::optional<double> f = uniform(form.factor), o = uniform(form.offset);
    if (f && o && *f > 0) {
      auto tightened = std::make_shared<Quantizer>(*quantizer);
      double from = std::max(quantizer->low, (low - *o) / *f);
      double to = std::min(quantizer->high, (high - *o) / *f);
      tightened->low = std::nearbyint(from);
      tightened->high = std::nearbyint(to);
      const bool onGrid = std::abs(from - tightened->low) < 1e-5 &&
                          std::abs(to - tightened->high) < 1e-5 && from <= to;
      if (!onGrid)
        return refuse(node, "NCR1212",
                      fmt::format("its bounds {} and {} are no values of the "
                                  "quantizer before it",
                                  low, high),
                      "clamp before quantizing");
      result.base = std::shared_ptr<const Quantizer>(std::move(tightened));
      return result;
    }
  }
  result.low = std::max(form.low, low);
  result.high = std::max(result.low, std::min(form.high, high));
  return result;
}

/// Integers that are quantized once more with the same step, as tools do around each pool and
/// flattening, are the same integers, up to a constant, in a narrower range.
static std::optional<Form> requantized(const Form &form, const Channels &step, double low,
                                       double high) {
  const Quantizer *before = form.get<Quantizer>();
  std::optional<double> f = uniform(form.factor), o = uniform(form.offset), s = uniform(step);
  if (!before || form.clamped() || !f || !o || !s || !(std::abs(*f / *s - 1) < 1e-6))
    return std::nullopt;
  const double shift = std::nearbyint(*o / *s);
  if (std::abs(*o / *s - shift) > 1e-5)
    return std::nullopt;
  auto same = std::make_shared<Quantizer>(*before);
  same->low = std::max(before->low, low - shift);
  same->high = std::min(before->high, high - shift);
  Form result = form;
  result.base = std::shared_ptr<const Quantizer>(std::move(same));
  result.factor = {1};
  result.offset = {shift};
  return result;
}

Form Lowering::quantize(const Node &node, const Form &form, const Channels &step, double low,
                        double high, bool floor) {
  if (std::optional<Form> same = requantized(form, step, low, high)) {
    same->node = node.name;
    return *same;
  }
  Form input = form;
  input.later.clear(); // a maximum and a flattening change places with what keeps order
  Form result;
  result.base = std::make_shared<const Quantizer>(
      Quantizer{node.name, std::make_shared<const Form>(std::move(input)), step, low, high, floor});
  result.node = node.name;
  result.baseShape = form.baseShape;
  result.shape = form.shape;
  result.later = form.later;
  return result;
}

std::optional<Form> Lowering::flatten(const Node &node, const Form &form) {
  Form result = form;
  result.node = node.name;
  result.shape = shapeOf(node.outputs[0]);
  if (result.shape == form.shape)
    return result;
  int64_t size = 1;
  for (int64_t extent : form.shape)
    size *= extent;
  // A vector as a map of 1 x 1 and back is the same to every layer.
  const bool vector = !result.shape.empty() && result.shape[0] == size;
  if (!vector)
    return refuse(node, "NCR1214",
                  fmt::format("it makes {} of {}", textOf(result.shape), textOf(form.shape)),
                  "only flattening to N x (C*H*W) is supported");
  if (form.shape.size() > 1)
    result.later.push_back({node.name, std::nullopt, {size}});
  return result;
}

std::optional<Form> Lowering::maxPool(const Node &node, const Form &form, const Window2 &window) {
  Form result = form;
  result.node = node.name;
  result.shape = shapeOf(node.outputs[0]);
  for (double factor : form.factor)
    if (factor <= 0)
      return refuse(node, "NCR1216", "it takes the maximum of a value with a negative scale",
                    "scale by a positive number");
  if (form.get<Image>())
    return refuse(node, "NCR1214", "it pools the image", "pool after the first activation");
  result.later.push_back({node.name, window, result.shape});
  return result;
}

} // namespace nacre::onnx
