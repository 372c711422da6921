// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/Agenda.h"

namespace nacre {

Agenda::Agenda(uint32_t components, Cycle usual)
    : words((components + 63) / 64), horizon(Cycle(std::bit_ceil(uint64_t(usual + 1)))),
      members(size_t(horizon) * words), occupied((size_t(horizon) + 63) / 64) {}

/// The general case of next().
Cycle Agenda::nextNear() const {
  const uint32_t start = uint32_t(now & (horizon - 1)), count = uint32_t(occupied.size());
  // The first word once more at the end, for its bits before `start`.
  for (uint32_t i = 0; i <= count; ++i) {
    const uint32_t word = (start / 64 + i) % count;
    uint64_t bits = occupied[word];
    if (i == 0)
      bits &= ~uint64_t(0) << start % 64;
    else if (i == count)
      bits &= ~(~uint64_t(0) << start % 64);
    if (bits) {
      const uint32_t bucket = word * 64 + uint32_t(std::countr_zero(bits));
      return now + ((bucket - start) & uint32_t(horizon - 1));
    }
  }
  return never;
}

void Agenda::pushFar(uint32_t component, Cycle at) {
  far.push({at, component});
  nextFar = far.top().first;
}

void Agenda::bringNear() {
  while (!far.empty() && far.top().first - now < horizon) {
    auto [at, component] = far.top();
    far.pop();
    wakeNear(component, at);
  }
  nextFar = far.empty() ? never : far.top().first;
}

} // namespace nacre
