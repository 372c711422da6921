// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/Trainer.h"
#include "compiler/training/BatchSampler.h"
#include "compiler/training/TensorData.h"
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>
#include <cmath>
#include <fmt/format.h>

namespace nacre {

static constexpr double smallestStep = 1e-5;

Trainer::Trainer(TorchGraph &graph, const ActQuantizer &quantizer, const TrainingOptions &options)
    : graph(graph), quantizer(quantizer), options(options) {
  for (const TorchGraph::Act &act : graph.acts()) {
    at::Tensor parameter = act.step * quantizer.parameterPerStep(act.levels);
    actParameters.push_back(parameter.set_requires_grad(true));
  }
  std::vector<at::Tensor> weights, shifts;
  for (const TorchGraph::Parameter &parameter : graph.parameters()) {
    if (parameter.role == TorchGraph::Role::Weight)
      weights.push_back(parameter.value);
    if (parameter.role == TorchGraph::Role::Shift)
      shifts.push_back(parameter.value);
  }
  auto group = [&](const std::vector<at::Tensor> &tensors, double decay) {
    auto settings = std::make_unique<torch::optim::SGDOptions>(options.learningRate);
    settings->momentum(options.momentum).weight_decay(decay);
    return torch::optim::OptimizerParamGroup(tensors, std::move(settings));
  };
  std::vector<torch::optim::OptimizerParamGroup> groups = {
      group(weights, options.weightDecay), group(shifts, 0), group(actParameters, 0)};
  optimizer = std::make_unique<torch::optim::SGD>(
      groups, torch::optim::SGDOptions(options.learningRate).momentum(options.momentum));
}

static at::Tensor pixelsOf(const BatchSampler::Batch &batch, const Dataset &data) {
  return tensorOf(batch.pixels)
      .view({int64_t(batch.labels.size()), data.channels, data.height, data.width});
}

void Trainer::initializeSteps(const Dataset &data, int64_t images) {
  BatchSampler sampler(data, images, options.batchSize, 0, options.seed, 0);
  BatchSampler::Batch batch;
  sampler.next(batch);
  at::NoGradGuard noGradient;
  at::Generator random = at::detail::createCPUGenerator(epochSeed(options.seed, 0, 1));
  TorchGraph::Pass pass;
  pass.training = true;
  pass.activation = [&](size_t index, const at::Tensor &v) {
    int64_t levels = graph.acts()[index].levels;
    double step = 2 * v.abs().mean().item<double>() / std::sqrt(double(levels));
    actParameters[index].fill_(std::max(step, smallestStep) * quantizer.parameterPerStep(levels));
    return quantizer.quantize(v, actParameters[index], levels, random);
  };
  graph.forward(pixelsOf(batch, data), pass);
}

void Trainer::setLearningRate(double progress) {
  double rate = options.learningRate * 0.5 * (1 + std::cos(M_PI * progress));
  for (torch::optim::OptimizerParamGroup &group : optimizer->param_groups())
    static_cast<torch::optim::SGDOptions &>(group.options()).lr(rate);
}

Result<EpochReport> Trainer::runEpoch(const Dataset &data, int64_t images,
                                      const TrainingObserver &observer) {
  int64_t epoch = done + 1;
  BatchSampler sampler(data, images, options.batchSize, options.maxShiftPixels, options.seed,
                       epoch);
  at::Generator random = at::detail::createCPUGenerator(epochSeed(options.seed, epoch, 1));
  TorchGraph::Pass pass;
  pass.training = true;
  pass.roundWeightBits =
      epoch > options.epochs - options.roundedWeightEpochs ? options.weightBits : 0;
  pass.activation = [&](size_t index, const at::Tensor &v) {
    return quantizer.quantize(v, actParameters[index], graph.acts()[index].levels, random);
  };

  double lossSum = 0;
  int64_t right = 0, batchesDone = 0;
  BatchSampler::Batch batch;
  while (sampler.next(batch)) {
    setLearningRate((double(done) + double(batchesDone) / double(sampler.batches())) /
                    double(options.epochs));
    int64_t count = int64_t(batch.labels.size());
    at::Tensor labels = at::tensor(batch.labels, at::kLong);
    at::Tensor scores = graph.forward(pixelsOf(batch, data), pass);
    at::Tensor loss = at::cross_entropy_loss(scores, labels);
    double lossValue = loss.item<double>();
    if (!std::isfinite(lossValue))
      return Error{fmt::format("training diverged in epoch {}: the loss is {}", epoch, lossValue),
                   "lower --learning-rate or --weight-decay"};
    optimizer->zero_grad();
    loss.backward();
    optimizer->step();
    {
      at::NoGradGuard noGradient;
      for (at::Tensor &parameter : actParameters)
        parameter.clamp_min_(smallestStep);
    }
    lossSum += lossValue * double(count);
    right += scores.argmax(1).eq(labels).sum().item<int64_t>();
    ++batchesDone;
    if (observer.batchDone)
      observer.batchDone({epoch, batchesDone, sampler.batches(), lossValue});
  }
  ++done;
  return EpochReport{epoch, lossSum / double(images), double(right) / double(images)};
}

void Trainer::storeSteps() {
  at::NoGradGuard noGradient;
  for (size_t i = 0; i < actParameters.size(); ++i) {
    TorchGraph::Act act = graph.acts()[i];
    act.step.copy_(actParameters[i] / quantizer.parameterPerStep(act.levels));
  }
}

} // namespace nacre
