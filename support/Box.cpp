// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Box.h"

namespace nacre {

std::vector<Box> subtract(const Box &a, const Box &b) {
  Box common = intersect(a, b), rest = a;
  if (common.empty())
    return a.empty() ? std::vector<Box>{} : std::vector<Box>{a};
  std::vector<Box> parts;
  auto keep = [&](const Box &part) {
    if (!part.empty())
      parts.push_back(part);
  };
  // Cut slabs off along one axis after the other; what is left in the end is `common`.
  for (Range Box::*axis : {&Box::c, &Box::y, &Box::x}) {
    Box before = rest, after = rest;
    (before.*axis).end = (common.*axis).begin;
    (after.*axis).begin = (common.*axis).end;
    keep(before);
    keep(after);
    rest.*axis = common.*axis;
  }
  return parts;
}

std::vector<Box> subtract(const std::vector<Box> &boxes, const Box &b) {
  std::vector<Box> parts;
  for (const Box &box : boxes)
    for (const Box &part : subtract(box, b))
      parts.push_back(part);
  return parts;
}

} // namespace nacre
