// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/testing/EventBytes.h"

using namespace nacre;

namespace {

using Events = std::vector<Event>;

const std::string version = "#!AER-DAT2.0\r\n";
const std::string dvs = version + "# AEChip: ch.unizh.ini.jaer.chip.retina.DVS128\r\n";
const std::string davis = version + "# AEChip: eu.seebetter.ini.chips.davis.Davis346blue\r\n";

EventOptions sensor(const std::string &name) {
  EventOptions options;
  options.sensor = name;
  return options;
}

TEST(Aedat2, Dvs128) {
  // y = 2 from below, x = 5, on: 2 << 8 | 5 << 1 | 1.
  const std::string event = be32(0x020b) + be32(1000);
  EXPECT_EQ(recordingOf("aedat2", dvs + event).events, (Events{{1000, 5, 125, true}}));
  EXPECT_EQ(recordingOf("aedat2", version + event, sensor("dvs128-tonic")).events,
            (Events{{1000, 2, 5, true}}));
  EXPECT_EQ(recordingOf("aedat2", dvs + event).width, 128);
  EXPECT_EQ(recognised("x", dvs), "aedat2");
}

TEST(Aedat2, Davis346) {
  // y = 259 - 9, x = 345 - 6, off.
  const uint32_t address = 9u << 22 | 6u << 12;
  const Recording recording =
      recordingOf("aedat2", davis + be32(address) + be32(1) + be32(address | 1u << 31) + be32(2) +
                                be32(address | 1u << 10) + be32(2));
  EXPECT_EQ(recording.events, (Events{{1, 339, 250, false}}));
  ASSERT_EQ(recording.remarks.size(), 1u);
  EXPECT_NE(recording.remarks[0].find("2 records are external"), std::string::npos);
  expectRefused("record 0: address 0x0015a000 lies outside the 346x260 pixels", "aedat2",
                davis + be32(346u << 12) + be32(1));
}

TEST(Aedat2, DataMayBeginLikeAHeader) {
  // Address 0x23000201 begins with '#': row 259 - 140 of the DAVIS346.
  const std::string event = be32(0x23000000) + be32('\n' << 8 | 1);
  EXPECT_EQ(recordingOf("aedat2", davis + event).events, (Events{{2561, 345, 119, false}}));
  EXPECT_EQ(recordingOf("aedat2", davis + "#End Of ASCII Header\r\n" + event).events.size(), 1u);
}

TEST(Aedat2, TimeWraps) {
  const std::string address = be32(0);
  EXPECT_EQ(recordingOf("aedat2", dvs + address + be32(0xfffffffe) + address + be32(1)).events,
            (Events{{0xfffffffe, 0, 127, false}, {0x100000001, 0, 127, false}}));
}

TEST(Aedat2, LateEventsAreSorted) {
  const std::string address = be32(0);
  const Recording recording =
      recordingOf("aedat2", dvs + address + be32(9) + address + be32(7) + address + be32(8));
  EXPECT_EQ(recording.events[0].timeUs, 7);
  EXPECT_EQ(recording.events[2].timeUs, 9);
  ASSERT_EQ(recording.remarks.size(), 1u);
  EXPECT_NE(recording.remarks[0].find("time goes back 1 times"), std::string::npos);
}

TEST(Aedat2, RefusesWhatItWouldHaveToGuess) {
  expectRefused("the header does not name the chip", "aedat2", version);
  expectRefused("the chip 'x.Davis640' are not known", "aedat2",
                version + "# AEChip: x.Davis640\r\n");
  expectRefused("unknown sensor 'dvs'", "aedat2", version, sensor("dvs"));
  expectRefused("expected records of 8 bytes", "aedat2", dvs + "1234567");
}

} // namespace
