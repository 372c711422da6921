// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// AEDAT 2.0 (jAER): a header of lines "#...", then pairs of a big-endian address and time in us.
// What an address means depends on the chip (iniVation, "AEDAT 2.0").
#include "simulator/events/EventFormat.h"
#include "simulator/events/formats/Clock.h"
#include "simulator/events/formats/TextHeader.h"
#include "support/Bytes.h"
#include <fmt/format.h>

namespace nacre {
namespace {

struct Sensor {
  const char *name;
  int64_t width, height;
  uint32_t otherMask; ///< an address with one of these bits is no change of brightness
  Event (*decode)(uint32_t address);
};

// The origin of both chips is the lower left corner. Two readings of the DVS128 are in use: that of
// iniVation's documents, and that of neuromorphs/tonic, which exchanges the axes and does not turn
// them. That of the DAVIS346 is tonic's.
constexpr Sensor sensors[] = {
    {"dvs128", 128, 128, 1u << 15,
     [](uint32_t a) {
       return Event{0, uint16_t(a >> 1 & 0x7f), uint16_t(127 - (a >> 8 & 0x7f)), bool(a & 1)};
     }},
    {"dvs128-tonic", 128, 128, 1u << 15,
     [](uint32_t a) {
       return Event{0, uint16_t(a >> 8 & 0x7f), uint16_t(a >> 1 & 0x7f), bool(a & 1)};
     }},
    // Bit 31: images and inertia; bit 10: external events.
    {"davis346", 346, 260, 1u << 31 | 1u << 10, [](uint32_t a) {
       return Event{0, uint16_t(345 - (a >> 12 & 0x3ff)), uint16_t(259 - (a >> 22 & 0x1ff)),
                    bool(a >> 11 & 1)};
     }}};

/// By the option, else by the line "# AEChip: CLASS".
Result<Sensor> sensorOf(const TextHeader &header, const std::string &name,
                        const EventOptions &options) {
  const std::string_view chip = header.value("AEChip");
  auto isChip = [&](const char *part) { return chip.find(part) != chip.npos; };
  std::string wanted = options.sensor;
  if (wanted.empty() && isChip("DVS128"))
    wanted = "dvs128";
  if (wanted.empty() && isChip("Davis346"))
    wanted = "davis346";
  for (const Sensor &sensor : sensors)
    if (wanted == sensor.name)
      return sensor;
  return Error{
      chip.empty() ? fmt::format("{}: the header does not name the chip", name)
                   : fmt::format("{}: the addresses of the chip '{}' are not known", name, chip),
      "--sensor says how to read addresses: dvs128, dvs128-tonic or davis346", ExitCode::Usage};
}

Result<Recording> read(std::string_view bytes, const std::string &name,
                       const EventOptions &options) {
  constexpr size_t record = 8;
  const TextHeader header = textHeader(bytes, '#', "End Of ASCII Header");
  Result<Sensor> sensor = sensorOf(header, name, options);
  if (!sensor)
    return sensor.error();
  const std::string_view data = bytes.substr(header.size);
  if (data.size() % record != 0)
    return Error{fmt::format("{}: expected records of {} bytes after a header of {} bytes, found "
                             "{} bytes",
                             name, record, header.size, data.size())};
  Recording recording;
  recording.width = sensor->width, recording.height = sensor->height;
  recording.events.reserve(data.size() / record);
  Clock clock(32);
  int64_t others = 0;
  for (size_t at = 0; at < data.size(); at += record) {
    const uint32_t address = bigEndian<uint32_t>(data, at);
    const int64_t timeUs = clock.advance(bigEndian<uint32_t>(data, at + 4));
    if (address & sensor->otherMask) {
      ++others;
      continue;
    }
    Event event = sensor->decode(address);
    if (event.x >= sensor->width || event.y >= sensor->height) // below zero before it was unsigned
      return Error{fmt::format("{}: record {}: address 0x{:08x} lies outside the {}x{} pixels of "
                               "the {}",
                               name, at / record, address, sensor->width, sensor->height,
                               sensor->name)};
    event.timeUs = timeUs;
    recording.events.push_back(event);
  }
  if (others)
    recording.remarks.push_back(
        fmt::format("{} records are external events, images or inertia: left out", others));
  return recording;
}

} // namespace

void registerAedat2(EventFormatRegistry &registry) {
  EventFormat format{"AEDAT 2.0 (jAER)", {".aedat"}, nullptr, read};
  format.begins = [](std::string_view bytes) { return bytes.starts_with("#!AER-DAT2.0\r\n"); };
  for (const Sensor &sensor : sensors)
    format.sensors.push_back(sensor.name);
  registry.add("aedat2", std::move(format));
}

} // namespace nacre
