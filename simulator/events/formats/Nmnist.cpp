// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// N-MNIST and N-Caltech101 (Orchard et al. 2015), 40 bits an event: x; y; bit 7 of byte 2 the
// polarity; 23 bits of time, highest first. A record with y = 240 says that the sensor's time
// overflowed: this and all later times are 2^13 us later (as neuromorphs/tonic reads them).
#include "simulator/events/EventFormat.h"
#include "support/Bytes.h"
#include <fmt/format.h>

namespace nacre {

static Result<Recording> read(std::string_view bytes, const std::string &name,
                              const EventOptions &) {
  constexpr size_t record = 5;
  constexpr uint8_t overflowMark = 240;
  if (bytes.size() % record != 0)
    return Error{fmt::format("{}: expected records of {} bytes, found {} bytes", name, record,
                             bytes.size())};
  Recording recording;
  recording.events.reserve(bytes.size() / record);
  int64_t overflowUs = 0;
  for (size_t at = 0; at < bytes.size(); at += record) {
    const uint32_t word = bigEndian<uint32_t>(bytes, at + 1); // y, polarity and time
    if (word >> 24 == overflowMark) {
      overflowUs += 1 << 13;
      continue;
    }
    recording.events.push_back({overflowUs + int64_t(word & 0x7fffff), uint8_t(bytes[at]),
                                uint16_t(word >> 24), bool(word >> 23 & 1)});
  }
  return recording;
}

void registerNmnist(EventFormatRegistry &registry) {
  registry.add("nmnist",
               {"N-MNIST, N-Caltech101: 5 bytes an event", {".bs2", ".bin"}, nullptr, read});
}

} // namespace nacre
