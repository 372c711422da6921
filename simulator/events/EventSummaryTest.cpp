// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/EventSummary.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

Recording three() {
  Recording recording;
  recording.width = 3, recording.height = 2;
  recording.events = {{1000, 0, 0, true}, {2000, 1, 1, false}, {3000, 0, 0, true}};
  return recording;
}

TEST(EventSummary, CountsAndRate) {
  const EventSummary summary = summarize(three());
  EXPECT_EQ(summary.events, 3);
  EXPECT_EQ(summary.on, 2);
  EXPECT_EQ(summary.off, 1);
  EXPECT_EQ(summary.firstUs, 1000);
  EXPECT_EQ(summary.lastUs, 3000);
  EXPECT_EQ(summary.usedWidth, 2);
  EXPECT_EQ(summary.usedHeight, 2);
  EXPECT_DOUBLE_EQ(summary.eventsPerSecond, 1500) << "3 in 2 ms";
  EXPECT_EQ(summarize({}).eventsPerSecond, 0);
}

TEST(EventSummary, Csv) {
  EXPECT_EQ(eventCsv(three()), "time_us,x,y,polarity\n1000,0,0,1\n2000,1,1,0\n3000,0,0,1\n");
}

TEST(EventSummary, PictureIsBlueForOnAndRedForOff) {
  const PngImage image = eventPicture(three());
  ASSERT_EQ(image.pixels.size(), 18u);
  auto pixel = [&](size_t i) {
    return std::vector<int>{image.pixels[i], image.pixels[6 + i], image.pixels[12 + i]};
  };
  EXPECT_EQ(pixel(0), (std::vector<int>{0, 0, 255})) << "the most events";
  // One of at most two events: log 2 / log 3 of 255 = 160.9.
  EXPECT_EQ(pixel(4), (std::vector<int>{255, 94, 94}));
  EXPECT_EQ(pixel(5), (std::vector<int>{255, 255, 255}));
}

} // namespace
