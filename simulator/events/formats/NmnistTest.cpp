// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/testing/EventBytes.h"

using namespace nacre;
using namespace std::string_literals;

namespace {

using Events = std::vector<Event>;

TEST(Nmnist, FortyBitsAnEvent) {
  // x = 18, y = 33, on, t = 0x7fffff; x = 2, y = 0, off, t = 0x010203.
  const std::string bytes = "\x12\x21\xff\xff\xff"s + "\x02\x00\x01\x02\x03"s;
  const Recording recording = recordingOf("nmnist", bytes.substr(5) + bytes.substr(0, 5));
  EXPECT_EQ(recording.events, (Events{{0x010203, 2, 0, false}, {0x7fffff, 18, 33, true}}));
  EXPECT_EQ(recording.width, 0) << "the file does not say";
  EXPECT_TRUE(recording.remarks.empty());
}

TEST(Nmnist, ATimeOverflowMovesAllLaterEvents) {
  const std::string event = "\1\1\0\0\7"s, mark = "\0\xf0\0\0\0"s; // y = 240
  EXPECT_EQ(recordingOf("nmnist", event + mark + event + mark + event).events,
            (Events{{7, 1, 1, false}, {7 + 8192, 1, 1, false}, {7 + 16384, 1, 1, false}}));
}

TEST(Nmnist, RefusesHalfAnEvent) {
  expectRefused("expected records of 5 bytes, found 6 bytes", "nmnist", "\1\1\0\0\7\1"s);
  EventOptions options;
  options.width = options.height = 34;
  EXPECT_EQ(recordingOf("nmnist", "\x21\x21\0\0\7"s, options).width, 34);
  expectRefused("event 0 lies at (34, 0), outside the sensor of 34x34 pixels", "nmnist",
                "\x22\0\0\0\7"s, options);
}

TEST(Nmnist, IsKnownByItsEnding) {
  EXPECT_EQ(recognised("a/1.bs2", ""), "nmnist");
  EXPECT_EQ(recognised("a/00001.bin", "x"), "nmnist");
}

} // namespace
