// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/Agenda.h"
#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace nacre {

Agenda::Agenda(uint32_t components)
    : buckets(horizon), occupied(horizon / 64), farAt(components, never),
      wakeAt(components, never) {}

void Agenda::reset(Cycle cycle) {
  for (uint32_t i = 0; i < horizon; ++i)
    if (occupied[i / 64] >> i % 64 & 1)
      buckets[i].clear();
  std::fill(occupied.begin(), occupied.end(), 0);
  far = {};
  std::fill(farAt.begin(), farAt.end(), never);
  std::fill(wakeAt.begin(), wakeAt.end(), never);
  now = cycle;
}

void Agenda::wake(uint32_t component, Cycle at) {
  if (at >= wakeAt[component])
    return;
  assert(at >= now);
  wakeAt[component] = at;
  if (at - now >= horizon) {
    if (std::exchange(farAt[component], at) != at)
      far.push({at, component});
    return;
  }
  uint32_t bucket = uint32_t(at % horizon);
  buckets[bucket].push_back(component);
  occupied[bucket / 64] |= uint64_t(1) << bucket % 64;
}

Cycle Agenda::next() const {
  return std::min(nextOnWheel(), far.empty() ? never : far.top().first);
}

Cycle Agenda::nextOnWheel() const {
  const uint32_t start = uint32_t(now % horizon), words = uint32_t(occupied.size());
  // The first word once more at the end, for its bits before `start`.
  for (uint32_t i = 0; i <= words; ++i) {
    uint32_t word = (start / 64 + i) % words;
    uint64_t bits = occupied[word];
    if (i == 0)
      bits &= ~uint64_t(0) << start % 64;
    else if (i == words)
      bits &= ~(~uint64_t(0) << start % 64);
    if (bits) {
      uint32_t bucket = word * 64 + uint32_t(std::countr_zero(bits));
      return now + (bucket + horizon - start) % horizon;
    }
  }
  return never;
}

void Agenda::take(Cycle cycle, std::vector<uint32_t> &due) {
  assert(cycle >= now && cycle <= std::max(next(), now + horizon - 1));
  now = cycle;
  due.clear();
  uint32_t bucket = uint32_t(cycle % horizon);
  for (uint32_t component : buckets[bucket])
    if (wakeAt[component] == cycle) {
      wakeAt[component] = never;
      due.push_back(component);
    }
  for (; !far.empty() && far.top().first <= cycle; far.pop()) {
    auto [at, component] = far.top();
    if (farAt[component] == at)
      farAt[component] = never;
    if (wakeAt[component] == cycle) {
      wakeAt[component] = never;
      due.push_back(component);
    }
  }
  buckets[bucket].clear();
  occupied[bucket / 64] &= ~(uint64_t(1) << bucket % 64);
}

} // namespace nacre
