// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which components act in which cycle: for each of the next cycles a set of components in the bits
// of words, and a heap for what lies beyond.
#pragma once
#include "simulator/noc/RoundRobin.h"
#include <cassert>
#include <functional>
#include <limits>
#include <queue>
#include <vector>

namespace nacre {

using Cycle = int64_t;
inline constexpr Cycle never = std::numeric_limits<Cycle>::max();

/// A wake-up too early or too many does no harm: components act on the state they find and say when
/// they want to be woken next.
class Agenda {
  using WakeUp = std::pair<Cycle, uint32_t>; ///< and component

  const uint32_t words;           ///< of a set
  const Cycle horizon;            ///< a power of two
  std::vector<uint64_t> members;  ///< a set for each cycle
  std::vector<uint64_t> occupied; ///< bits: cycles with a member
  std::priority_queue<WakeUp, std::vector<WakeUp>, std::greater<>> far;
  Cycle now = 0; ///< wake-ups before it are gone

  Cycle nextNear() const;
  void bringNear();

public:
  /// `usual`: the delay up to which wake-ups are cheap.
  Agenda(uint32_t components, Cycle usual);

  /// Cycles less than buckets() apart have different buckets; `usual` is less.
  uint32_t buckets() const { return uint32_t(horizon); }
  uint32_t bucketOf(Cycle at) const { return uint32_t(at) & uint32_t(horizon - 1); }

  /// `at` is at least the cycle that comes next, or, during take(), lies after the one taken.
  void wake(uint32_t component, Cycle at) {
    assert(at >= now && component / 64 < words);
    if (at - now >= horizon) [[unlikely]] {
      far.push({at, component});
      return;
    }
    const uint32_t bucket = bucketOf(at);
    members[bucket * words + component / 64] |= uint64_t(1) << component % 64;
    occupied[bucket / 64] |= uint64_t(1) << bucket % 64;
  }

  /// The first cycle with a wake-up, at least the one that comes next; or never.
  Cycle next() const { return far.empty() ? nextNear() : std::min(nextNear(), far.top().first); }

  /// Leaves out the cycles before `cycle`, which is at most next(), and calls f(component) for
  /// those of `cycle`, each once, lowest first, or highest first where `reverse`.
  template <class F> void take(Cycle cycle, bool reverse, F f) {
    assert(cycle >= now && cycle <= next());
    now = cycle;
    if (!far.empty())
      bringNear();
    const uint32_t bucket = bucketOf(cycle);
    now = cycle + 1;
    if (!(occupied[bucket / 64] >> bucket % 64 & 1))
      return;
    occupied[bucket / 64] ^= uint64_t(1) << bucket % 64;
    uint64_t *set = &members[bucket * words];
    for (uint32_t i = 0; i < words; ++i) {
      const uint32_t word = reverse ? words - 1 - i : i;
      uint64_t bits = std::exchange(set[word], 0);
      if (reverse)
        forEachBitDown(bits, [&](uint32_t bit) { f(word * 64 + bit); });
      else
        forEachBit(bits, [&](uint32_t bit) { f(word * 64 + bit); });
    }
  }
};

} // namespace nacre
