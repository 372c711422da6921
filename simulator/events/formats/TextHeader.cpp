// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/TextHeader.h"
#include <algorithm>
#include <charconv>

namespace nacre {

static std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

TextHeader textHeader(std::string_view bytes, char mark, std::string_view end) {
  TextHeader header;
  while (header.size < bytes.size() && bytes[header.size] == mark) {
    const size_t newline = bytes.find('\n', header.size);
    if (newline == bytes.npos)
      break;
    const std::string_view line = bytes.substr(header.size + 1, newline - header.size - 1);
    if (std::any_of(line.begin(), line.end(),
                    [](char c) { return uint8_t(c) < ' ' && c != '\t' && c != '\r'; }))
      break;
    header.lines.push_back(trim(line));
    header.size = newline + 1;
    if (header.lines.back() == end)
      break;
  }
  return header;
}

std::string_view TextHeader::value(std::string_view key) const {
  for (std::string_view line : lines)
    if (line.substr(0, key.size()) == key) {
      std::string_view rest = line.substr(key.size());
      if (!rest.empty() && (rest.front() == ' ' || rest.front() == ':'))
        return trim(rest.substr(1));
    }
  return {};
}

int64_t numberAt(std::string_view text) {
  int64_t number = 0;
  const auto [next, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc() && number >= 0 && number <= 65536 ? number : 0;
}

} // namespace nacre
