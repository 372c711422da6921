// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/EventFrames.h"
#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace nacre {
namespace {

/// Which step an event is in; may be negative, or beyond the last one.
class Steps {
  int64_t startUs = 0, numerator = 1, denominator = 1;

public:
  int64_t count = 0;

  Steps(const std::vector<Event> &events, const BinOptions &options) {
    const int64_t first = events.empty() ? 0 : events.front().timeUs;
    const int64_t last = events.empty() ? 0 : events.back().timeUs;
    startUs = options.startUs.value_or(first);
    count = options.steps;
    if (options.binUs > 0) {
      denominator = options.binUs;
      if (count == 0 && !events.empty() && last >= startUs)
        count = (last - startUs) / denominator + 1;
    } else {
      numerator = count;
      denominator = std::max<int64_t>(last - startUs + 1, 1);
    }
  }

  int64_t of(const Event &event) const {
    const int64_t passed = event.timeUs - startUs;
    return passed < 0 ? -1 : int64_t(__int128(passed) * numerator / denominator);
  }
};

Error usage(std::string message, std::string remedy) {
  return {std::move(message), std::move(remedy), ExitCode::Usage};
}

} // namespace

Result<EventFrames> binEvents(const Recording &recording, const BinOptions &options) {
  if (options.binUs <= 0 && options.steps <= 0)
    return usage("neither the length nor the number of time steps is given",
                 "--bin-us or --bins says it");
  if (recording.width == 0 || recording.height == 0)
    return usage("the file does not say how large the sensor is", "--size WIDTHxHEIGHT says it");
  const Steps steps(recording.events, options);
  EventFrames frames;
  frames.steps = steps.count;
  frames.channels = options.mergePolarities ? 1 : 2;
  frames.height = (recording.height + options.shrink - 1) / options.shrink;
  frames.width = (recording.width + options.shrink - 1) / options.shrink;
  constexpr int64_t mostCounts = int64_t(1) << 30;
  if (frames.steps > mostCounts / frames.frameSize())
    return usage(fmt::format("{} time steps of {}x{}x{} are more than {} counts", frames.steps,
                             frames.channels, frames.height, frames.width, mostCounts),
                 "longer or fewer time steps help, and --shrink");
  frames.counts.resize(size_t(frames.steps * frames.frameSize()));
  const int64_t most =
      options.mostPerBin > 0 ? options.mostPerBin : int64_t(std::numeric_limits<uint16_t>::max());
  for (const Event &event : recording.events) {
    const int64_t step = steps.of(event);
    if (step < 0 || step >= frames.steps) {
      ++frames.leftOut;
      continue;
    }
    const int64_t channel = options.mergePolarities ? 0 : event.on;
    const int64_t y = event.y / options.shrink, x = event.x / options.shrink;
    uint16_t &count = frames.counts[size_t(
        ((step * frames.channels + channel) * frames.height + y) * frames.width + x)];
    if (count < most)
      ++count;
    else if (options.mostPerBin > 0)
      ++frames.cut;
    else
      return usage(fmt::format("pixel ({}, {}) has more than {} events in time step {}", event.x,
                               event.y, most, step),
                   "shorter time steps help, and --most-per-bin");
  }
  return frames;
}

} // namespace nacre
