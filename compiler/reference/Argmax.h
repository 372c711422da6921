// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

namespace nacre {

/// The index of the greatest value, the lowest one on ties.
template <class T> int32_t argmax(const std::vector<T> &values) {
  return int32_t(std::max_element(values.begin(), values.end()) - values.begin());
}

} // namespace nacre
