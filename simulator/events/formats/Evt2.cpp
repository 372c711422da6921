// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prophesee EVT 2.0: little-endian words of 32 bits, the highest four of which are the kind.
#include "simulator/events/EventFormat.h"
#include "simulator/events/formats/Clock.h"
#include "simulator/events/formats/Prophesee.h"
#include "support/Bytes.h"
#include <fmt/format.h>

namespace nacre {

namespace {
enum Kind : uint32_t {
  Off = 0,
  On = 1,
  TimeHigh = 8,
  Trigger = 0xa,
  Others = 0xe,
  Continued = 0xf
};
}

static Result<Recording> read(std::string_view bytes, const std::string &name,
                              const EventOptions &) {
  const TextHeader header = propheseeHeader(bytes);
  if (const std::string version = evtVersion(header); !version.empty() && version != "2.0")
    return Error{fmt::format("{}: the header says EVT {}", name, version),
                 version == "3.0" ? "--input-format evt3" : "record it as EVT 2.0 or 3.0"};
  const std::string_view data = bytes.substr(header.size);
  if (data.size() % 4 != 0)
    return Error{fmt::format("{}: expected words of 4 bytes after a header of {} bytes, found {} "
                             "bytes",
                             name, header.size, data.size())};
  Recording recording;
  const SensorSize sensor = sensorSize(header);
  recording.width = sensor.width, recording.height = sensor.height;
  Clock clock(28); // in units of 64 us
  int64_t highUs = -1, untimed = 0, triggers = 0, others = 0;
  for (size_t at = 0; at < data.size(); at += 4) {
    const uint32_t word = littleEndian<uint32_t>(data, at);
    switch (const uint32_t kind = word >> 28) {
    case TimeHigh:
      highUs = clock.advance(word & 0xfffffff) << 6;
      break;
    case Off:
    case On:
      if (highUs < 0)
        ++untimed;
      else
        recording.events.push_back({highUs + (word >> 22 & 0x3f), uint16_t(word >> 11 & 0x7ff),
                                    uint16_t(word & 0x7ff), kind == On});
      break;
    case Trigger:
      ++triggers;
      break;
    case Others:
    case Continued:
      ++others;
      break;
    default:
      return Error{fmt::format("{}: the word at byte {} has the unknown kind {}", name,
                               header.size + at, kind)};
    }
  }
  if (untimed)
    recording.remarks.push_back(fmt::format("{} events come before any time: left out", untimed));
  if (triggers + others)
    recording.remarks.push_back(
        fmt::format("{} triggers and {} words of the sensor: left out", triggers, others));
  return recording;
}

void registerEvt2(EventFormatRegistry &registry) {
  EventFormat format{"Prophesee EVT 2.0", {".raw"}, nullptr, read};
  format.begins = [](std::string_view bytes) {
    return evtVersion(propheseeHeader(bytes)) == "2.0";
  };
  registry.add("evt2", std::move(format));
}

} // namespace nacre
