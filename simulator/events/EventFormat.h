// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Readers of event files, one format a file in formats/.
#pragma once
#include "simulator/events/Recording.h"
#include "support/Registry.h"
#include <string_view>

namespace nacre {

/// What some formats leave open.
struct EventOptions {
  int64_t width = 0, height = 0; ///< of the sensor; 0: as the file says
  std::string sensor = {};       ///< whose addresses an AEDAT 2.0 file holds; empty: as it says
  int64_t sample = 0;            ///< of a file with several recordings
};

struct EventFormat {
  std::string summary;
  std::vector<std::string> endings; ///< of file names: ".aedat4"
  /// Whether the bytes begin as this format does; null where its files do not say what they are.
  bool (*begins)(std::string_view bytes) = nullptr;
  /// `name` is the file in messages. Events may be out of order. Refuses files that are truncated
  /// or hold what the format does not have; never allocates more than the bytes justify.
  Result<Recording> (*read)(std::string_view bytes, const std::string &name,
                            const EventOptions &options) = nullptr;
  bool severalRecordings = false;        ///< takes options.sample
  std::vector<std::string> sensors = {}; ///< values of options.sensor
};

using EventFormatRegistry = Registry<EventFormat>;
void registerAllEventFormats(EventFormatRegistry &registry);

} // namespace nacre
