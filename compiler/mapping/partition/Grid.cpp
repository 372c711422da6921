// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/Grid.h"

namespace nacre {

std::vector<Box> Grid::boxes() const {
  std::vector<Box> boxes;
  for (Range channels : c)
    for (Range rows : y)
      for (Range columns : x)
        boxes.push_back({channels, rows, columns});
  return boxes;
}

Cut equalParts(int64_t size, int64_t count) {
  Cut parts;
  for (int64_t i = 0; i < count; ++i)
    parts.push_back({size * i / count, size * (i + 1) / count});
  return parts;
}

/// The longest parts that read no more than `most`; empty if a single position reads more.
static Cut longestParts(int64_t size, int64_t most, const std::function<int64_t(Range)> &reads) {
  Cut parts;
  for (int64_t begin = 0; begin < size;) {
    int64_t end = begin;
    while (end < size && reads({begin, end + 1}) <= most)
      ++end;
    if (end == begin)
      return {};
    parts.push_back({begin, end});
    begin = end;
  }
  return parts;
}

std::vector<Cut> cutsOf(int64_t size, const std::function<int64_t(Range)> &reads) {
  std::vector<Cut> cuts;
  for (int64_t largest = size, last = 0; largest >= 1; --largest) {
    const int64_t count = (size + largest - 1) / largest;
    if (count != last)
      cuts.push_back(equalParts(size, count));
    last = count;
  }
  // Of as many parts, those that read least are the last ones found.
  std::vector<Cut> even(size_t(size) + 1);
  for (int64_t most = reads({0, size}); most >= 1; --most) {
    Cut parts = longestParts(size, most, reads);
    if (parts.empty())
      break;
    even[parts.size()] = std::move(parts);
  }
  for (Cut &parts : even)
    if (!parts.empty() && std::find(cuts.begin(), cuts.end(), parts) == cuts.end())
      cuts.push_back(std::move(parts));
  return cuts;
}

} // namespace nacre
