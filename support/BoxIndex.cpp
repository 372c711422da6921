// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/BoxIndex.h"
#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

namespace nacre {

namespace geometry = boost::geometry;
using Point = geometry::model::point<int64_t, 3, geometry::cs::cartesian>;
using ClosedBox = geometry::model::box<Point>;
using Entry = std::pair<ClosedBox, size_t>;

struct BoxIndex::Tree {
  geometry::index::rtree<Entry, geometry::index::linear<16>> entries;
};

/// The library's boxes have their last corner inside.
static ClosedBox closed(const Box &box) {
  return {{box.c.begin, box.y.begin, box.x.begin}, {box.c.end - 1, box.y.end - 1, box.x.end - 1}};
}

BoxIndex::BoxIndex(const std::vector<Box> &boxes) {
  std::vector<Entry> entries;
  for (size_t i = 0; i < boxes.size(); ++i)
    if (!boxes[i].empty())
      entries.emplace_back(closed(boxes[i]), i);
  tree = std::make_unique<Tree>(Tree{decltype(Tree::entries)(entries)});
}

BoxIndex::BoxIndex(BoxIndex &&) noexcept = default;
BoxIndex::~BoxIndex() = default;

std::vector<size_t> BoxIndex::meeting(const Box &box) const {
  std::vector<size_t> found;
  if (box.empty())
    return found;
  for (auto entry = tree->entries.qbegin(geometry::index::intersects(closed(box)));
       entry != tree->entries.qend(); ++entry)
    found.push_back(entry->second);
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace nacre
