// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `nacre events` says and writes about a recording.
#pragma once
#include "simulator/events/Recording.h"
#include "support/Png.h"

namespace nacre {

struct EventSummary {
  int64_t events = 0, on = 0, off = 0;
  int64_t firstUs = 0, lastUs = 0;
  int64_t usedWidth = 0, usedHeight = 0; ///< the least sensor that has all events
  double eventsPerSecond = 0;            ///< 0 without a duration
};

EventSummary summarize(const Recording &recording);

/// A line an event: time_us,x,y,polarity.
std::string eventCsv(const Recording &recording);

/// Events of each pixel over the whole recording on white: those that are on take red and green
/// away, those that are off green and blue; the more events, the darker, in steps of equal ratio.
/// The recording has a size.
PngImage eventPicture(const Recording &recording);

} // namespace nacre
