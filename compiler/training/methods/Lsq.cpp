// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/methods/LearnedStep.h"
#include "compiler/training/methods/TrainingMethod.h"

namespace nacre {

namespace {
struct LsqQuantizer : ActQuantizer {
  at::Tensor quantize(const at::Tensor &v, const at::Tensor &step, int64_t levels,
                      const at::Generator &random) const override {
    return learnedStep(v, step, levels, c10::nullopt);
  }
};
} // namespace

static Result<std::shared_ptr<ActQuantizer>> create(const MethodOptions &options) {
  if (Status known = refuseOptions(options, "lsq"); !known)
    return known.error();
  return std::shared_ptr<ActQuantizer>(std::make_shared<LsqQuantizer>());
}

void registerLsq(TrainingMethodRegistry &registry) {
  registry.add("lsq", {"learned step per activation (arXiv 1902.08153)", create});
}

} // namespace nacre
