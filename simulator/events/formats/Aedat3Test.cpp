// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/testing/EventBytes.h"

using namespace nacre;

namespace {

using Events = std::vector<Event>;

const std::string header = "#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#!END-HEADER\r\n";

std::string packetHeader(uint32_t type, uint32_t size, uint32_t overflow, uint32_t capacity,
                         uint32_t number) {
  return le16(type) + le16(1) + le32(size) + le32(4) + le32(overflow) + le32(capacity) +
         le32(number) + le32(number);
}

/// A polarity event.
std::string event(uint32_t x, uint32_t y, bool on, bool valid, uint32_t time) {
  return le32(x << 17 | y << 2 | uint32_t(on) << 1 | uint32_t(valid)) + le32(time);
}

TEST(Aedat3, PolarityPackets) {
  const Recording recording = recordingOf(
      "aedat3", header + packetHeader(1, 8, 0, 3, 2) + event(127, 3, true, true, 5) +
                    event(0, 4, false, true, 6) + std::string(8, '\xff') + // room for a third
                    packetHeader(1, 8, 2, 1, 1) + event(1, 2, false, true, 7));
  EXPECT_EQ(recording.events,
            (Events{{5, 127, 3, true}, {6, 0, 4, false}, {(int64_t(2) << 31) + 7, 1, 2, false}}));
  EXPECT_TRUE(recording.remarks.empty());
  EXPECT_EQ(recognised("x.aedat", header), "aedat3");
}

TEST(Aedat3, SaysWhatItLeavesOut) {
  const Recording recording =
      recordingOf("aedat3", header + packetHeader(1, 8, 0, 1, 1) + event(1, 1, true, false, 5) +
                                packetHeader(3, 4, 0, 2, 2) + "imusimus");
  EXPECT_TRUE(recording.events.empty());
  ASSERT_EQ(recording.remarks.size(), 2u);
  EXPECT_NE(recording.remarks[0].find("1 events are marked as not valid"), std::string::npos);
  EXPECT_NE(recording.remarks[1].find("2 events are no changes"), std::string::npos);
}

TEST(Aedat3, RefusesDamage) {
  expectRefused("no line #!END-HEADER", "aedat3", "#!AER-DAT3.1\r\n");
  expectRefused("expected the format RAW, found Compressed", "aedat3",
                "#!AER-DAT3.1\r\n#Format: Compressed\r\n#!END-HEADER\r\n");
  expectRefused("truncated in its header", "aedat3", header + "1234");
  expectRefused("says it has 16 bytes; 8 are left", "aedat3",
                header + packetHeader(1, 8, 0, 2, 1) + event(0, 0, true, true, 1));
  expectRefused("has 2 events and room for 1", "aedat3",
                header + packetHeader(1, 8, 0, 1, 2) + event(0, 0, true, true, 1));
  expectRefused("has events of 4 bytes", "aedat3", header + packetHeader(1, 4, 0, 1, 1) + "abcd");
  // 2^32 - 1 events of 2^32 - 1 bytes do not overflow into something small.
  expectRefused("are left", "aedat3", header + packetHeader(1, ~0u, 0, ~0u, 1) + "abcdabcd");
}

} // namespace
