// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The streams of an AEDAT 4.0 file, from the XML text in its header.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace nacre {

struct Aedat4Stream {
  int64_t id = 0, width = 0, height = 0; ///< no size: 0
};

/// The event stream with the lowest id; none if the text has none, or is no nest of
/// <node name="..."> and <attr key="...">value</attr>.
std::optional<Aedat4Stream> eventStream(std::string_view xml);

} // namespace nacre
