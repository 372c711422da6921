// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stochastic gradient descent over the parameters of a TorchGraph.
#pragma once
#include "compiler/training/TorchGraph.h"
#include "compiler/training/Training.h"
#include "compiler/training/methods/TrainingMethod.h"
#include <memory>
#include <torch/optim/sgd.h>

namespace nacre {

/// The state between epochs is the parameters, the optimizer's momenta and the number of epochs
/// done; random numbers follow from the seed and the epoch.
class Trainer {
  TorchGraph &graph;
  const ActQuantizer &quantizer;
  const TrainingOptions &options;
  std::vector<at::Tensor> actParameters;
  std::unique_ptr<torch::optim::SGD> optimizer;
  int64_t done = 0;

public:
  Trainer(TorchGraph &graph, const ActQuantizer &quantizer, const TrainingOptions &options);

  /// Sets each step to 2 E|v| / sqrt(levels), v its input for the first batch (Esser et al. 2020).
  void initializeSteps(const Dataset &data, int64_t images);

  int64_t epochsDone() const { return done; }

  /// Trains on the first `images`. Refuses a loss that is no longer a number.
  Result<EpochReport> runEpoch(const Dataset &data, int64_t images,
                               const TrainingObserver &observer);

  /// The learned steps into the graph.
  void storeSteps();

  /// `run` names what must be the same for the state to be of use.
  Status save(const std::string &path, const std::string &run) const;
  Status load(const std::string &path, const std::string &run);

private:
  std::vector<at::Tensor> state() const;
  void setLearningRate(double progress);
};

} // namespace nacre
