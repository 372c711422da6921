// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quantization clip-floor-shift, Bu et al., ICLR 2022, arXiv 2303.04347. Lambda starts where the
// first batch suggests, as for the other methods, and not at the authors' 8.
#include "compiler/training/methods/TrainingMethod.h"
#include <ATen/ATen.h>
#include <torch/autograd.h>

namespace nacre {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

/// a = lambda / L * clip(floor(x + 1/2), 0, L) with x = z * L / lambda. The gradient passes where
/// -1/2 < x < L - 1/2; that of lambda is a / lambda - z / lambda there, 1 above and 0 below.
struct ClipFloorShift : torch::autograd::Function<ClipFloorShift> {
  static at::Tensor forward(AutogradContext *context, at::Tensor z, at::Tensor lambda,
                            double levels) {
    at::Tensor x = z * (levels / lambda);
    at::Tensor fraction = (x + 0.5).floor_().clamp_(0, levels).div_(levels);
    at::Tensor inside = (x > -0.5).logical_and_(x < levels - 0.5);
    at::Tensor slope = at::where(inside, fraction - x / levels, fraction);
    context->save_for_backward({inside, slope, lambda});
    return fraction.mul_(lambda);
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    variable_list saved = context->get_saved_variables();
    const at::Tensor &g = gradients[0];
    return {g * saved[0], at::sum_to(g * saved[1], saved[2].sizes()), {}};
  }
};

struct QcfsQuantizer : ActQuantizer {
  double parameterPerStep(int64_t levels) const override { return double(levels); }

  at::Tensor quantize(const at::Tensor &v, const at::Tensor &lambda, int64_t levels,
                      const at::Generator &random) const override {
    return ClipFloorShift::apply(v, lambda, double(levels));
  }
};

} // namespace

static Result<std::shared_ptr<ActQuantizer>> create(const MethodOptions &options) {
  if (Status known = refuseOptions(options, "qcfs"); !known)
    return known.error();
  return std::shared_ptr<ActQuantizer>(std::make_shared<QcfsQuantizer>());
}

void registerQcfs(TrainingMethodRegistry &registry) {
  registry.add("qcfs",
               {"clip-floor-shift with learned threshold lambda (arXiv 2303.04347)", create});
}

} // namespace nacre
