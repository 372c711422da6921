// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Fuzzing of one event format: reading, summary, frames.
#pragma once
#include "simulator/events/EventFile.h"
#include "simulator/events/EventFrames.h"
#include "simulator/events/EventSummary.h"
#include "tests/fuzz/FuzzTarget.h"

inline void fuzzEvents(const std::string &format, std::string_view bytes,
                       const nacre::EventOptions &options = {}) {
  using namespace nacre;
  static const EventFormatRegistry formats = [] {
    EventFormatRegistry registry;
    registerAllEventFormats(registry);
    return registry;
  }();
  (void)formatOf(formats, "", "file.bin", bytes);
  Result<Recording> recording = parseEvents(*formats.find(format), bytes, "file", options);
  if (!recording)
    return;
  (void)summarize(*recording);
  BinOptions bins; // few and coarse, as clearing them takes the time
  bins.shrink = 16;
  bins.steps = 4;
  (void)binEvents(*recording, bins);
  bins.steps = 0, bins.binUs = 1000;
  if (recording->durationUs() < 100'000)
    (void)binEvents(*recording, bins);
}
