// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the file formats of Prophesee share: a header of lines "% KEY VALUE".
#pragma once
#include "simulator/events/formats/TextHeader.h"
#include <string>

namespace nacre {

/// Up to and with the line "% end" where there is one.
TextHeader propheseeHeader(std::string_view bytes);

/// "2.0", "2.1" or "3.0" by the lines "% evt 3.0" or "% format EVT3;..."; empty if there is none.
std::string evtVersion(const TextHeader &header);

struct SensorSize {
  int64_t width = 0, height = 0; ///< 0: not said
};

/// By the lines "% geometry 640x480", "% format ...;height=480;width=640", or "% Height" and
/// "% Width".
SensorSize sensorSize(const TextHeader &header);

} // namespace nacre
