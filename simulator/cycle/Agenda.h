// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which components act in which cycle: a wheel of buckets, one per cycle ahead, and a heap for what
// lies beyond it.
#pragma once
#include <cstdint>
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
  static constexpr uint32_t horizon = 1024;

  Cycle now = 0;
  std::vector<std::vector<uint32_t>> buckets;
  std::vector<uint64_t> occupied;                                       ///< one bit per bucket
  std::priority_queue<WakeUp, std::vector<WakeUp>, std::greater<>> far; ///< when they were added
  std::vector<Cycle> farAt;  ///< the last one of each component, so as not to repeat it
  std::vector<Cycle> wakeAt; ///< the earliest wake-up of each component; other entries are void

  Cycle nextOnWheel() const;

public:
  explicit Agenda(uint32_t components);

  uint32_t components() const { return uint32_t(wakeAt.size()); }

  /// Forgets everything; cycles from `cycle` on may be asked for.
  void reset(Cycle cycle);

  /// `at` lies after the cycle last taken; `never` is no wake-up.
  void wake(uint32_t component, Cycle at);

  /// The first cycle with a wake-up, or never.
  Cycle next() const;

  /// Moves on to `cycle`, and replaces `due` by the components to evaluate in it, each once.
  void take(Cycle cycle, std::vector<uint32_t> &due);
};

} // namespace nacre
