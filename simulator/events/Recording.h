// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an event camera, or a cochlea, recorded.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nacre {

struct Event {
  int64_t timeUs = 0;
  uint16_t x = 0, y = 0; ///< from the upper left corner
  bool on = true;        ///< brighter, not darker; always, where there is no polarity

  bool operator==(const Event &) const = default;
};

struct Recording {
  int64_t width = 0, height = 0;    ///< of the sensor; 0 where the file does not say
  std::vector<Event> events;        ///< by time
  std::optional<int64_t> label;     ///< the class, where the file has one
  std::vector<std::string> remarks; ///< what was left out or mended, for the user

  int64_t durationUs() const {
    return events.empty() ? 0 : events.back().timeUs - events.front().timeUs;
  }
};

} // namespace nacre
