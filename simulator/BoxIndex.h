// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which boxes of a list contain a point.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include <bit>
#include <cstdint>
#include <vector>

namespace nacre {

/// A neuron's coordinates in its population.
struct Point {
  uint32_t c = 0, y = 0, x = 0;
};

inline bool contains(const image::Box &box, Point p) {
  return box.c0() <= p.c && p.c < box.c1() && box.y0() <= p.y && p.y < box.y1() &&
         box.x0() <= p.x && p.x < box.x1();
}

/// The common part; an empty box if there is none.
image::Box intersection(const image::Box &a, const image::Box &b);

/// The smallest box around all; an empty box if there are none.
image::Box hullOf(const std::vector<image::Box> &boxes);

/// One bit per box for each coordinate of each axis; a query ands three of these rows. Memory grows
/// with the sum of the axes, not with the number of points; a few boxes are looked at one by one.
class BoxIndex {
  static constexpr size_t fewBoxes = 4;

  image::Box hull;
  std::vector<image::Box> few; ///< all, or none if there are bits
  uint32_t words = 0;          ///< of one row of bits
  std::vector<uint64_t> channelBits, rowBits, columnBits;

public:
  BoxIndex() = default;
  explicit BoxIndex(const std::vector<image::Box> &boxes);

  /// Calls visit(index of box), ascending.
  template <class Visit> void forEachContaining(Point p, Visit visit) const {
    if (!contains(hull, p))
      return;
    for (uint32_t i = 0; i < few.size(); ++i)
      if (contains(few[i], p))
        visit(i);
    if (words == 0)
      return;
    const uint64_t *c = &channelBits[size_t(p.c - hull.c0()) * words];
    const uint64_t *y = &rowBits[size_t(p.y - hull.y0()) * words];
    const uint64_t *x = &columnBits[size_t(p.x - hull.x0()) * words];
    for (uint32_t word = 0; word < words; ++word)
      for (uint64_t bits = c[word] & y[word] & x[word]; bits; bits &= bits - 1)
        visit(word * 64 + uint32_t(std::countr_zero(bits)));
  }
};

} // namespace nacre
