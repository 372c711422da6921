// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Event files of any known format.
#pragma once
#include "simulator/events/EventFormat.h"

namespace nacre {

/// The format's name: `wanted` unless empty, else by the first bytes, else by the ending. Refuses
/// unknown names and files of which several formats, or none, could be.
Result<std::string> formatOf(const EventFormatRegistry &formats, const std::string &wanted,
                             const std::string &path, std::string_view bytes);

/// Reads a file's bytes in that format and sorts its events by time. Refuses options that mean
/// nothing to the format, a size beside that of the file, events beyond the sensor, and times below
/// 0 or above 2^53 us.
Result<Recording> parseEvents(const EventFormat &format, std::string_view bytes,
                              const std::string &name, const EventOptions &options);

/// Both, for a file.
Result<Recording> readEvents(const std::string &path, const std::string &wanted,
                             const EventOptions &options);

} // namespace nacre
