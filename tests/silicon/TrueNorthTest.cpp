// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Akopyan et al., IEEE TCAD 34(10):1537, 2015, Fig. 17: the whole chip at 0.8 V, 128 synapses a
// neuron, three rates. The chip file's constants are the line through the outer two.
#include "tests/silicon/Silicon.h"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

using namespace nacre;

namespace {

constexpr uint32_t cores = 4096, half = 128, groups = 2 * cores;
constexpr int32_t theta = 100'000;

/// 8192 groups of 128 neurons, two a core. Each neuron of a group drives one axon of a core chosen
/// at random, with 128 synapses to one of its groups; each group is driven by one. The last group
/// is the readout, which does not fire. A neuron's bias is its rate, in spikes per 100,000 steps,
/// and v0 spreads the neurons evenly over their periods. Half of the weights are negative, so that
/// input leaves the rate as it is.
ChipImage recurrent(const ChipModel &chip, int32_t bias) {
  ImageBuilder b(chip);
  std::vector<int8_t> values(half * half);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = i % 2 ? 1 : -1;
  const uint32_t weights = b.addWeights(std::move(values), 2);
  for (uint32_t group = 0; group + 1 < groups; ++group) {
    image::PopulationT &p = b.population(b.addPopulation(half, 1, 1));
    p.theta = {theta};
    p.bias = {bias};
    p.v0.resize(half);
    for (uint32_t i = 0; i < half; ++i)
      p.v0[i] = int32_t((uint64_t(group * half + i) * 61803) % theta); // a step prime to theta
  }
  b.addReadout(half, 0);

  std::vector<uint32_t> target(groups - 1);
  std::iota(target.begin(), target.end(), 0u);
  std::mt19937 random(1);
  for (size_t i = target.size(); i > 1; --i)
    std::swap(target[i - 1], target[random() % i]);
  std::vector<image::SliceT *> slices;
  for (uint32_t group = 0; group < groups; ++group)
    slices.push_back(&b.addSlice(group / 2, group));
  for (uint32_t group = 0; group + 1 < groups; ++group)
    b.addDense(*slices[target[group]], group, weights);
  return b.build();
}

void check(int32_t bias, double hertz, double milliwatts, int64_t ticks) {
  ChipModel chip = shippedChipWith("truenorth");
  Measurement m = measure(recurrent(chip, bias), chip, ticks);
  EXPECT_EQ(m.chip.tickOverruns, 0);
  EXPECT_DOUBLE_EQ(m.seconds, double(ticks) * 1e-3);
  double rate = m.perSecond(Event::Spikes) / (cores * 256);
  EXPECT_NEAR(rate / hertz, 1, 1e-3);
  EXPECT_EQ(m.events[Event::SynapticOps], 128 * m.events[Event::Spikes]);
  EXPECT_EQ(m.events[Event::PacketsSent], m.events[Event::Spikes]);
  double hops = double(m.events[Event::HopsEastWest] + m.events[Event::HopsNorthSouth]) /
                double(m.events[Event::PacketsSent]);
  EXPECT_NEAR(hops, 2 * 64 / 3.0, 1) << "to random cores of 64 x 64";
  std::string point = fmt::format("TrueNorth, {} Hz (simulated {:.2f} Hz, {} ticks, {:.1f} hops)",
                                  hertz, rate, ticks, hops);
  EXPECT_NEAR(compare(point, milliwatts, m.watts() * 1e3, "mW"), 0, bound);
}

} // namespace

TEST(TrueNorth, SlowestRate) { check(1158, 11.58, 68, 4); }
TEST(TrueNorth, MiddleRateWhichTheFitDidNotSee) { check(2007, 20.07, 71, 4); }
TEST(TrueNorth, FastestRate) { check(9593, 95.93, 94, 2); }
