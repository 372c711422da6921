// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/Evaluate.h"
#include "compiler/training/TensorData.h"
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <algorithm>

namespace nacre {

static constexpr int64_t imagesAtOnce = 250;

/// How many rows have their greatest score at the label; ties to the lowest class.
static int64_t countRight(const at::Tensor &scores, const uint8_t *labels) {
  auto rows = scores.accessor<float, 2>();
  int64_t right = 0;
  for (int64_t i = 0; i < rows.size(0); ++i) {
    const float *row = scores.data_ptr<float>() + i * rows.size(1);
    right += std::max_element(row, row + rows.size(1)) - row == labels[i];
  }
  return right;
}

double quantizedAccuracy(const TorchGraph &graph, const Dataset &data) {
  int64_t right = 0;
  for (int64_t first = 0; first < data.size(); first += imagesAtOnce) {
    int64_t count = std::min(imagesAtOnce, data.size() - first);
    at::Tensor scores = graph.infer(pixelsOf(data, first, count)).contiguous();
    right += countRight(scores, data.labels.data() + first);
  }
  return double(right) / double(data.size());
}

/// Calls `visit(t, scores)` with the scores accumulated after time step t = 1..steps.
template <class Visit>
static void forEachStep(const TorchGraph &graph, const at::Tensor &pixels, int64_t steps,
                        Visit visit) {
  at::NoGradGuard noGradient;
  std::vector<at::Tensor> membranes(graph.acts().size());
  at::Tensor accumulated;
  TorchGraph::Pass pass;
  pass.activation = [&](size_t index, const at::Tensor &current) {
    const TorchGraph::Act &act = graph.acts()[index];
    at::Tensor threshold = act.step * act.levels;
    at::Tensor &v = membranes[index];
    v = v.defined() ? v + current : current + threshold / 2;
    at::Tensor spikes = (v >= threshold).to(at::kFloat).mul_(threshold);
    v -= spikes;
    return spikes;
  };
  for (int64_t t = 1; t <= steps; ++t) {
    at::Tensor scores = graph.forward(pixels, pass);
    accumulated = t == 1 ? scores : accumulated + scores;
    visit(t, accumulated);
  }
}

std::vector<at::Tensor> spikingScores(const TorchGraph &graph, const at::Tensor &pixels,
                                      int64_t steps) {
  std::vector<at::Tensor> scores;
  forEachStep(graph, pixels, steps,
              [&](int64_t, const at::Tensor &accumulated) { scores.push_back(accumulated); });
  return scores;
}

std::vector<double> spikingAccuracy(const TorchGraph &graph, const Dataset &data,
                                    const std::vector<int64_t> &timeSteps) {
  if (timeSteps.empty())
    return {};
  int64_t longest = *std::max_element(timeSteps.begin(), timeSteps.end());
  std::vector<int64_t> right(timeSteps.size());
  for (int64_t first = 0; first < data.size(); first += imagesAtOnce) {
    int64_t count = std::min(imagesAtOnce, data.size() - first);
    auto visit = [&](int64_t t, const at::Tensor &scores) {
      for (size_t i = 0; i < timeSteps.size(); ++i)
        if (timeSteps[i] == t)
          right[i] += countRight(scores.contiguous(), data.labels.data() + first);
    };
    forEachStep(graph, pixelsOf(data, first, count), longest, visit);
  }
  std::vector<double> accuracy;
  for (int64_t count : right)
    accuracy.push_back(double(count) / double(data.size()));
  return accuracy;
}

} // namespace nacre
