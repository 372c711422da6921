// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// AEDAT 3.1 (cAER; DVS128 Gesture): packets behind a text header, all little endian (iniVation,
// "AEDAT 3.1"; neuromorphs/tonic). The origin is the upper left corner.
#include "simulator/events/EventFormat.h"
#include "simulator/events/formats/TextHeader.h"
#include "support/Bytes.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre {
namespace {

struct PacketHeader {
  static constexpr size_t size = 28;
  uint16_t type;
  uint32_t eventSize, overflow, capacity, number;

  explicit PacketHeader(std::string_view bytes)
      : type(littleEndian<uint16_t>(bytes)), eventSize(littleEndian<uint32_t>(bytes, 4)),
        overflow(littleEndian<uint32_t>(bytes, 12)), capacity(littleEndian<uint32_t>(bytes, 16)),
        number(littleEndian<uint32_t>(bytes, 20)) {}
};

constexpr uint16_t polarityType = 1;
constexpr size_t polaritySize = 8;

/// Events of a packet; returns how many are marked as not valid.
int64_t addPolarities(std::string_view body, const PacketHeader &packet, Recording &recording) {
  int64_t invalid = 0;
  for (uint32_t i = 0; i < packet.number; ++i) {
    const uint32_t word = littleEndian<uint32_t>(body, i * polaritySize);
    const uint32_t time = littleEndian<uint32_t>(body, i * polaritySize + 4);
    if (!(word & 1)) {
      ++invalid;
      continue;
    }
    recording.events.push_back({int64_t(packet.overflow) << 31 | int64_t(time & 0x7fffffff),
                                uint16_t(word >> 17), uint16_t(word >> 2 & 0x7fff),
                                bool(word >> 1 & 1)});
  }
  return invalid;
}

Result<Recording> read(std::string_view bytes, const std::string &name, const EventOptions &) {
  const TextHeader header = textHeader(bytes, '#', "!END-HEADER");
  if (header.lines.empty() || header.lines.back() != "!END-HEADER")
    return Error{fmt::format("{}: the header has no line #!END-HEADER", name)};
  if (const std::string_view format = header.value("Format"); !format.empty() && format != "RAW")
    return Error{fmt::format("{}: expected the format RAW, found {}", name, format)};
  Recording recording;
  int64_t invalid = 0, others = 0;
  for (size_t at = header.size; at < bytes.size();) {
    auto refuse = [&](const std::string &reason) {
      return Error{fmt::format("{}: the packet at byte {} {}", name, at, reason)};
    };
    if (bytes.size() - at < PacketHeader::size)
      return refuse("is truncated in its header");
    const PacketHeader packet(bytes.substr(at));
    const uint64_t length = uint64_t(packet.capacity) * packet.eventSize;
    if (packet.number > packet.capacity)
      return refuse(fmt::format("has {} events and room for {}", packet.number, packet.capacity));
    if (length > bytes.size() - at - PacketHeader::size)
      return refuse(fmt::format("says it has {} bytes; {} are left", length,
                                bytes.size() - at - PacketHeader::size));
    if (packet.type != polarityType) {
      others += packet.number;
    } else {
      if (packet.eventSize != polaritySize)
        return refuse(
            fmt::format("has events of {} bytes, expected {}", packet.eventSize, polaritySize));
      invalid += addPolarities(bytes.substr(at + PacketHeader::size), packet, recording);
    }
    at += PacketHeader::size + size_t(length);
  }
  if (invalid)
    recording.remarks.push_back(
        fmt::format("{} events are marked as not valid: left out", invalid));
  if (others)
    recording.remarks.push_back(fmt::format(
        "{} events are no changes of brightness (images, inertia, ...): left out", others));
  return recording;
}

} // namespace

void registerAedat3(EventFormatRegistry &registry) {
  EventFormat format{"AEDAT 3.1 (cAER)", {".aedat"}, nullptr, read};
  format.begins = [](std::string_view bytes) { return bytes.starts_with("#!AER-DAT3.1\r\n"); };
  registry.add("aedat3", std::move(format));
}

} // namespace nacre
