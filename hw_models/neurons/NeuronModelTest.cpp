// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Expected values are worked out by hand from docs/semantics: leak, integrate, fire, reset.
#include "hw_models/neurons/NeuronModel.h"
#include <gtest/gtest.h>
#include <limits>

using namespace nacre;

static NeuronModel model(const std::string &name) {
  NeuronModelRegistry registry;
  registerAllNeuronModels(registry);
  return *registry.find(name);
}

/// What is seen of a neuron over some steps.
struct Trace {
  std::vector<int32_t> v, spikes;
  int saturations = 0;
};

static Trace run(const std::string &name, const NeuronOptions &options, int32_t v, int32_t theta,
                 const std::vector<int64_t> &inputs) {
  NeuronModel neuron = model(name);
  EXPECT_EQ(neuron.refuse(options), "");
  Trace trace;
  for (int64_t input : inputs) {
    NeuronStep step = neuron.step(v, input, theta, options);
    trace.v.push_back(v);
    trace.spikes.push_back(step.spikes);
    trace.saturations += step.saturated;
  }
  return trace;
}

using Values = std::vector<int32_t>;

TEST(If, ResetBySubtractionKeepsTheRemainder) {
  Trace t = run("if", {}, 0, 10, {4, 4, 4, 9, 0, -20});
  EXPECT_EQ(t.v, (Values{4, 8, 2, 1, 1, -19}));
  EXPECT_EQ(t.spikes, (Values{0, 0, 1, 1, 0, 0}));
}

TEST(If, ResetToAValueDropsTheRemainder) {
  NeuronOptions options;
  options.reset = Reset::ToValue;
  options.resetValue = -3;
  Trace t = run("if", options, 0, 10, {4, 4, 4, 13, 9});
  EXPECT_EQ(t.v, (Values{4, 8, -3, -3, 6}));
  EXPECT_EQ(t.spikes, (Values{0, 0, 1, 1, 0}));
}

TEST(If, WithoutResetItFiresAsLongAsItIsAbove) {
  NeuronOptions options;
  options.reset = Reset::None;
  options.maxSpikes = 5;
  Trace t = run("if", options, 0, 10, {12, 0, -3, 40});
  EXPECT_EQ(t.v, (Values{12, 12, 9, 49}));
  EXPECT_EQ(t.spikes, (Values{1, 1, 0, 1}));
}

TEST(If, StrictFiresOnlyAboveTheThreshold) {
  NeuronOptions options;
  EXPECT_EQ(run("if", options, 0, 10, {10, 10}).spikes, (Values{1, 1}));
  options.strict = true;
  Trace t = run("if", options, 0, 10, {10, 1, 9});
  EXPECT_EQ(t.spikes, (Values{0, 1, 0}));
  EXPECT_EQ(t.v, (Values{10, 1, 10}));
}

TEST(If, StartsFromV0) {
  EXPECT_EQ(run("if", {}, 5, 10, {5}).spikes, (Values{1}));
  EXPECT_EQ(run("if", {}, -5, 10, {5, 10}).spikes, (Values{0, 1}));
}

TEST(If, FiresUpToMaxSpikesAStep) {
  NeuronOptions options;
  options.maxSpikes = 3;
  Trace t = run("if", options, 0, 10, {25, 60, 0, 0});
  EXPECT_EQ(t.spikes, (Values{2, 3, 3, 0}));
  EXPECT_EQ(t.v, (Values{5, 35, 5, 5}));
  options.strict = true;
  EXPECT_EQ(run("if", options, 0, 10, {20}).spikes, (Values{1})) << "10 > 10 is false";
}

TEST(If, SaturatesAtItsWidthOnceAndSaysSo) {
  NeuronOptions options;
  options.membraneBits = 8; // -128..127
  Trace t = run("if", options, 0, 1000, {127, 1, -254, -2, 300});
  EXPECT_EQ(t.v, (Values{127, 127, -127, -128, 127}));
  EXPECT_EQ(t.saturations, 3);
  // The sum is exact before it is clipped: 127 + 1000 - 1000 arrives as one input of 0.
  EXPECT_EQ(run("if", options, 127, 1000, {0}).saturations, 0);
}

TEST(If, Uses32BitsWithoutOverflow) {
  const int32_t high = std::numeric_limits<int32_t>::max(),
                low = std::numeric_limits<int32_t>::min();
  EXPECT_EQ(run("if", {}, low, high, {-1}).v, (Values{low}));
  Trace t = run("if", {}, high, high, {high});
  EXPECT_EQ(t.v, (Values{0})) << "clipped to 2^31 - 1, which is theta";
  EXPECT_EQ(t.spikes, (Values{1}));
  NeuronOptions strict;
  strict.strict = true;
  EXPECT_EQ(run("if", strict, high, high, {1}).spikes, (Values{0})) << "theta + 1 is out of reach";
}

TEST(If, IsActiveWithInputOrSpikes) {
  EXPECT_FALSE(isActive(0, {0, false}));
  EXPECT_TRUE(isActive(-1, {0, false}));
  EXPECT_TRUE(isActive(0, {1, false}));
}

TEST(Lif, LeaksByAShiftTowardsZeroThenIntegrates) {
  NeuronOptions options;
  options.leakShift = 2; // v - v/4, the quotient rounded towards zero
  // 100 -> 75 -> 75-18 = 57; 57-14 = 43, +7 = 50
  EXPECT_EQ(run("lif", options, 100, 1000, {0, 0, 7}).v, (Values{75, 57, 50}));
  // -7/4 = -1, so -7 -> -6 -> -5 -> -4 -> -3; -3/4 = 0: it stays.
  EXPECT_EQ(run("lif", options, -7, 1000, {0, 0, 0, 0, 0}).v, (Values{-6, -5, -4, -3, -3}));
}

TEST(Lif, LeaksByAMultiplierTowardsZero) {
  NeuronOptions options;
  options.leakMultiplier = 3;
  options.leakScaleBits = 2;                                                // v * 3 / 4
  EXPECT_EQ(run("lif", options, 10, 1000, {0, 0, 0}).v, (Values{7, 5, 3})); // 7.5, 5.25, 3.75
  EXPECT_EQ(run("lif", options, -10, 1000, {0, 0, 0}).v, (Values{-7, -5, -3}));
}

TEST(Lif, FiresAndResetsLikeIf) {
  NeuronOptions options;
  options.leakShift = 1;
  options.reset = Reset::ToValue;
  // 8 -> 4+8 = 12 fires; 0+8; 4+6 = 10 fires
  Trace t = run("lif", options, 0, 10, {8, 8, 8, 6});
  EXPECT_EQ(t.v, (Values{8, 0, 8, 0}));
  EXPECT_EQ(t.spikes, (Values{0, 1, 0, 1}));
}

TEST(NeuronModel, RefusesOptionsThatAreNotItsOwn) {
  NeuronOptions options;
  EXPECT_NE(model("lif").refuse(options), "");
  options.leakShift = 3;
  EXPECT_NE(model("if").refuse(options), "");
  EXPECT_EQ(model("lif").refuse(options), "");
  options.leakShift = 31;
  EXPECT_NE(model("lif").refuse(options), "");
  options.leakShift = 3;
  options.leakMultiplier = 1;
  options.leakScaleBits = 1;
  EXPECT_NE(model("lif").refuse(options), "") << "both leaks";
  options.leakShift = 0;
  EXPECT_EQ(model("lif").refuse(options), "");
  options.leakMultiplier = 3;
  EXPECT_NE(model("lif").refuse(options), "") << "3/2 would grow";
}

// With theta = s*p, v0 = floor(theta/2) and T = p steps of constant input z, the spike count is
// the quantized activation: clip(floor(z/s + 1/2), 0, p).
TEST(If, CountsTheQuantizedActivationExactly) {
  for (int32_t p : {1, 3, 7, 15})
    for (int32_t s = 1; s <= 40; ++s)
      for (int32_t z = -3 * s; z <= (p + 3) * s; ++z) {
        std::vector<int64_t> inputs(size_t(p), z);
        int32_t count = 0;
        for (int32_t spikes : run("if", {}, s * p / 2, s * p, inputs).spikes)
          count += spikes;
        int32_t twice = 2 * z + s; // floor((2z + s) / 2s)
        int32_t rounded = twice < 0 ? -1 : twice / (2 * s);
        ASSERT_EQ(count, std::clamp(rounded, 0, p)) << "z " << z << ", s " << s << ", p " << p;
      }
}
