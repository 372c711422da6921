// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Expected values are worked out by hand from docs/semantics: leak, integrate, fire, reset.
#include "hw_models/neurons/NeuronModel.h"
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace nacre;

static NeuronModel model(const std::string &name) {
  NeuronModelRegistry registry;
  registerAllNeuronModels(registry);
  return *registry.find(name);
}

/// What is seen of a neuron over some steps.
struct Trace {
  std::vector<int32_t> v, current, spikes;
  int saturations = 0;
};

static Trace run(const std::string &name, const NeuronOptions &options, int32_t v, int32_t theta,
                 const std::vector<NeuronInput> &inputs) {
  NeuronModel neuron = model(name);
  EXPECT_EQ(neuron.refuse(options), "");
  Trace trace;
  NeuronState state{v};
  for (NeuronInput input : inputs) {
    NeuronStep step = neuron.step(state, input, theta, options);
    trace.v.push_back(state.v);
    trace.current.push_back(state.current);
    trace.spikes.push_back(step.spikes);
    trace.saturations += step.saturated;
  }
  return trace;
}

static Trace run(const std::string &name, const NeuronOptions &options, int32_t v, int32_t theta,
                 const std::vector<int64_t> &synapses) {
  std::vector<NeuronInput> inputs;
  for (int64_t sum : synapses)
    inputs.push_back({sum, 0});
  return run(name, options, v, theta, inputs);
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

TEST(If, ShiftsItsInputIntoTheMembrane) {
  NeuronOptions options;
  options.inputShift = 6;
  // 1 is 64 units, as Loihi's weights and biases are; theta stays in units: 130 needs three.
  Trace t = run("if", options, 3, 130, {1, 0, 1, -1, 0});
  EXPECT_EQ(t.v, (Values{67, 67, 1, -63, -63})); // 67 + 64 = 131 fires
  EXPECT_EQ(t.spikes, (Values{0, 0, 1, 0, 0}));
  options.reset = Reset::ToValue;
  options.resetValue = 5;                                          // in units, too
  EXPECT_EQ(run("if", options, 0, 130, {3, 2}).v, (Values{5, 5})); // 192; 5 + 128 = 133
}

TEST(If, AShiftedInputSaturatesOnceInTheMembrane) {
  NeuronOptions options;
  options.inputShift = 4;
  options.membraneBits = 8; // -128..127: 8 * 16 = 128, -8 * 16 = -128
  Trace t = run("if", options, 0, 1000, {8, -17, 7, 0});
  EXPECT_EQ(t.v, (Values{127, -128, -16, -16}));
  EXPECT_EQ(t.saturations, 2);
  options.inputShift = 30;
  options.membraneBits = 32;
  const int64_t farthest = int64_t(1) << 32; // of synapses and bias together
  EXPECT_EQ(run("if", options, -1, 5, {-farthest}).v,
            (Values{std::numeric_limits<int32_t>::min()}));
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

TEST(Lif, LeaksTheFractionOfAShiftedMembrane) {
  NeuronOptions options;
  options.leakMultiplier = 3840, options.leakScaleBits = 12; // 15/16 a step: Loihi's dv = 256
  // In whole units nothing can decay: 1 * 15/16 is 0. With six bits of fraction 64 becomes 60, 56
  // (56.25), 52 (52.5), 48 (48.75), 45.
  EXPECT_EQ(run("lif", options, 0, 1000, {1, 0}).v, (Values{1, 0}));
  options.inputShift = 6;
  EXPECT_EQ(run("lif", options, 0, 1000, {1, 0, 0, 0, 0, 0}).v, (Values{64, 60, 56, 52, 48, 45}));
  // 1000 is passed in the 16th unit of this step only: 45 * 15/16 = 42, + 15 * 64 = 1002.
  Trace t = run("lif", options, 45, 1000, {15});
  EXPECT_EQ(t.spikes, (Values{1}));
  EXPECT_EQ(t.v, (Values{2}));
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

TEST(Lif, DividesLikeCppByPowersOfTwo) {
  for (int32_t shift : {1, 2, 3, 30})
    for (int64_t v : {-9, -8, -7, -1, 0, 1, 7, 8, 9}) {
      EXPECT_EQ(divideByPowerOfTwo(v, shift), v / (int64_t(1) << shift)) << v << " " << shift;
      int64_t far = v << 58;
      EXPECT_EQ(divideByPowerOfTwo(far, shift), far / (int64_t(1) << shift)) << far << " " << shift;
    }
}

/// Membrane 31/32 and current 3/4 a step, six bits of fraction, fires above theta, reset to 0.
static NeuronOptions loihiLike() {
  NeuronOptions options;
  options.reset = Reset::ToValue;
  options.strict = true;
  options.leakMultiplier = 3968, options.leakScaleBits = 12;
  options.currentLeakMultiplier = 3072, options.currentLeakScaleBits = 12;
  options.inputShift = 6;
  return options;
}

TEST(Cuba, ASpikeChargesACurrentThatFlowsIntoTheMembrane) {
  // i: 64, 48, 36, 27, 20.25, 15; v * 31/32 + i: 64; 62 + 48; 106.6 + 36; 137.6 + 27; 158.9 + 20;
  // 172.4 + 15; each quotient towards zero.
  Trace t = run("cuba", loihiLike(), 0, 1000, {1, 0, 0, 0, 0, 0});
  EXPECT_EQ(t.current, (Values{64, 48, 36, 27, 20, 15}));
  EXPECT_EQ(t.v, (Values{64, 110, 142, 164, 178, 187}));
  Trace negative = run("cuba", loihiLike(), 0, 1000, {-1, 0, 0, 0, 0, 0});
  EXPECT_EQ(negative.current, (Values{-64, -48, -36, -27, -20, -15}));
  EXPECT_EQ(negative.v, (Values{-64, -110, -142, -164, -178, -187}));
}

TEST(Cuba, AResetLeavesTheCurrent) {
  // 110 fires; then 0 + 36; 34 + 27; 59 + 20; 76 + 15; 88 + 11; 95 + 8 fires.
  Trace t = run("cuba", loihiLike(), 0, 100, {1, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(t.v, (Values{64, 0, 36, 61, 79, 91, 99, 0}));
  EXPECT_EQ(t.spikes, (Values{0, 1, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(run("cuba", loihiLike(), 0, 64, {1}).spikes, (Values{0})) << "64 > 64 is false";
}

TEST(Cuba, TheBiasGoesIntoTheMembrane) {
  // 128; 124 + 128; 244.1 + 128
  Trace t = run("cuba", loihiLike(), 0, 1000, std::vector<NeuronInput>{{0, 2}, {0, 2}, {0, 2}});
  EXPECT_EQ(t.current, (Values{0, 0, 0}));
  EXPECT_EQ(t.v, (Values{128, 252, 372}));
}

TEST(Cuba, CurrentAndMembraneSaturateEachAtItsWidth) {
  NeuronOptions options;
  options.leakMultiplier = options.currentLeakMultiplier = 2; // keeps all
  options.leakScaleBits = options.currentLeakScaleBits = 1;
  options.currentBits = 8; // -128..127
  options.membraneBits = 16;
  Trace t = run("cuba", options, 0, 1000, {100, 100, -300, 0});
  EXPECT_EQ(t.current, (Values{100, 127, -128, -128}));
  EXPECT_EQ(t.v, (Values{100, 227, 99, -29}));
  EXPECT_EQ(t.saturations, 2);
  options.membraneBits = 8;
  t = run("cuba", options, 0, 1000, {200, -200});
  EXPECT_EQ(t.v, (Values{127, 54})); // the current is 127, then -73
  EXPECT_EQ(t.saturations, 1);
  options.currentBits = 9;
  EXPECT_EQ(run("cuba", options, 0, 1000, {300}).saturations, 1) << "both, in one step";
}

TEST(Cuba, WithoutMemoryOfTheCurrentItIsLif) {
  NeuronOptions lif = loihiLike();
  lif.currentLeakMultiplier = lif.currentLeakScaleBits = 0;
  NeuronOptions cuba = loihiLike();
  cuba.currentLeakMultiplier = 0;
  std::mt19937 random(3);
  std::vector<NeuronInput> inputs;
  for (int i = 0; i < 500; ++i)
    inputs.push_back({int64_t(random() % 21) - 8, int64_t(random() % 3) - 1});
  Trace one = run("lif", lif, 7, 1500, inputs), other = run("cuba", cuba, 7, 1500, inputs);
  EXPECT_EQ(one.v, other.v);
  EXPECT_EQ(one.spikes, other.spikes);
  EXPECT_GT(std::count(one.spikes.begin(), one.spikes.end(), 1), 10);
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
  for (int32_t shift : {-1, 31}) {
    NeuronOptions shifted;
    shifted.inputShift = shift;
    EXPECT_NE(model("if").refuse(shifted), "");
    shifted.leakShift = 3;
    EXPECT_NE(model("lif").refuse(shifted), "");
    shifted = loihiLike();
    shifted.inputShift = shift;
    EXPECT_NE(model("cuba").refuse(shifted), "");
  }
  EXPECT_EQ(model("cuba").refuse(loihiLike()), "");
  EXPECT_NE(model("cuba").refuse({}), "") << "no leaks";
  options = loihiLike();
  EXPECT_NE(model("lif").refuse(options), "") << "no current";
  options.leakMultiplier = options.leakScaleBits = 0;
  EXPECT_NE(model("if").refuse(options), "") << "no current";
  EXPECT_NE(model("cuba").refuse(options), "") << "no leak of the membrane";
  options = loihiLike();
  options.leakShift = 1;
  EXPECT_NE(model("cuba").refuse(options), "") << "two leaks";
  options = loihiLike();
  options.currentLeakMultiplier = 4097;
  EXPECT_NE(model("cuba").refuse(options), "") << "4097/4096 would grow";
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

namespace {

NeuronStep integrateOnly(NeuronState &state, NeuronInput input, int32_t theta,
                         const NeuronOptions &options) {
  return integrateAndFire(state.v, state.v, input.sum(), theta, options);
}

/// Random rows of all lengths around those of vector registers.
class RowTest {
  std::mt19937 random{1};

  int32_t in(int64_t low, int64_t high) {
    return int32_t(low + int64_t(random() % uint64_t(high - low + 1)));
  }

public:
  uint32_t fired = 0, idle = 0, saturated = 0; ///< seen so far

  /// Updates some neurons at once and one by one.
  void compare(decltype(NeuronModel::update) update, decltype(NeuronModel::step) step,
               const NeuronOptions &options, size_t size) {
    const int64_t high = (int64_t(1) << (options.membraneBits - 1)) - 1;
    std::vector<int32_t> v(size), current(size), synapses(size), bias(size), theta(size),
        spikes(size);
    std::vector<uint8_t> active(size);
    for (size_t i = 0; i < size; ++i) {
      theta[i] = in(1, in(0, 3) ? std::min<int64_t>(high, 100) : high);
      v[i] = in(0, 3) ? in(-high - 1, high) : theta[i] - in(0, 2);
      current[i] = in(0, 3) ? in(-high - 1, high) : 0;
      synapses[i] = in(0, 3) ? in(-high - 1, high) : 0;
      bias[i] = in(0, 3) ? 0 : in(-high - 1, high);
    }
    std::vector<int32_t> expectedV = v, expectedCurrent = current, expectedSpikes;
    std::vector<uint8_t> expectedActive;
    NeuronRowCounts expected;
    for (size_t i = 0; i < size; ++i) {
      const NeuronInput input{synapses[i], bias[i]};
      NeuronState state{expectedV[i], expectedCurrent[i]};
      NeuronStep one = step(state, input, theta[i], options);
      expectedV[i] = state.v, expectedCurrent[i] = state.current;
      expectedSpikes.push_back(one.spikes);
      expectedActive.push_back(isActive(input.sum(), one));
      expected += {one.spikes > 0, isActive(input.sum(), one), one.saturated};
    }
    NeuronRowCounts counts = update({size, v.data(), synapses.data(), bias.data(), theta.data(),
                                     spikes.data(), active.data(), current.data()},
                                    options);
    EXPECT_EQ(v, expectedV);
    EXPECT_EQ(current, expectedCurrent);
    EXPECT_EQ(spikes, expectedSpikes);
    EXPECT_EQ(active, expectedActive);
    EXPECT_EQ(counts.fired, expected.fired);
    EXPECT_EQ(counts.active, expected.active);
    EXPECT_EQ(counts.saturated, expected.saturated);
    fired += counts.fired, idle += uint32_t(size) - counts.active, saturated += counts.saturated;
  }
};

constexpr size_t rowSizes[] = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100};

} // namespace

TEST(NeuronModel, ARowIsUpdatedLikeItsNeuronsOneByOne) {
  RowTest test;
  auto compareAll = [&](const NeuronModel &neuron, NeuronOptions options) {
    ASSERT_EQ(neuron.refuse(options), "");
    for (Reset reset : {Reset::Subtract, Reset::ToValue, Reset::None})
      for (bool strict : {false, true})
        for (int32_t maxSpikes : {1, 2, 5})
          for (int32_t bits : {8, 24, 32})
            for (size_t size : rowSizes) {
              options.reset = reset, options.strict = strict, options.maxSpikes = maxSpikes;
              options.membraneBits = bits, options.resetValue = -3;
              SCOPED_TRACE(testing::Message()
                           << "reset " << int(reset) << ", strict " << strict << ", spikes "
                           << maxSpikes << ", bits " << bits << ", size " << size);
              test.compare(neuron.update, neuron.step, options, size);
              ASSERT_FALSE(testing::Test::HasFailure());
            }
  };
  compareAll(model("if"), {});
  for (int32_t inputShift : {1, 6, 30}) {
    NeuronOptions options;
    options.inputShift = inputShift;
    compareAll(model("if"), options);
    options.leakShift = 4;
    compareAll(model("lif"), options);
  }
  for (int32_t shift : {1, 4, 30}) {
    NeuronOptions options;
    options.leakShift = shift;
    compareAll(model("lif"), options);
  }
  for (int32_t multiplier : {1, 900, 1024}) {
    NeuronOptions options;
    options.leakMultiplier = multiplier, options.leakScaleBits = 10;
    compareAll(model("lif"), options);
  }
  for (int32_t multiplier : {0, 3000, 4096})
    for (int32_t currentBits : {8, 24, 32}) {
      NeuronOptions options = loihiLike();
      options.currentLeakMultiplier = multiplier, options.currentBits = currentBits;
      compareAll(model("cuba"), options);
    }
  EXPECT_GT(test.fired, 1000u);
  EXPECT_GT(test.idle, 1000u);
  EXPECT_GT(test.saturated, 1000u);
}

TEST(NeuronModel, ARowIsUpdatedAlikeOnAllProcessors) {
  RowTest test;
  for (auto update : CpuVersions<updateRow<integrateOnly>>::all())
    for (int32_t maxSpikes : {1, 3})
      for (size_t size : rowSizes) {
        NeuronOptions options;
        options.maxSpikes = maxSpikes;
        test.compare(update, integrateOnly, options, size);
      }
}

TEST(NeuronModel, TheInputOfARowMayExceed32Bits) {
  const int32_t high = std::numeric_limits<int32_t>::max();
  // -2^31 + (2^31 - 1) + (2^31 - 1) = 2^31 - 2
  std::vector<int32_t> v(9, -high - 1), input(9, high), theta(9, high), spikes(9, -1);
  std::vector<uint8_t> active(9);
  NeuronRowCounts counts = model("if").update(
      {9, v.data(), input.data(), input.data(), theta.data(), spikes.data(), active.data()}, {});
  EXPECT_EQ(v, Values(9, high - 1));
  EXPECT_EQ(spikes, Values(9, 0));
  EXPECT_EQ(counts.active, 9u);
  EXPECT_EQ(counts.saturated, 0u);
}
