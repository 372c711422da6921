// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which of many boxes meet a box.
#pragma once
#include "support/Box.h"
#include <cstddef>
#include <memory>

namespace nacre {

class BoxIndex {
  struct Tree;
  std::unique_ptr<const Tree> tree;

public:
  explicit BoxIndex(const std::vector<Box> &boxes);
  BoxIndex(BoxIndex &&) noexcept;
  ~BoxIndex();

  /// Numbers of the boxes that share a neuron with `box`, ascending.
  std::vector<size_t> meeting(const Box &box) const;
};

} // namespace nacre
