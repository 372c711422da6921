// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/Aedat4Info.h"
#include "simulator/events/formats/aedat4_generated.h"
#include "tests/fuzz/EventFuzz.h"
#include <lz4frame.h>
#include <zstd.h>

using namespace nacre;

namespace {

template <class Make> std::string sizePrefixed(const char *identifier, Make make) {
  flatbuffers::FlatBufferBuilder builder;
  auto root = make(builder);
  builder.FinishSizePrefixed(root, identifier);
  return {reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize()};
}

std::string file(aedat4::Compression compression, const std::string &body) {
  const std::string header = sizePrefixed("IOHE", [&](auto &builder) {
    return aedat4::CreateIOHeaderDirect(
        builder, compression, -1,
        "<node name=\"outInfo\"><node name=\"0\"><attr key=\"typeIdentifier\">EVTS</attr>"
        "<attr key=\"sizeX\">34</attr><attr key=\"sizeY\">34</attr></node></node>");
  });
  const char size = char(body.size());
  return "#!AER-DAT4.0\r\n" + header + std::string{0, 0, 0, 0, size, 0, 0, 0} + body;
}

} // namespace

std::vector<std::string> fuzzSeeds() {
  const std::string events = sizePrefixed("EVTS", [](auto &builder) {
    const std::vector<aedat4::Event> two = {{5, 1, 2, true}, {9, 33, 0, false}};
    return aedat4::CreateEventPacketDirect(builder, &two);
  });
  std::string lz4(LZ4F_compressFrameBound(events.size(), nullptr), '\0');
  lz4.resize(LZ4F_compressFrame(lz4.data(), lz4.size(), events.data(), events.size(), nullptr));
  std::string zstd(ZSTD_compressBound(events.size()), '\0');
  zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), events.data(), events.size(), 1));
  return {file(aedat4::Compression::None, events), file(aedat4::Compression::Lz4, lz4),
          file(aedat4::Compression::Zstd, zstd)};
}

void fuzzOne(std::string_view bytes) {
  fuzzEvents("aedat4", bytes);
  (void)eventStream(bytes);
}
