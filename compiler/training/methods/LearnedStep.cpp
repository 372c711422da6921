// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/methods/LearnedStep.h"
#include <ATen/ATen.h>
#include <cmath>
#include <torch/autograd.h>

namespace nacre {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

struct LearnedStepFunction : torch::autograd::Function<LearnedStepFunction> {
  static at::Tensor forward(AutogradContext *context, at::Tensor v, at::Tensor step, double levels,
                            c10::optional<at::Tensor> noise) {
    at::Tensor x = v / step;
    if (noise)
      x += *noise;
    at::Tensor clipped = x.clamp(0, levels);
    at::Tensor integer = (clipped + 0.5).floor_();
    at::Tensor inside = (x > 0).logical_and_(x < levels);
    at::Tensor stepSlope = at::where(inside, integer - clipped, clipped);
    context->save_for_backward({inside, stepSlope, step});
    context->saved_data["levels"] = levels;
    return integer.mul_(step);
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    variable_list saved = context->get_saved_variables();
    const at::Tensor &inside = saved[0], &stepSlope = saved[1], &step = saved[2];
    const at::Tensor &g = gradients[0];
    double elementsPerStep = double(g.numel()) / double(step.numel());
    double scale = 1 / std::sqrt(context->saved_data["levels"].toDouble() * elementsPerStep);
    at::Tensor dStep = at::sum_to(g * stepSlope, step.sizes()) * scale;
    return {g * inside, dStep, {}, {}};
  }
};

struct ScaleGradientFunction : torch::autograd::Function<ScaleGradientFunction> {
  static at::Tensor forward(AutogradContext *context, at::Tensor value, double scale) {
    context->saved_data["scale"] = scale;
    return value.view_as(value);
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    return {gradients[0] * context->saved_data["scale"].toDouble(), {}};
  }
};

} // namespace

at::Tensor learnedStep(const at::Tensor &v, const at::Tensor &step, int64_t levels,
                       const c10::optional<at::Tensor> &noise) {
  return LearnedStepFunction::apply(v, step, double(levels), noise);
}

at::Tensor scaleStepGradient(const at::Tensor &step, int64_t levels, int64_t elements) {
  double elementsPerStep = double(elements) / double(step.numel());
  return ScaleGradientFunction::apply(step, 1 / std::sqrt(double(levels) * elementsPerStep));
}

} // namespace nacre
