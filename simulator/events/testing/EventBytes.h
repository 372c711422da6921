// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Event files byte by byte, for tests.
#pragma once
#include "simulator/events/EventFile.h"
#include <gtest/gtest.h>

namespace nacre {

/// Bytes of integers, lowest first.
inline std::string le16(uint32_t value) { return {char(value), char(value >> 8)}; }
inline std::string le32(uint32_t value) { return le16(value) + le16(value >> 16); }
inline std::string be32(uint32_t value) {
  return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
}

inline Result<Recording> parseAs(const std::string &format, const std::string &bytes,
                                 const EventOptions &options = {}) {
  EventFormatRegistry formats;
  registerAllEventFormats(formats);
  return parseEvents(*formats.find(format), bytes, "file", options);
}

inline Recording recordingOf(const std::string &format, const std::string &bytes,
                             const EventOptions &options = {}) {
  Result<Recording> recording = parseAs(format, bytes, options);
  EXPECT_TRUE(recording) << recording.error().text();
  return recording ? *recording : Recording{};
}

inline void expectRefused(const std::string &part, const std::string &format,
                          const std::string &bytes, const EventOptions &options = {}) {
  Result<Recording> recording = parseAs(format, bytes, options);
  ASSERT_FALSE(recording) << part;
  EXPECT_NE(recording.error().text().find(part), std::string::npos) << recording.error().text();
}

/// The format that a file with these bytes is taken for.
inline std::string recognised(const std::string &path, const std::string &bytes) {
  EventFormatRegistry formats;
  registerAllEventFormats(formats);
  Result<std::string> name = formatOf(formats, "", path, bytes);
  return name ? *name : name.error().message;
}

inline void PrintTo(const Event &event, std::ostream *out) {
  *out << event.timeUs << " us (" << event.x << ", " << event.y << ") " << event.on;
}

} // namespace nacre
