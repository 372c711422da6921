// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Progress.h"
#include <gtest/gtest.h>
#include <vector>

using namespace nacre;

namespace {

struct Recorder {
  double now = 100;
  std::vector<std::string> written;

  ProgressOutput output(bool redraw) {
    return {[this](std::string_view text) { written.emplace_back(text); }, [this] { return now; },
            redraw};
  }
};

TEST(Progress, ATerminalLineAppearsAfterASecondAndGoesAway) {
  Recorder recorder;
  {
    Progress progress("train", 200, recorder.output(true));
    recorder.now = 100.9;
    progress.update(10);
    EXPECT_TRUE(recorder.written.empty());
    recorder.now = 104;
    progress.update(50, "loss 0.25");
    recorder.now = 104.05;
    progress.update(51);
  }
  // 50 of 200 in 4 s: the other 150 take 12 s.
  EXPECT_EQ(
      recorder.written,
      (std::vector<std::string>{"\r\033[Ktrain 50/200 (25 %), 12 s left, loss 0.25", "\r\033[K"}));
}

TEST(Progress, ElsewhereALineEveryTenSeconds) {
  Recorder recorder;
  {
    Progress progress("simulate", 1000, recorder.output(false));
    for (int second = 1; second <= 25; ++second) {
      recorder.now = 100 + second;
      progress.update(second);
    }
  }
  // 10 of 1000 in 10 s: 990 s left; 20 in 20 s: 980 s.
  EXPECT_EQ(recorder.written, (std::vector<std::string>{"simulate 10/1000 (1 %), 16:30 left\n",
                                                        "simulate 20/1000 (2 %), 16:20 left\n"}));
}

TEST(Progress, AResumedRunCountsOnAndTimesWhatItDid) {
  Recorder recorder;
  {
    Progress progress("simulate", 1000, recorder.output(false), 900);
    recorder.now = 110;
    progress.update(920);
  }
  // 20 samples in 10 s: the other 80 take 40 s.
  EXPECT_EQ(recorder.written, (std::vector<std::string>{"simulate 920/1000 (92 %), 40 s left\n"}));
}

TEST(Progress, NothingForAShortRunOrWhenTurnedOff) {
  Recorder recorder;
  {
    Progress progress("short", 2, recorder.output(true));
    progress.update(1);
    progress.update(2);
  }
  EXPECT_TRUE(recorder.written.empty());
  EXPECT_FALSE(ProgressOutput::standard(ProgressMode::Never).write);
  Progress("off", 2, ProgressOutput::standard(ProgressMode::Never)).update(1);
}

} // namespace
