// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// DAT, EVT 2.0 and EVT 3.0.
#include "simulator/events/formats/Prophesee.h"
#include "simulator/events/testing/EventBytes.h"

using namespace nacre;
using namespace std::string_literals;

namespace {

using Events = std::vector<Event>;

TEST(Prophesee, Headers) {
  auto header = [](const std::string &text) { return propheseeHeader(text); };
  EXPECT_EQ(evtVersion(header("% evt 3.0\n")), "3.0");
  EXPECT_EQ(evtVersion(header("% format EVT2;height=720;width=1280\n")), "2.0");
  EXPECT_EQ(evtVersion(header("% format EVT21\n")), "2.1");
  EXPECT_EQ(evtVersion(header("% date 2020\n")), "");
  const SensorSize format = sensorSize(header("% format EVT2;height=720;width=1280\n"));
  EXPECT_EQ(format.width, 1280);
  EXPECT_EQ(format.height, 720);
  EXPECT_EQ(sensorSize(header("% geometry 640x480\n")).height, 480);
  EXPECT_EQ(sensorSize(header("% Height 240\n% Width 304\n")).width, 304);
  EXPECT_EQ(sensorSize(header("% Height 240\n% Width 99999999\n")).height, 0);
  EXPECT_EQ(header("% evt 2.0\n% end\n% data\n").size, 16u);
  EXPECT_EQ(header("% evt 2.0\n%\1\2\n").size, 10u) << "no text";
}

// DAT

const std::string dat = "% Data file\n% Version 2\n% Height 240\n% Width 304\n";

std::string datEvent(uint32_t t, uint32_t x, uint32_t y, uint32_t p) {
  return le32(t) + le32(p << 28 | y << 14 | x);
}

TEST(Dat, EventsAndWrap) {
  const Recording recording = recordingOf(
      "dat", dat + "\x0c\x08" + datEvent(0xffffffff, 303, 239, 1) + datEvent(2, 1, 0, 0));
  EXPECT_EQ(recording.events, (Events{{0xffffffff, 303, 239, true}, {0x100000002, 1, 0, false}}));
  EXPECT_EQ(recording.width, 304);
  EXPECT_EQ(recording.height, 240);
  EXPECT_EQ(recognised("x.dat", dat), "dat");
}

TEST(Dat, RefusesDamage) {
  expectRefused("no line '% Version'", "dat", "\x0c\x08");
  expectRefused("expected version 2, found 1", "dat", "% Version 1\n\x0c\x08");
  expectRefused("found kind 14 of 8 bytes", "dat", dat + "\x0e\x08");
  expectRefused("found kind 12 of 4 bytes", "dat", dat + "\x0c\x04");
  expectRefused("found 7 bytes", "dat", dat + "\x0c\x08" + "12345");
  expectRefused("event 0: expected polarity 0 or 1, found 2", "dat",
                dat + "\x0c\x08" + datEvent(1, 1, 1, 2));
  expectRefused("lies at (304, 0)", "dat", dat + "\x0c\x08" + datEvent(1, 304, 0, 1));
}

// EVT 2.0

const std::string evt2 = "% evt 2.0\n% geometry 640x480\n% end\n";

std::string high2(uint32_t time) { return le32(0x80000000 | time); }
std::string change(bool on, uint32_t low, uint32_t x, uint32_t y) {
  return le32(uint32_t(on) << 28 | low << 22 | x << 11 | y);
}

TEST(Evt2, HighAndLowTime) {
  const Recording recording = recordingOf(
      "evt2", evt2 + high2(3) + change(true, 63, 639, 479) + high2(4) + change(false, 0, 0, 1) +
                  high2(0x0fffffff) + high2(0) + change(true, 5, 1, 2));
  EXPECT_EQ(recording.events, (Events{{3 * 64 + 63, 639, 479, true},
                                      {4 * 64, 0, 1, false},
                                      {(int64_t(1) << 34) + 5, 1, 2, true}}))
      << "the counter of 28 bits wraps";
  EXPECT_EQ(recording.width, 640);
  EXPECT_TRUE(recording.remarks.empty());
  EXPECT_EQ(recognised("x.raw", evt2), "evt2");
}

TEST(Evt2, SaysWhatItLeavesOut) {
  const Recording recording =
      recordingOf("evt2", evt2 + change(true, 0, 1, 2) + high2(0) + le32(0xa0000001) +
                              le32(0xe0000000) + le32(0xf0000000));
  EXPECT_TRUE(recording.events.empty());
  ASSERT_EQ(recording.remarks.size(), 2u);
  EXPECT_EQ(recording.remarks[0], "1 events come before any time: left out");
  EXPECT_EQ(recording.remarks[1], "1 triggers and 2 words of the sensor: left out");
}

TEST(Evt2, RefusesOthers) {
  expectRefused("the header says EVT 3.0", "evt2", "% evt 3.0\n");
  expectRefused("the header says EVT 2.1", "evt2", "% evt 2.1\n");
  expectRefused("expected words of 4 bytes after a header of 35 bytes, found 3 bytes", "evt2",
                evt2 + "abc");
  expectRefused("the word at byte 35 has the unknown kind 4", "evt2", evt2 + le32(0x40000000));
}

// EVT 3.0

const std::string evt3 = "% evt 3.0\n% format EVT3;height=720;width=1280\n% end\n";

std::string word(uint32_t kind, uint32_t value) { return le16(kind << 12 | value); }
std::string row(uint32_t y) { return word(0, y); }
std::string single(uint32_t x, bool on) { return word(2, uint32_t(on) << 11 | x); }
std::string base(uint32_t x, bool on) { return word(3, uint32_t(on) << 11 | x); }
std::string low(uint32_t us) { return word(6, us); }
std::string high(uint32_t time) { return word(8, time); }

TEST(Evt3, SingleEvents) {
  const Recording recording =
      recordingOf("evt3", evt3 + high(1) + low(5) + row(719) + single(1279, true) +
                              single(0, false) + low(7) + row(0) + single(3, true));
  EXPECT_EQ(
      recording.events,
      (Events{{4096 + 5, 1279, 719, true}, {4096 + 5, 0, 719, false}, {4096 + 7, 3, 0, true}}));
  EXPECT_EQ(recording.width, 1280);
  EXPECT_EQ(recognised("x.raw", evt3), "evt3");
}

TEST(Evt3, VectorsMoveTheirBase) {
  const Recording recording =
      recordingOf("evt3", evt3 + high(0) + low(1) + row(2) + base(100, true) + word(4, 0x801) +
                              word(5, 0x82) + word(5, 1) + base(7, false) + word(5, 1));
  EXPECT_EQ(recording.events, (Events{{1, 100, 2, true},
                                      {1, 111, 2, true},
                                      {1, 113, 2, true},
                                      {1, 119, 2, true},
                                      {1, 120, 2, true},
                                      {1, 7, 2, false}}));
}

TEST(Evt3, TimeWrapsAfterTwentyFourBits) {
  const Recording recording =
      recordingOf("evt3", evt3 + row(0) + high(4095) + low(4095) + single(1, true) + high(0) +
                              single(2, true) + low(1) + single(3, true));
  EXPECT_EQ(recording.events, (Events{{(1 << 24) - 1, 1, 0, true},
                                      {1 << 24, 2, 0, true}, // the low half is not that of before
                                      {(1 << 24) + 1, 3, 0, true}}));
}

TEST(Evt3, ARepeatedHighTimeChangesNothing) {
  const Recording recording =
      recordingOf("evt3", evt3 + row(0) + high(2) + low(9) + high(2) + single(1, true));
  EXPECT_EQ(recording.events, (Events{{2 * 4096 + 9, 1, 0, true}}));
}

TEST(Evt3, SaysWhatItLeavesOut) {
  const Recording recording =
      recordingOf("evt3", evt3 + single(1, true) + high(0) + single(1, true) + word(0xa, 1) +
                              word(0xe, 0) + word(7, 0) + word(0xf, 0));
  EXPECT_TRUE(recording.events.empty());
  ASSERT_EQ(recording.remarks.size(), 2u);
  EXPECT_EQ(recording.remarks[0], "2 events come before any time or row: left out");
  EXPECT_EQ(recording.remarks[1], "1 triggers and 3 words of the sensor: left out");
}

TEST(Evt3, RefusesDamage) {
  expectRefused("the header says EVT 2.0", "evt3", "% evt 2.0\n");
  expectRefused("found 1 bytes", "evt3", evt3 + "a");
  expectRefused("the word 0x1000 at byte 52 has an unknown kind", "evt3", evt3 + word(1, 0));
  expectRefused("has a vector without a base", "evt3", evt3 + word(5, 1));
  expectRefused("beyond x = 2047", "evt3", evt3 + high(0) + row(0) + base(2047, true) + word(5, 2));
  EXPECT_EQ(recordingOf("evt3", "% evt 3.0\n" + high(0) + row(0) + base(2047, true) + word(5, 1) +
                                    word(5, 0))
                .events.size(),
            1u);
}

} // namespace
