// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// AEDAT 4.0 (DV): a version line, a FlatBuffer that names the streams, and packets {stream, size}
// of compressed FlatBuffers (iniVation, "AEDAT 4.0").
#include "simulator/events/EventFormat.h"
#include "simulator/events/formats/Aedat4Info.h"
#include "simulator/events/formats/Decompress.h"
#include "simulator/events/formats/aedat4_generated.h"
#include "support/Bytes.h"
#include <cstring>
#include <fmt/format.h>

namespace nacre {
namespace {

constexpr std::string_view versionLine = "#!AER-DAT4.0\r\n";

/// A size-prefixed FlatBuffer at the start of the bytes, in memory that is aligned for it.
template <class Table> class SizePrefixed {
  std::vector<uint64_t> words;

public:
  const Table *table = nullptr; ///< null if the bytes are none
  size_t size = 0;              ///< with the prefix

  SizePrefixed(std::string_view bytes, const char *identifier) {
    if (bytes.size() < 4)
      return;
    size = size_t(littleEndian<uint32_t>(bytes)) + 4;
    if (size > bytes.size() || size < 12)
      return;
    words.resize((size + 7) / 8);
    std::memcpy(words.data(), bytes.data(), size);
    const auto *data = reinterpret_cast<const uint8_t *>(words.data());
    flatbuffers::Verifier verifier(data, size);
    if (verifier.VerifySizePrefixedBuffer<Table>(identifier))
      table = flatbuffers::GetSizePrefixedRoot<Table>(data);
  }
};

Result<std::string> unpack(std::string_view body, aedat4::Compression compression) {
  constexpr size_t maxPacketBytes = size_t(1) << 28;
  switch (compression) {
  case aedat4::Compression::None:
    return std::string(body);
  case aedat4::Compression::Lz4:
  case aedat4::Compression::Lz4High:
    return unpackLz4(body, maxPacketBytes);
  case aedat4::Compression::Zstd:
  case aedat4::Compression::ZstdHigh:
    return unpackZstd(body, maxPacketBytes);
  }
  return Error{fmt::format("is compressed in the unknown way {}", int32_t(compression))};
}

Status addEvents(std::string_view body, aedat4::Compression compression, Recording &recording) {
  Result<std::string> bytes = unpack(body, compression);
  if (!bytes)
    return bytes.error();
  const SizePrefixed<aedat4::EventPacket> packet(*bytes, "EVTS");
  if (!packet.table)
    return Error{"is no packet of events"};
  if (!packet.table->elements())
    return success();
  constexpr size_t mostEvents = size_t(1) << 27; // 2 GiB of them
  if (recording.events.size() + packet.table->elements()->size() > mostEvents)
    return Error{fmt::format("brings more than the {} events allowed here", mostEvents)};
  const uint8_t *data = packet.table->elements()->Data();
  for (uint32_t i = 0; i < packet.table->elements()->size(); ++i) {
    aedat4::Event event; // a copy, as nothing ensures that they are aligned
    std::memcpy(&event, data + i * sizeof event, sizeof event);
    if (event.x() < 0 || event.y() < 0)
      return Error{fmt::format("has an event at ({}, {})", event.x(), event.y())};
    recording.events.push_back({event.t(), uint16_t(event.x()), uint16_t(event.y()), event.on()});
  }
  return success();
}

Result<Recording> read(std::string_view bytes, const std::string &name, const EventOptions &) {
  if (!bytes.starts_with(versionLine))
    return Error{fmt::format("{}: expected the line #!AER-DAT4.0 first", name)};
  const SizePrefixed<aedat4::IOHeader> header(bytes.substr(versionLine.size()), "IOHE");
  if (!header.table || !header.table->info_node())
    return Error{fmt::format("{}: the header is damaged or truncated", name)};
  const auto stream = eventStream(header.table->info_node()->string_view());
  if (!stream)
    return Error{fmt::format("{}: the header names no stream of events (EVTS)", name)};
  const int64_t tableAt = header.table->data_table_position();
  if (tableAt > int64_t(bytes.size()))
    return Error{fmt::format("{}: the file ends before its table at byte {}", name, tableAt)};
  const std::string_view packets = bytes.substr(0, tableAt < 0 ? bytes.size() : size_t(tableAt));

  Recording recording;
  recording.width = stream->width, recording.height = stream->height;
  int64_t others = 0;
  for (size_t at = versionLine.size() + header.size; at < packets.size();) {
    auto refuse = [&](const std::string &reason) {
      return Error{fmt::format("{}: the packet at byte {} {}", name, at, reason)};
    };
    if (packets.size() - at < 8)
      return refuse("is truncated");
    const auto id = int32_t(littleEndian<uint32_t>(packets, at));
    const uint32_t size = littleEndian<uint32_t>(packets, at + 4);
    if (size > packets.size() - at - 8)
      return refuse(
          fmt::format("says it has {} bytes; {} are left", size, packets.size() - at - 8));
    if (id != stream->id)
      ++others;
    else if (Status added =
                 addEvents(packets.substr(at + 8, size), header.table->compression(), recording);
             !added)
      return refuse(added.error().message);
    at += 8 + size;
  }
  if (others)
    recording.remarks.push_back(
        fmt::format("{} packets belong to other streams than {}: left out", others, stream->id));
  return recording;
}

} // namespace

void registerAedat4(EventFormatRegistry &registry) {
  EventFormat format{"AEDAT 4.0 (DV)", {".aedat4"}, nullptr, read};
  format.begins = [](std::string_view bytes) { return bytes.starts_with(versionLine); };
  registry.add("aedat4", std::move(format));
}

} // namespace nacre
