// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The lines of text that event files begin with.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace nacre {

struct TextHeader {
  std::vector<std::string_view> lines; ///< without the mark, spaces around, and the line's end
  size_t size = 0;                     ///< bytes before the data

  /// What follows "KEY " or "KEY: " on a line; empty if there is none.
  std::string_view value(std::string_view key) const;
};

/// All lines that begin with `mark` and are printable, up to and with a line `end` if there is one.
/// The data may begin with the mark too: bytes that are no text, or lack a line's end, are data.
TextHeader textHeader(std::string_view bytes, char mark, std::string_view end);

/// The decimal number at the start of a text; 0 if there is none, or one above 65536.
int64_t numberAt(std::string_view text);

} // namespace nacre
