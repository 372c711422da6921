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
  Cycle now = 0;         ///< wake-ups before it are gone
  Cycle nextFar = never; ///< of `far`

  Cycle nextNear() const;
  void pushFar(uint32_t component, Cycle at);
  void bringNear();

public:
  /// `usual`: the delay up to which wake-ups are cheap.
  Agenda(uint32_t components, Cycle usual);

  uint32_t setWords() const { return words; }

  /// Cycles less than buckets() apart have different buckets; `usual` is less.
  uint32_t buckets() const { return uint32_t(horizon); }
  uint32_t bucketOf(Cycle at) const { return uint32_t(at) & uint32_t(horizon - 1); }

  /// `at` is at least the cycle that comes next. While a cycle is open it lies after it, or
  /// `component` is in words not taken yet.
  void wake(uint32_t component, Cycle at) {
    assert(at >= now);
    if (at - now >= horizon) [[unlikely]]
      pushFar(component, at);
    else
      wakeNear(component, at);
  }

  /// `at` is at most the usual delay ahead.
  void wakeNear(uint32_t component, Cycle at) {
    const uint32_t bucket = bucketOf(at);
    members[bucket * words + component / 64] |= uint64_t(1) << component % 64;
    occupied[bucket / 64] |= uint64_t(1) << bucket % 64;
  }

  /// The first cycle with a wake-up, at least the one that comes next; or never.
  Cycle next() const {
    const uint32_t start = bucketOf(now);
    const uint64_t ahead = occupied[start / 64] >> start % 64;
    return std::min(ahead ? now + std::countr_zero(ahead) : nextNear(), nextFar);
  }

  /// Leaves out the cycles before `cycle`, which is at most next().
  void open(Cycle cycle) {
    assert(cycle >= now);
    now = cycle;
    if (nextFar - now < horizon)
      bringNear();
  }

  /// Calls f(component) for those of the open cycle in words [first, end) of the set, each once,
  /// lowest first, or highest first where `reverse`.
  template <class F> void takeWords(uint32_t first, uint32_t end, bool reverse, F f) {
    uint64_t *set = &members[bucketOf(now) * words];
    if (reverse) [[unlikely]] {
      for (uint32_t word = end; word-- > first;)
        forEachBitDown(std::exchange(set[word], 0), [&](uint32_t bit) { f(word * 64 + bit); });
      return;
    }
    for (uint32_t word = first; word < end; ++word)
      if (uint64_t bits = set[word]) {
        set[word] = 0;
        forEachBit(bits, [&](uint32_t bit) { f(word * 64 + bit); });
      }
  }

  /// All components of the open cycle are taken.
  void close() {
    const uint32_t bucket = bucketOf(now++);
    occupied[bucket / 64] &= ~(uint64_t(1) << bucket % 64);
  }

  /// All of a cycle.
  template <class F> void take(Cycle cycle, bool reverse, F f) {
    open(cycle);
    takeWords(0, words, reverse, f);
    close();
  }
};

} // namespace nacre
