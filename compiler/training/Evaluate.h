// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Accuracy of a network in floating point: a preview of what the interpreters compute in integers.
#pragma once
#include "compiler/training/TorchGraph.h"
#include "support/Dataset.h"

namespace nacre {

/// Share of images classified right, as a quantized network.
double quantizedAccuracy(const TorchGraph &graph, const Dataset &data);

/// The same as a spiking network, after each number of time steps (ascending order not needed).
/// Every act is an integrate-and-fire neuron with threshold step * levels, starting at half of it,
/// reset by subtraction; the image is a constant current; the scores accumulate.
std::vector<double> spikingAccuracy(const TorchGraph &graph, const Dataset &data,
                                    const std::vector<int64_t> &timeSteps);

/// The scores accumulated after each of `steps` time steps.
std::vector<at::Tensor> spikingScores(const TorchGraph &graph, const at::Tensor &pixels,
                                      int64_t steps);

} // namespace nacre
