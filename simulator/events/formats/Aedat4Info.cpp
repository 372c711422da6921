// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/Aedat4Info.h"
#include "simulator/events/formats/TextHeader.h"
#include <charconv>
#include <map>
#include <string>
#include <vector>

namespace nacre {
namespace {

struct StreamInfo {
  bool hasEvents = false;
  int64_t width = 0, height = 0;
};

/// The value of NAME="VALUE" in a tag.
std::string_view attribute(std::string_view tag, std::string_view name) {
  const std::string start = " " + std::string(name) + "=\"";
  const size_t begin = tag.find(start);
  if (begin == tag.npos)
    return {};
  tag.remove_prefix(begin + start.size());
  return tag.substr(0, tag.find('"'));
}

/// A stream is a node with a number for a name inside outInfo.
std::optional<int64_t> streamOf(const std::vector<std::string_view> &path) {
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const std::string_view name = path[i + 1];
    int64_t id = 0;
    const auto [next, code] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (path[i] == "outInfo" && code == std::errc() && next == name.data() + name.size())
      return id;
  }
  return {};
}

} // namespace

std::optional<Aedat4Stream> eventStream(std::string_view xml) {
  constexpr size_t deepest = 32;
  std::vector<std::string_view> path; // names of the open nodes
  std::map<int64_t, StreamInfo> streams;
  for (size_t open; (open = xml.find('<')) != xml.npos;) {
    const size_t close = xml.find('>', open);
    if (close == xml.npos)
      return {};
    const std::string_view tag = xml.substr(open + 1, close - open - 1);
    xml.remove_prefix(close + 1);
    if (tag.substr(0, 5) == "node ") {
      if (tag.back() == '/')
        continue;
      if (path.size() == deepest)
        return {};
      path.push_back(attribute(tag, "name"));
    } else if (tag == "/node") {
      if (path.empty())
        return {};
      path.pop_back();
    } else if (tag.substr(0, 5) == "attr ") {
      const std::string_view key = attribute(tag, "key"), value = xml.substr(0, xml.find('<'));
      const std::optional<int64_t> id = streamOf(path);
      if (!id)
        continue;
      StreamInfo &stream = streams[*id];
      if (key == "typeIdentifier")
        stream.hasEvents = value == "EVTS";
      else if (key == "sizeX")
        stream.width = numberAt(value);
      else if (key == "sizeY")
        stream.height = numberAt(value);
    }
  }
  for (const auto &[id, stream] : streams)
    if (stream.hasEvents)
      return Aedat4Stream{id, stream.width, stream.height};
  return {};
}

} // namespace nacre
