// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Events as frames, one a time step: how they become the spikes that a network reads.
#pragma once
#include "simulator/events/Recording.h"
#include "support/Result.h"

namespace nacre {

/// How events are put into bins of time and space.
struct BinOptions {
  int64_t binUs = 0; ///< a time step's length; 0: the recording's, divided by `steps`
  int64_t steps = 0; ///< with binUs: later events are left out; 0: up to the last event
  std::optional<int64_t> startUs =
      {};                       ///< of step 0, earlier events are left out; none: first event
  bool mergePolarities = false; ///< one channel; else off is channel 0, on is channel 1
  int64_t shrink = 1;           ///< squares of so many pixels a side become one
  int64_t mostPerBin = 0;       ///< larger counts are cut to this; 1: a spike or none; 0: all
};

struct EventFrames {
  int64_t steps = 0, channels = 0, height = 0, width = 0;
  std::vector<uint16_t> counts; ///< events: [step][channel][row][column]
  int64_t leftOut = 0;          ///< events before or after the steps
  int64_t cut = 0;              ///< events that mostPerBin took away

  int64_t frameSize() const { return channels * height * width; }
  const uint16_t *frame(int64_t step) const { return counts.data() + step * frameSize(); }
};

/// Step s has the events at `startUs + s * binUs` and later, before those of step s + 1; without
/// binUs, an event t us after the start of a recording of n us is in step t * steps / n rounded
/// down. Refuses neither length nor number of steps, a sensor without a size, more than 2^30
/// counts, and counts above 65535.
Result<EventFrames> binEvents(const Recording &recording, const BinOptions &options);

} // namespace nacre
