// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Time from a counter that wraps.
#pragma once
#include <cstdint>

namespace nacre {

/// Of `bits` bits. A step back by more than half of its range is taken as a wrap; a smaller one is
/// an event that comes late, also across a wrap.
class Clock {
  const int64_t range;
  int64_t wraps = 0, last = 0;

public:
  explicit Clock(int bits) : range(int64_t(1) << bits) {}

  /// The counter with its wraps, in its unit; not negative.
  int64_t advance(int64_t counter) {
    if (last - counter > range / 2)
      ++wraps;
    else if (counter - last > range / 2 && wraps > 0)
      --wraps;
    last = counter;
    return wraps * range + counter;
  }
};

} // namespace nacre
