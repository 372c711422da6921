// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/EventSummary.h"
#include <algorithm>
#include <cassert>
#include <cmath>

namespace nacre {

EventSummary summarize(const Recording &recording) {
  EventSummary summary;
  summary.events = int64_t(recording.events.size());
  for (const Event &event : recording.events) {
    ++(event.on ? summary.on : summary.off);
    summary.usedWidth = std::max<int64_t>(summary.usedWidth, event.x + 1);
    summary.usedHeight = std::max<int64_t>(summary.usedHeight, event.y + 1);
  }
  if (summary.events == 0)
    return summary;
  summary.firstUs = recording.events.front().timeUs;
  summary.lastUs = recording.events.back().timeUs;
  if (const int64_t durationUs = recording.durationUs())
    summary.eventsPerSecond = double(summary.events) * 1e6 / double(durationUs);
  return summary;
}

std::string eventCsv(const Recording &recording) {
  std::string csv = "time_us,x,y,polarity\n";
  for (const Event &event : recording.events)
    csv += std::to_string(event.timeUs) + ',' + std::to_string(event.x) + ',' +
           std::to_string(event.y) + (event.on ? ",1\n" : ",0\n");
  return csv;
}

PngImage eventPicture(const Recording &recording) {
  assert(recording.width > 0);
  const size_t pixels = size_t(recording.width * recording.height);
  std::vector<int64_t> counts[2] = {std::vector<int64_t>(pixels), std::vector<int64_t>(pixels)};
  int64_t most = 1;
  for (const Event &event : recording.events)
    most = std::max(most, ++counts[event.on][size_t(event.y * recording.width + event.x)]);
  auto shade = [&](int64_t count) {
    return int(std::lround(255 * std::log1p(double(count)) / std::log1p(double(most))));
  };
  PngImage image{3, recording.height, recording.width, std::vector<uint8_t>(3 * pixels)};
  for (size_t i = 0; i < pixels; ++i) {
    const int off = shade(counts[0][i]), on = shade(counts[1][i]);
    image.pixels[i] = uint8_t(255 - on);
    image.pixels[pixels + i] = uint8_t(255 - std::max(on, off));
    image.pixels[2 * pixels + i] = uint8_t(255 - off);
  }
  return image;
}

} // namespace nacre
