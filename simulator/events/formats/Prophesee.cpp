// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/Prophesee.h"

namespace nacre {

TextHeader propheseeHeader(std::string_view bytes) { return textHeader(bytes, '%', "end"); }

std::string evtVersion(const TextHeader &header) {
  if (const std::string_view version = header.value("evt"); !version.empty())
    return std::string(version);
  const std::string_view format = header.value("format");
  const std::string_view name = format.substr(0, format.find(';'));
  return name == "EVT2" ? "2.0" : name == "EVT21" ? "2.1" : name == "EVT3" ? "3.0" : "";
}

/// The number behind ";KEY=" in the line "% format".
static int64_t formatNumber(std::string_view format, std::string_view key) {
  const std::string start = ";" + std::string(key) + "=";
  const size_t at = format.find(start);
  return at == format.npos ? 0 : numberAt(format.substr(at + start.size()));
}

SensorSize sensorSize(const TextHeader &header) {
  SensorSize size;
  const std::string_view geometry = header.value("geometry"), format = header.value("format");
  if (const size_t cross = geometry.find('x'); cross != geometry.npos)
    size = {numberAt(geometry), numberAt(geometry.substr(cross + 1))};
  else if (!format.empty())
    size = {formatNumber(format, "width"), formatNumber(format, "height")};
  else
    size = {numberAt(header.value("Width")), numberAt(header.value("Height"))};
  return size.width > 0 && size.height > 0 ? size : SensorSize{};
}

} // namespace nacre
