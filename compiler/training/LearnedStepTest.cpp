// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/methods/LearnedStep.h"
#include <ATen/ATen.h>
#include <cmath>
#include <gtest/gtest.h>

namespace nacre {

static at::Tensor tensor(std::vector<double> values) { return at::tensor(values, at::kDouble); }

static at::Tensor leaf(std::vector<double> values) {
  return tensor(std::move(values)).set_requires_grad(true);
}

static void expectNear(const at::Tensor &actual, std::vector<double> expected) {
  EXPECT_TRUE(at::allclose(actual.flatten(), tensor(expected), 1e-9, 1e-9)) << actual;
}

// v / step = -1, 1.2, 2.8, 7.8: below, inside, inside, above 0..3.
struct LearnedStepTest : testing::Test {
  at::Tensor v = leaf({-0.5, 0.6, 1.4, 3.9}), step = leaf({0.5});
  at::Tensor gradient = tensor({1, 2, 3, 4});
};

TEST_F(LearnedStepTest, RoundsAndClips) {
  expectNear(learnedStep(v, step, 3, c10::nullopt), {0, 0.5, 1.5, 1.5});
}

TEST_F(LearnedStepTest, RoundsHalvesUp) {
  expectNear(learnedStep(leaf({0.25, 0.75, 1.25, -0.25}), step, 3, c10::nullopt), {0.5, 1, 1.5, 0});
}

TEST_F(LearnedStepTest, GradientByHand) {
  (learnedStep(v, step, 3, c10::nullopt) * gradient).sum().backward();
  expectNear(v.grad(), {0, 2, 3, 0});
  // 2 * (1 - 1.2) + 3 * (3 - 2.8) + 4 * 3, over sqrt(3 levels * 4 elements)
  expectNear(step.grad(), {(-0.4 + 0.6 + 12) / std::sqrt(12.0)});
}

TEST_F(LearnedStepTest, NoiseShiftsWhatIsRounded) {
  at::Tensor y = learnedStep(v, step, 3, tensor({0.2, 0.4, -0.4, 0}));
  expectNear(y, {0, 1, 1, 1.5}); // of -0.8, 1.6, 2.4, 7.8
  (y * gradient).sum().backward();
  expectNear(v.grad(), {0, 2, 3, 0});
  expectNear(step.grad(), {(2 * 0.4 - 3 * 0.4 + 4 * 3) / std::sqrt(12.0)});
}

TEST_F(LearnedStepTest, NoiseMovesAValueAcrossTheClippingBounds) {
  at::Tensor x = leaf({0.1, -0.1, 1.6, 1.4}); // 0.2, -0.2, 3.2, 2.8 steps
  learnedStep(x, step, 3, tensor({-0.4, 0.4, -0.4, 0.4})).sum().backward();
  expectNear(x.grad(), {0, 1, 1, 0});
}

TEST_F(LearnedStepTest, OneStepAChannel) {
  at::Tensor steps = tensor({0.5, 1}).view({1, 2}).set_requires_grad(true);
  at::Tensor x = tensor({0.6, 0.6, 9, 9}).view({2, 2}).set_requires_grad(true);
  at::Tensor y = learnedStep(x, steps, 3, c10::nullopt);
  expectNear(y, {0.5, 1, 1.5, 3});
  y.sum().backward();
  double scale = 1 / std::sqrt(3.0 * 2); // two elements share a step
  expectNear(steps.grad(), {scale * (1 - 1.2 + 3), scale * (1 - 0.6 + 3)});
}

TEST_F(LearnedStepTest, FiniteDifferencesWhereSmooth) {
  // Clipped values are levels * step or 0: smooth in both.
  at::Tensor x = leaf({5, 6, -1, -2});
  learnedStep(x, step, 3, c10::nullopt).sum().backward();
  double h = 1e-3;
  auto sumAt = [&](double s) {
    return learnedStep(x.detach(), tensor({s}), 3, c10::nullopt).sum().item<double>();
  };
  double slope = (sumAt(0.5 + h) - sumAt(0.5 - h)) / (2 * h);
  EXPECT_NEAR(step.grad().item<double>(), slope / std::sqrt(3.0 * 4), 1e-9);
  expectNear(x.grad(), {0, 0, 0, 0});
}

TEST_F(LearnedStepTest, GradientScaleLeavesTheValue) {
  at::Tensor scaled = scaleStepGradient(step, 3, 12);
  expectNear(scaled, {0.5});
  (scaled * 5).sum().backward();
  expectNear(step.grad(), {5.0 / 6});
}

} // namespace nacre
