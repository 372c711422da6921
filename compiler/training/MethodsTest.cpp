// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/methods/TrainingMethod.h"
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <cmath>
#include <gmock/gmock.h>

using testing::HasSubstr;

namespace nacre {

static Result<std::shared_ptr<ActQuantizer>> make(const std::string &method,
                                                  const MethodOptions &options = {}) {
  TrainingMethodRegistry registry;
  registerAllTrainingMethods(registry);
  return registry.find(method)->create(options);
}

static at::Generator generator() { return at::detail::createCPUGenerator(7); }

static at::Tensor tensor(std::vector<double> values) { return at::tensor(values, at::kDouble); }

static void expectNear(const at::Tensor &actual, std::vector<double> expected) {
  EXPECT_TRUE(at::allclose(actual.flatten(), tensor(expected), 1e-9, 1e-9)) << actual;
}

TEST(NoiseAdaptor, RoundsWithoutBias) {
  // 1.3 steps become 1 or 2, on average 1.3; the deviation of the mean is 0.46 / sqrt(10^5).
  auto method = *make("noise-adaptor");
  at::Tensor y = method->quantize(at::full({100000}, 2.6), at::full({1}, 2.0), 3, generator());
  EXPECT_NEAR(y.mean().item<double>(), 2.6, 0.02);
  EXPECT_TRUE((y.eq(2).logical_or(y.eq(4))).all().item<bool>());
}

TEST(NoiseAdaptor, SameGeneratorSameNoise) {
  auto method = *make("noise-adaptor");
  at::Tensor v = at::full({100}, 0.5), step = at::ones({1});
  at::Tensor once = method->quantize(v, step, 3, generator());
  EXPECT_TRUE(at::equal(once, method->quantize(v, step, 3, generator())));
  EXPECT_EQ(once.min().item<float>(), 0);
  EXPECT_EQ(once.max().item<float>(), 1);
}

TEST(NoiseAdaptor, WithoutRoundingIsSmooth) {
  auto method = *make("noise-adaptor", {{"rounding", "off"}});
  at::Tensor v = tensor({-3, 0.7, 1.1, 1.9, 9}).set_requires_grad(true);
  at::Tensor step = tensor({0.8}).set_requires_grad(true), weight = tensor({1, 2, 3, 4, 5});
  auto loss = [&](const at::Tensor &v, const at::Tensor &step) {
    return (method->quantize(v, step, 3, generator()) * weight).sum();
  };
  loss(v, step).backward();
  double h = 1e-6;
  auto slope = [&](const at::Tensor &dv, const at::Tensor &dStep) {
    at::Tensor up = loss(v.detach() + dv, step.detach() + dStep);
    at::Tensor down = loss(v.detach() - dv, step.detach() - dStep);
    return (up - down).item<double>() / (2 * h);
  };
  at::Tensor none = tensor({0});
  EXPECT_NEAR(step.grad().item<double>(), slope(none, tensor({h})) / std::sqrt(3.0 * 5), 1e-6);
  for (int64_t i = 0; i < 5; ++i) {
    at::Tensor dv = at::zeros({5}, at::kDouble);
    dv[i] = h;
    EXPECT_NEAR(v.grad()[i].item<double>(), slope(dv, none), 1e-6) << i;
  }
}

TEST(NoiseAdaptor, SaysWhatItInjected) {
  EXPECT_EQ((*make("noise-adaptor"))->noise(), "uniform(-0.5,0.5) before rounding");
  EXPECT_EQ((*make("lsq"))->noise(), "");
}

TEST(NoiseAdaptor, RefusesUnknownOptions) {
  auto unknown = make("noise-adaptor", {{"sigma", "1"}});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("'sigma'"));
  EXPECT_EQ(unknown.error().exitCode, ExitCode::Usage);
  EXPECT_THAT(make("noise-adaptor", {{"rounding", "maybe"}}).error().message, HasSubstr("'maybe'"));
}

TEST(Lsq, HasNoNoiseAndNoOptions) {
  at::Tensor y = (*make("lsq"))->quantize(at::full({100}, 1.3), at::ones({1}), 3, generator());
  EXPECT_TRUE(y.eq(1).all().item<bool>());
  EXPECT_FALSE(make("lsq", {{"rounding", "on"}}));
}

TEST(Qcfs, GradientByHand) {
  // z * L / lambda = -0.6, 0.6, 2.2, 3.8, 10
  at::Tensor z = tensor({-0.3, 0.3, 1.1, 1.9, 5}).set_requires_grad(true);
  at::Tensor lambda = tensor({2}).set_requires_grad(true);
  at::Tensor a = (*make("qcfs"))->quantize(z, lambda, 4, generator());
  expectNear(a, {0, 0.5, 1, 2, 2});
  (a * tensor({1, 2, 3, 4, 5})).sum().backward();
  expectNear(z.grad(), {0, 2, 3, 0, 0}); // -lambda/(2L) < z < lambda - lambda/(2L)
  expectNear(lambda.grad(), {2 * (0.25 - 0.15) + 3 * (0.5 - 0.55) + 4 + 5});
}

TEST(Qcfs, GradientPassesBelowZero) {
  at::Tensor z = tensor({-0.2, -0.3}).set_requires_grad(true);
  (*make("qcfs"))->quantize(z, tensor({2}), 4, generator()).sum().backward();
  expectNear(z.grad(), {1, 0});
}

TEST(Qcfs, LearnsTheThreshold) { EXPECT_EQ((*make("qcfs"))->parameterPerStep(4), 4); }

TEST(Qcfs, HasNoOptions) { EXPECT_FALSE(make("qcfs", {{"levels", "4"}})); }

} // namespace nacre
