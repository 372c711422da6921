// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// FlatBuffers byte by byte: the layout is that of FlatBuffers' "Internals" page.
#include "simulator/events/formats/Aedat4Info.h"
#include "simulator/events/testing/EventBytes.h"
#include <lz4frame.h>
#include <zstd.h>

using namespace nacre;
using namespace std::string_literals;

namespace {

using Events = std::vector<Event>;

std::string le64(int64_t value) { return le32(uint32_t(value)) + le32(uint32_t(value >> 32)); }

const std::string xml = "<dv version=\"2.0\"><node name=\"outInfo\" path=\"/\">"
                        "<node name=\"1\"><attr key=\"typeIdentifier\" type=\"string\">FRME</attr>"
                        "</node><node name=\"3\" path=\"/3/\">"
                        "<attr key=\"typeIdentifier\" type=\"string\">EVTS</attr>"
                        "<node name=\"info\"><attr key=\"sizeX\" type=\"int\">346</attr>"
                        "<attr key=\"sizeY\" type=\"int\">260</attr></node></node></node></dv>";

/// Version line and IOHeader.
std::string header(uint32_t compression, int64_t tableAt, const std::string &info = xml) {
  std::string buffer = le32(20) + "IOHE"; // the table's place, from here
  buffer += le16(10) + le16(20) + le16(4) + le16(8) + le16(16) + le16(0); // vtable at 8, padded
  buffer += le32(12);                                                     // back to the vtable
  buffer += le32(compression) + le64(tableAt) + le32(4);                  // the string follows
  buffer += le32(uint32_t(info.size())) + info + '\0';
  buffer.append((4 - buffer.size() % 4) % 4, '\0');
  return "#!AER-DAT4.0\r\n" + le32(uint32_t(buffer.size())) + buffer;
}

std::string element(int64_t t, uint32_t x, uint32_t y, bool on) {
  return le64(t) + le16(x) + le16(y) + char(on) + std::string(3, '\0');
}

/// A size-prefixed EventPacket.
std::string events(const std::string &elements) {
  std::string buffer = le32(16) + "EVTS";
  buffer += le16(6) + le16(8) + le16(4) + le16(0); // vtable at 8, padded
  buffer += le32(8);                               // back to the vtable
  buffer += le32(4);                               // the vector follows
  buffer += le32(uint32_t(elements.size() / 16)); // its elements begin at 28, with the prefix at 32
  buffer += elements;
  return le32(uint32_t(buffer.size())) + buffer;
}

std::string packet(uint32_t stream, const std::string &body) {
  return le32(stream) + le32(uint32_t(body.size())) + body;
}

std::string lz4(const std::string &bytes) {
  std::string frame(LZ4F_compressFrameBound(bytes.size(), nullptr), '\0');
  frame.resize(LZ4F_compressFrame(frame.data(), frame.size(), bytes.data(), bytes.size(), nullptr));
  return frame;
}

std::string zstd(const std::string &bytes) {
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  frame.resize(ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), 3));
  return frame;
}

const std::string two =
    events(element(1600000000000000, 345, 0, true) + element(1600000000000007, 0, 259, false));
const Events twoEvents = {{1600000000000000, 345, 0, true}, {1600000000000007, 0, 259, false}};

TEST(Aedat4, EachCompression) {
  for (auto [compression, body] :
       {std::pair(0, two), {1, lz4(two)}, {2, lz4(two)}, {3, zstd(two)}, {4, zstd(two)}}) {
    const Recording recording =
        recordingOf("aedat4", header(uint32_t(compression), -1) + packet(3, body));
    EXPECT_EQ(recording.events, twoEvents) << compression;
    EXPECT_EQ(recording.width, 346);
    EXPECT_EQ(recording.height, 260);
  }
  EXPECT_EQ(recognised("x", header(0, -1)), "aedat4");
}

TEST(Aedat4, EventsNeedNotBeAligned) {
  std::string bytes = two;
  bytes.insert(28, 4, '\0'); // behind the table, before the vector
  bytes[0] = char(bytes[0] + 4);
  bytes[24] = char(bytes[24] + 4); // the way from the table to the vector
  EXPECT_EQ(recordingOf("aedat4", header(0, -1) + packet(3, bytes)).events, twoEvents);
}

TEST(Aedat4, StopsAtTheTableAndSaysWhatItLeavesOut) {
  const std::string start = header(0, 0);
  const std::string body = packet(1, "a frame") + packet(3, two);
  const Recording recording = recordingOf("aedat4", header(0, int64_t(start.size() + body.size())) +
                                                        body + "no packet at all");
  EXPECT_EQ(recording.events, twoEvents);
  ASSERT_EQ(recording.remarks.size(), 1u);
  EXPECT_EQ(recording.remarks[0], "1 packets belong to other streams than 3: left out");
}

TEST(Aedat4, RefusesDamage) {
  expectRefused("the header is damaged", "aedat4", "#!AER-DAT4.0\r\n");
  expectRefused("the header is damaged", "aedat4", header(0, -1).substr(0, 60));
  expectRefused("names no stream of events", "aedat4", header(0, -1, "<dv></dv>"));
  expectRefused("ends before its table at byte 99999", "aedat4", header(0, 99999));
  expectRefused("is truncated", "aedat4", header(0, -1) + "1234");
  expectRefused("says it has 8 bytes; 4 are left", "aedat4",
                header(0, -1) + le32(3) + le32(8) + "1234");
  expectRefused("is no packet of events", "aedat4", header(0, -1) + packet(3, "nonsense"));
  expectRefused("is no LZ4 frame", "aedat4", header(1, -1) + packet(3, two));
  expectRefused("is no Zstandard frame", "aedat4", header(3, -1) + packet(3, two));
  expectRefused("is truncated", "aedat4",
                header(1, -1) + packet(3, lz4(two).substr(0, lz4(two).size() - 6)));
  expectRefused("has 1 bytes behind its end", "aedat4", header(3, -1) + packet(3, zstd(two) + "x"));
  expectRefused("unknown way 9", "aedat4", header(9, -1) + packet(3, two));
  expectRefused("has an event at (-1, 0)", "aedat4",
                header(0, -1) + packet(3, events(element(1, 0xffff, 0, true))));
  expectRefused("lies at (346, 0), outside the sensor", "aedat4",
                header(0, -1) + packet(3, events(element(1, 346, 0, true))));
  expectRefused("is at -1 us", "aedat4",
                header(0, -1) + packet(3, events(element(-1, 0, 0, true))));
  // A hundred kilobytes that claim to unpack to a gigabyte are refused at 2^28 bytes.
  expectRefused("more than the 268435456 bytes", "aedat4",
                header(3, -1) + packet(3, zstd(std::string((size_t(1) << 28) + 1, '\0'))));
}

TEST(Aedat4Info, TheLowestEventStream) {
  EXPECT_EQ(eventStream(xml)->id, 3);
  const std::string stream = "<attr key=\"typeIdentifier\" type=\"string\">EVTS</attr>";
  auto node = [](const std::string &name, const std::string &inside) {
    return "<node name=\"" + name + "\">" + inside + "</node>";
  };
  EXPECT_EQ(eventStream(node("outInfo", node("7", stream) + node("2", stream)))->id, 2);
  EXPECT_FALSE(eventStream(node("inInfo", node("2", stream))));
  EXPECT_FALSE(eventStream("<node name=\"outInfo\""));
  EXPECT_FALSE(eventStream("</node>" + node("outInfo", node("2", stream))));
  std::string deep;
  for (int i = 0; i < 100; ++i)
    deep += "<node name=\"x\">";
  EXPECT_FALSE(eventStream(deep + node("outInfo", node("2", stream))));
}

} // namespace
