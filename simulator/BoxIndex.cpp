// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/BoxIndex.h"
#include <algorithm>

namespace nacre {

image::Box intersection(const image::Box &a, const image::Box &b) {
  auto low = [](uint32_t p, uint32_t q) { return std::max(p, q); };
  auto high = [](uint32_t p, uint32_t q, uint32_t from) { return std::max(std::min(p, q), from); };
  uint32_t c0 = low(a.c0(), b.c0()), y0 = low(a.y0(), b.y0()), x0 = low(a.x0(), b.x0());
  return {c0, high(a.c1(), b.c1(), c0), y0, high(a.y1(), b.y1(), y0), x0, high(a.x1(), b.x1(), x0)};
}

image::Box hullOf(const std::vector<image::Box> &boxes) {
  if (boxes.empty())
    return {};
  image::Box h = boxes.front();
  for (const image::Box &b : boxes)
    h = {std::min(h.c0(), b.c0()), std::max(h.c1(), b.c1()), std::min(h.y0(), b.y0()),
         std::max(h.y1(), b.y1()), std::min(h.x0(), b.x0()), std::max(h.x1(), b.x1())};
  return h;
}

BoxIndex::BoxIndex(const std::vector<image::Box> &boxes) : hull(hullOf(boxes)) {
  if (boxes.size() <= fewBoxes) {
    few = boxes;
    return;
  }
  words = uint32_t(boxes.size() + 63) / 64;
  channelBits.resize(size_t(hull.c1() - hull.c0()) * words);
  rowBits.resize(size_t(hull.y1() - hull.y0()) * words);
  columnBits.resize(size_t(hull.x1() - hull.x0()) * words);
  for (size_t i = 0; i < boxes.size(); ++i) {
    auto mark = [&](std::vector<uint64_t> &bits, uint32_t from, uint32_t to, uint32_t origin) {
      for (uint32_t at = from; at < to; ++at)
        bits[size_t(at - origin) * words + i / 64] |= uint64_t(1) << i % 64;
    };
    mark(channelBits, boxes[i].c0(), boxes[i].c1(), hull.c0());
    mark(rowBits, boxes[i].y0(), boxes[i].y1(), hull.y0());
    mark(columnBits, boxes[i].x0(), boxes[i].x1(), hull.x0());
  }
}

} // namespace nacre
