// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/EventFrames.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

using Counts = std::vector<uint16_t>;

/// A sensor of 2x1 pixels.
Recording recording(std::vector<Event> events) {
  Recording result;
  result.width = 2, result.height = 1;
  result.events = std::move(events);
  return result;
}

const Recording five = recording({{100, 0, 0, true},
                                  {100, 0, 0, true},
                                  {149, 1, 0, false},
                                  {150, 1, 0, true},
                                  {399, 0, 0, false}});

EventFrames bin(const Recording &recording, const BinOptions &options) {
  auto frames = binEvents(recording, options);
  EXPECT_TRUE(frames) << frames.error().text();
  return frames ? *frames : EventFrames{};
}

TEST(EventFrames, StepsOfFixedLength) {
  BinOptions options;
  options.binUs = 50;
  const EventFrames frames = bin(five, options);
  EXPECT_EQ(frames.steps, 6) << "100 to 399 us";
  EXPECT_EQ(frames.channels, 2);
  // Off, then on; two pixels each.
  EXPECT_EQ(Counts(frames.frame(0), frames.frame(1)), (Counts{0, 1, 2, 0}));
  EXPECT_EQ(Counts(frames.frame(1), frames.frame(2)), (Counts{0, 0, 0, 1})) << "150 us: a new step";
  EXPECT_EQ(Counts(frames.frame(5), frames.frame(6)), (Counts{1, 0, 0, 0}));
  EXPECT_EQ(frames.leftOut, 0);
}

TEST(EventFrames, ANumberOfSteps) {
  BinOptions options;
  options.steps = 3; // of 100 us each: 100 to 199, to 299, to 399
  const EventFrames frames = bin(five, options);
  EXPECT_EQ(frames.counts, (Counts{0, 1, 2, 1, 0, 0, 0, 0, 1, 0, 0, 0}));
  options.steps = 300; // of 1 us
  EXPECT_EQ(bin(five, options).frame(299)[0], 1);
  options.steps = 1;
  EXPECT_EQ(bin(five, options).counts, (Counts{1, 1, 2, 1}));
}

TEST(EventFrames, BothCutTheRecording) {
  BinOptions options;
  options.binUs = 25, options.steps = 2;
  const EventFrames frames = bin(five, options);
  EXPECT_EQ(frames.steps, 2);
  EXPECT_EQ(frames.counts, (Counts{0, 0, 2, 0, 0, 1, 0, 0}));
  EXPECT_EQ(frames.leftOut, 2);
  options.steps = 20;
  EXPECT_EQ(bin(five, options).steps, 20) << "empty ones at the end";
}

TEST(EventFrames, TheStartMayBeGiven) {
  BinOptions options;
  options.binUs = 200;
  options.startUs = 0;
  EXPECT_EQ(bin(five, options).counts, (Counts{0, 1, 2, 1, 1, 0, 0, 0}));
  options.startUs = 150;
  const EventFrames late = bin(five, options);
  EXPECT_EQ(late.steps, 2);
  EXPECT_EQ(late.leftOut, 3);
}

TEST(EventFrames, ChannelsSpaceAndCounts) {
  BinOptions options;
  options.steps = 1;
  options.mergePolarities = true;
  EXPECT_EQ(bin(five, options).counts, (Counts{3, 2}));
  options.mostPerBin = 1;
  EXPECT_EQ(bin(five, options).counts, (Counts{1, 1}));
  EXPECT_EQ(bin(five, options).cut, 3);
  options.mostPerBin = 0;
  options.shrink = 2;
  const EventFrames one = bin(five, options);
  EXPECT_EQ(one.counts, Counts{5});
  EXPECT_EQ(one.width, 1);
  EXPECT_EQ(one.height, 1);
}

TEST(EventFrames, WithoutEventsThereAreNoneToCount) {
  BinOptions options;
  options.binUs = 10;
  EXPECT_EQ(bin(recording({}), options).steps, 0);
  options.steps = 4;
  EXPECT_EQ(bin(recording({}), options).counts, Counts(16));
  options.binUs = 0;
  EXPECT_EQ(bin(recording({}), options).steps, 4);
}

TEST(EventFrames, Refusals) {
  auto refusal = [](const Recording &recording, const BinOptions &options) {
    auto frames = binEvents(recording, options);
    return frames ? "" : frames.error().message;
  };
  BinOptions options;
  EXPECT_NE(refusal(five, options).find("neither the length nor the number"), std::string::npos);
  options.binUs = 1;
  EXPECT_NE(refusal(Recording{}, options).find("how large the sensor is"), std::string::npos);
  EXPECT_NE(refusal(recording({{0, 0, 0, true}, {int64_t(1) << 53, 0, 0, true}}), options)
                .find("9007199254740993 time steps of 2x1x2"),
            std::string::npos);
  const Recording busy = recording(std::vector<Event>(65536, Event{0, 1, 0, true}));
  EXPECT_EQ(refusal(busy, options), "pixel (1, 0) has more than 65535 events in time step 0");
  options.mostPerBin = 65535;
  EXPECT_EQ(bin(busy, options).cut, 1);
}

} // namespace
