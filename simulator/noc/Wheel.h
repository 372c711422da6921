// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is due in each of the next cycles.
#pragma once
#include <bit>
#include <cassert>
#include <cstdint>
#include <vector>

namespace nacre {

template <class T> class Wheel {
  std::vector<std::vector<T>> buckets;
  size_t pending = 0;

  std::vector<T> &at(int64_t cycle) { return buckets[size_t(cycle) & (buckets.size() - 1)]; }

public:
  /// For delays up to `longest` cycles.
  explicit Wheel(int64_t longest) : buckets(std::bit_ceil(size_t(longest) + 1)) {}

  bool empty() const { return pending == 0; }

  void add(int64_t cycle, const T &event) {
    at(cycle).push_back(event);
    ++pending;
  }

  bool due(int64_t cycle) { return !at(cycle).empty(); }

  /// Calls f for each event of the cycle; f may add events of later cycles.
  template <class F> void take(int64_t cycle, F f) {
    std::vector<T> &events = at(cycle);
    pending -= events.size();
    for (const T &event : events)
      f(event);
    events.clear();
  }
};

} // namespace nacre
