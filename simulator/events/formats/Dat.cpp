// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prophesee DAT, version 2: a header of lines "% ...", two bytes (kind of events, their size), then
// little-endian pairs of time in us and a word of 14 bits x, 14 bits y, 4 bits polarity.
#include "simulator/events/EventFormat.h"
#include "simulator/events/formats/Clock.h"
#include "simulator/events/formats/Prophesee.h"
#include "support/Bytes.h"
#include <fmt/format.h>

namespace nacre {

static Result<Recording> read(std::string_view bytes, const std::string &name,
                              const EventOptions &) {
  constexpr size_t record = 8;
  const TextHeader header = propheseeHeader(bytes);
  if (const std::string_view version = header.value("Version"); version != "2")
    return Error{version.empty() ? fmt::format("{}: the header has no line '% Version'", name)
                                 : fmt::format("{}: expected version 2, found {}", name, version),
                 "older versions pack coordinates in another way"};
  const std::string_view data = bytes.substr(header.size);
  if (data.size() < 2 || data.size() % record != 2)
    return Error{fmt::format("{}: expected 2 bytes and records of {} bytes after a header of {} "
                             "bytes, found {} bytes",
                             name, record, header.size, data.size())};
  const int kind = uint8_t(data[0]), size = uint8_t(data[1]);
  if ((kind != 0x0c && kind != 0) || size != int(record))
    return Error{fmt::format("{}: expected changes of brightness (kind 12 or 0 of 8 bytes), found "
                             "kind {} of {} bytes",
                             name, kind, size)};
  Recording recording;
  const SensorSize sensor = sensorSize(header);
  recording.width = sensor.width, recording.height = sensor.height;
  recording.events.reserve(data.size() / record);
  Clock clock(32);
  for (size_t at = 2; at < data.size(); at += record) {
    const uint32_t word = littleEndian<uint32_t>(data, at + 4);
    const uint32_t polarity = word >> 28;
    if (polarity > 1)
      return Error{fmt::format("{}: event {}: expected polarity 0 or 1, found {}", name,
                               at / record, polarity)};
    recording.events.push_back({clock.advance(littleEndian<uint32_t>(data, at)),
                                uint16_t(word & 0x3fff), uint16_t(word >> 14 & 0x3fff),
                                polarity == 1});
  }
  return recording;
}

void registerDat(EventFormatRegistry &registry) {
  registry.add("dat", {"Prophesee DAT, version 2", {".dat"}, nullptr, read});
}

} // namespace nacre
