// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Noise Adaptor, Li and Rajendran, arXiv 2411.17431: LSQ with noise U(-1/2, 1/2) before rounding,
// so that the network tolerates spike counts that are one off.
#include "compiler/training/methods/LearnedStep.h"
#include "compiler/training/methods/TrainingMethod.h"
#include <ATen/ATen.h>

namespace nacre {

namespace {
class NoiseAdaptorQuantizer : public ActQuantizer {
  bool rounds;

public:
  explicit NoiseAdaptorQuantizer(bool rounds) : rounds(rounds) {}

  at::Tensor quantize(const at::Tensor &v, const at::Tensor &step, int64_t levels,
                      const at::Generator &random) const override {
    at::Tensor noise = at::empty(v.sizes(), v.options().requires_grad(false));
    noise.uniform_(-0.5, 0.5, random);
    if (rounds)
      return learnedStep(v, step, levels, noise);
    at::Tensor s = scaleStepGradient(step, levels, v.numel());
    return s * (v / s + noise).clamp(0, levels);
  }

  std::string noise() const override {
    return rounds ? "uniform(-0.5,0.5) before rounding" : "uniform(-0.5,0.5) without rounding";
  }
};
} // namespace

static Result<std::shared_ptr<ActQuantizer>> create(const MethodOptions &options) {
  bool rounds = true;
  for (const auto &[name, value] : options) {
    if (name != "rounding")
      return Error{"unknown option '" + name + "' of the training method 'noise-adaptor'",
                   "known: rounding", ExitCode::Usage};
    if (value != "on" && value != "off")
      return Error{"option rounding of 'noise-adaptor' must be on or off but is '" + value + "'",
                   "", ExitCode::Usage};
    rounds = value == "on";
  }
  return std::shared_ptr<ActQuantizer>(std::make_shared<NoiseAdaptorQuantizer>(rounds));
}

void registerNoiseAdaptor(TrainingMethodRegistry &registry) {
  registry.add("noise-adaptor", {"lsq with noise U(-1/2, 1/2) steps before rounding (arXiv "
                                 "2411.17431); option rounding=on|off",
                                 create});
}

} // namespace nacre
