// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What distinguishes training methods: how an activation is quantized in training.
#pragma once
#include "compiler/training/TrainingOptions.h"
#include "support/Registry.h"
#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <memory>

namespace nacre {

/// The quantizer of one training run.
class ActQuantizer {
public:
  virtual ~ActQuantizer() = default;

  /// What is learned is step * this.
  virtual double parameterPerStep(int64_t levels) const { return 1; }

  /// The differentiable training-time activation of v. `parameter` broadcasts against v; `random`
  /// is the run's only source of noise.
  virtual at::Tensor quantize(const at::Tensor &v, const at::Tensor &parameter, int64_t levels,
                              const at::Generator &random) const = 0;

  /// For the `noise` attribute of `qann.act`; empty: none.
  virtual std::string noise() const { return ""; }
};

struct TrainingMethod {
  std::string summary; ///< with its options
  Result<std::shared_ptr<ActQuantizer>> (*create)(const MethodOptions &options);
};

using TrainingMethodRegistry = Registry<TrainingMethod>;
void registerAllTrainingMethods(TrainingMethodRegistry &registry);

/// For methods without options.
Status refuseOptions(const MethodOptions &options, const std::string &method);

} // namespace nacre
