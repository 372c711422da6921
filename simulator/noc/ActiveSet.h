// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A set of components, in the bits of words.
#pragma once
#include "simulator/noc/RoundRobin.h"
#include <cstddef>
#include <vector>

namespace nacre {

class ActiveSet {
  std::vector<uint64_t> words;
  bool any = false;

public:
  explicit ActiveSet(std::size_t components) : words((components + 63) / 64) {}

  bool empty() const { return !any; }

  void add(uint32_t component) {
    words[component / 64] |= uint64_t(1) << component % 64;
    any = true;
  }

  /// Calls f for each member, lowest first, and forgets them; f adds none.
  template <class F> void take(F f) {
    if (!any)
      return;
    any = false;
    for (uint32_t w = 0; w < words.size(); ++w)
      if (uint64_t bits = std::exchange(words[w], 0))
        forEachBit(bits, [&](uint32_t bit) { f(w * 64 + bit); });
  }
};

} // namespace nacre
