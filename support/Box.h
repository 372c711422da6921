// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Half-open boxes of neurons in a population's (channel, row, column).
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace nacre {

struct Range {
  int64_t begin = 0, end = 0;
  int64_t size() const { return std::max<int64_t>(0, end - begin); }
  bool contains(int64_t i) const { return begin <= i && i < end; }
  auto operator<=>(const Range &) const = default;
};

struct Box {
  Range c, y, x;
  int64_t volume() const { return c.size() * y.size() * x.size(); }
  bool empty() const { return volume() == 0; }
  std::array<int64_t, 6> flat() const { return {c.begin, c.end, y.begin, y.end, x.begin, x.end}; }
  auto operator<=>(const Box &) const = default;
};

inline Range intersect(Range a, Range b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}
inline Box intersect(const Box &a, const Box &b) {
  return {intersect(a.c, b.c), intersect(a.y, b.y), intersect(a.x, b.x)};
}

/// The least box around both; neither is empty.
inline Box hullOf(const Box &a, const Box &b) {
  auto join = [](Range p, Range q) {
    return Range{std::min(p.begin, q.begin), std::max(p.end, q.end)};
  };
  return {join(a.c, b.c), join(a.y, b.y), join(a.x, b.x)};
}

/// The parts of `a` outside `b`, as at most six disjoint boxes.
std::vector<Box> subtract(const Box &a, const Box &b);

/// The same of each box.
std::vector<Box> subtract(const std::vector<Box> &boxes, const Box &b);

} // namespace nacre
