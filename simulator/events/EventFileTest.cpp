// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/testing/EventBytes.h"
#include "support/Files.h"

using namespace nacre;
using namespace std::string_literals;

namespace {

TEST(EventFile, ContentGoesBeforeTheEnding) {
  EXPECT_EQ(recognised("x.bs2", "#!AER-DAT4.0\r\n"), "aedat4");
  EXPECT_EQ(recognised("x.bs2.gz", ""), "nmnist");
  EXPECT_EQ(recognised("x.raw", "no header"),
            "x.raw: no known event format, by its first bytes and its ending");
}

TEST(EventFile, TheFormatMayBeNamed) {
  const std::string path = ::testing::TempDir() + "/events.x";
  ASSERT_TRUE(writeFile(path, "\1\2\0\0\3"s));
  EXPECT_FALSE(readEvents(path, "", {}));
  auto recording = readEvents(path, "nmnist", {});
  ASSERT_TRUE(recording) << recording.error().text();
  EXPECT_EQ(recording->events, (std::vector<Event>{{3, 1, 2, false}}));
  auto unknown = readEvents(path, "nmnits", {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().exitCode, ExitCode::Usage);
  EXPECT_NE(unknown.error().remedy.find("aedat2, aedat3, aedat4, dat, evt2, evt3, nmnist, shd"),
            std::string::npos);
  EXPECT_FALSE(readEvents(path + "y", "nmnist", {}));
}

TEST(EventFile, RefusesOptionsWithoutMeaning) {
  EventOptions sample, sensor, size;
  sample.sample = 1;
  sensor.sensor = "dvs128";
  size.width = size.height = 34;
  expectRefused("--sample means nothing", "nmnist", "", sample);
  expectRefused("--sensor means nothing", "nmnist", "", sensor);
  expectRefused("the sensor has 640x480 pixels, --size says 34x34", "evt2",
                "% evt 2.0\n% geometry 640x480\n", size);
}

} // namespace
