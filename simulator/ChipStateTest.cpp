// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/ChipState.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

/// What one slice does in its first step. Its biases are those of the channels.
struct FirstStep {
  std::vector<uint32_t> fired, firedByPosition;
  std::vector<uint8_t> active;
  Counters count;

  FirstStep(uint32_t height, uint32_t width, std::vector<int32_t> bias, std::vector<int32_t> theta,
            std::vector<int32_t> v0) {
    ChipModel chip = makeTestChip(1, 1, 1);
    ImageBuilder b(chip);
    uint32_t p = b.addPopulation(uint32_t(bias.size()), height, width), out = b.addReadout(1, 1);
    b.population(p).bias = bias;
    b.population(p).theta = theta;
    b.population(p).v0 = v0;
    b.addSlice(0, p);
    b.addSlice(0, out);
    Network network(*b.build(), chip);
    ChipState state(network);
    std::vector<Counters> counters(network.slices.size());
    const uint8_t black = 0;
    state.start(&black, counters);
    std::vector<Firing> firings;
    state.update(0, 0, 1, count, firings, active);
    for (Firing firing : firings)
      fired.push_back(firing.neuron);
    Counters again;
    state.start(&black, counters);
    state.update(0, 0, 1, again, firings, FiringOrder::ByPosition);
    EXPECT_EQ(again[Event::Spikes], count[Event::Spikes]);
    for (Firing firing : firings)
      firedByPosition.push_back(firing.neuron);
  }
};

} // namespace

TEST(ChipState, FiringsAndActivityAreInIndexOrder) {
  // Channel 1 stays silent without input, channel 2 with it.
  FirstStep step(1, 2, {1, 0, 1, 0}, {1, 1, 2, 5}, {0, 0, 0, 5});
  EXPECT_EQ(step.fired, (std::vector<uint32_t>{0, 1, 6, 7}));
  EXPECT_EQ(step.firedByPosition, (std::vector<uint32_t>{0, 6, 1, 7}));
  EXPECT_EQ(step.active, (std::vector<uint8_t>{1, 1, 0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(step.count[Event::Spikes], 4);
  EXPECT_EQ(step.count[Event::UpdatesActive], 6);
  EXPECT_EQ(step.count[Event::UpdatesIdle], 2);
}

TEST(ChipState, EachChannelKeepsItsThresholdInALargeSlice) {
  // 3 x 700 neurons; with input 2, the channel of threshold 2 alone fires.
  FirstStep step(20, 35, {2, 2, 2}, {3, 2, 4}, {0});
  std::vector<uint32_t> expected;
  for (uint32_t i = 700; i < 1400; ++i)
    expected.push_back(i);
  EXPECT_EQ(step.fired, expected);
  EXPECT_EQ(step.active, std::vector<uint8_t>(2100, 1));
}
