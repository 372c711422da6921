// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prophesee EVT 3.0: little-endian words of 16 bits, the highest four of which are the kind. A word
// changes part of a state (time, row, base of a vector) or makes events of it.
#include "simulator/events/EventFormat.h"
#include "simulator/events/formats/Clock.h"
#include "simulator/events/formats/Prophesee.h"
#include "support/Bytes.h"
#include <fmt/format.h>

namespace nacre {
namespace {

enum Kind : uint32_t {
  AddressY = 0,
  AddressX = 2,
  VectorBase = 3,
  Vector12 = 4,
  Vector8 = 5,
  TimeLow = 6,
  Continued4 = 7,
  TimeHigh = 8,
  Trigger = 0xa,
  Others = 0xe,
  Continued12 = 0xf
};

class Decoder {
  Clock clock{12}; // of the high half of 24 bits of us
  int64_t highUs = -1, lowUs = 0, row = -1, base = -1;
  bool baseOn = false;

  void addEvent(int64_t x, bool on) {
    if (highUs < 0 || row < 0)
      ++untimed;
    else
      recording.events.push_back({highUs + lowUs, uint16_t(x), uint16_t(row), on});
  }

  /// Whether the vector lies on the sensor.
  bool addVector(uint32_t mask, int bits) {
    if (base < 0)
      return false;
    for (int bit = 0; bit < bits; ++bit)
      if (mask >> bit & 1) {
        if (base + bit > 2047) // what 11 bits of x can say
          return false;
        addEvent(base + bit, baseOn);
      }
    base = std::min<int64_t>(base + bits, 2048);
    return true;
  }

public:
  Recording recording;
  int64_t untimed = 0, triggers = 0, others = 0;

  /// What is wrong with the word; null if nothing is.
  const char *take(uint32_t word) {
    const uint32_t low11 = word & 0x7ff, low12 = word & 0xfff;
    switch (word >> 12) {
    case AddressY:
      row = low11;
      return nullptr;
    case AddressX:
      addEvent(low11, word >> 11 & 1);
      return nullptr;
    case VectorBase:
      base = low11;
      baseOn = word >> 11 & 1;
      return nullptr;
    case Vector12:
      return addVector(low12, 12) ? nullptr : "has a vector without a base, or beyond x = 2047";
    case Vector8:
      return addVector(word & 0xff, 8) ? nullptr
                                       : "has a vector without a base, or beyond x = 2047";
    case TimeLow:
      lowUs = low12;
      return nullptr;
    case TimeHigh: {
      const int64_t fresh = clock.advance(low12) << 12;
      if (fresh != highUs) // the low half of before no longer counts
        lowUs = 0;
      highUs = fresh;
      return nullptr;
    }
    case Trigger:
      ++triggers;
      return nullptr;
    case Continued4:
    case Others:
    case Continued12:
      ++others;
      return nullptr;
    default:
      return "has an unknown kind";
    }
  }
};

Result<Recording> read(std::string_view bytes, const std::string &name, const EventOptions &) {
  const TextHeader header = propheseeHeader(bytes);
  if (const std::string version = evtVersion(header); !version.empty() && version != "3.0")
    return Error{fmt::format("{}: the header says EVT {}", name, version),
                 version == "2.0" ? "--input-format evt2" : "record it as EVT 2.0 or 3.0"};
  const std::string_view data = bytes.substr(header.size);
  if (data.size() % 2 != 0)
    return Error{fmt::format("{}: expected words of 2 bytes after a header of {} bytes, found {} "
                             "bytes",
                             name, header.size, data.size())};
  Decoder decoder;
  for (size_t at = 0; at < data.size(); at += 2) {
    const uint16_t word = littleEndian<uint16_t>(data, at);
    if (const char *wrong = decoder.take(word))
      return Error{
          fmt::format("{}: the word 0x{:04x} at byte {} {}", name, word, header.size + at, wrong)};
  }
  Recording &recording = decoder.recording;
  const SensorSize sensor = sensorSize(header);
  recording.width = sensor.width, recording.height = sensor.height;
  if (decoder.untimed)
    recording.remarks.push_back(
        fmt::format("{} events come before any time or row: left out", decoder.untimed));
  if (decoder.triggers + decoder.others)
    recording.remarks.push_back(fmt::format("{} triggers and {} words of the sensor: left out",
                                            decoder.triggers, decoder.others));
  return std::move(recording);
}

} // namespace

void registerEvt3(EventFormatRegistry &registry) {
  EventFormat format{"Prophesee EVT 3.0", {".raw"}, nullptr, read};
  format.begins = [](std::string_view bytes) {
    return evtVersion(propheseeHeader(bytes)) == "3.0";
  };
  registry.add("evt3", std::move(format));
}

} // namespace nacre
