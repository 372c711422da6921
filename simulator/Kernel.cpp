// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/Kernel.h"
#include <algorithm>
#include <numeric>

namespace nacre {

// Source position i reaches output o by tap k where o * stride + k * dilation = i + pad. So the
// taps of one i are those of one residue class modulo stride / gcd, and o falls as k grows.
static std::vector<uint32_t> permuteTaps(const Window &w) {
  int64_t classes = w.stride / std::gcd(w.stride, w.dilation);
  std::vector<uint32_t> taps(size_t(w.kernel), 0);
  uint32_t next = 0;
  for (int64_t residue = 0; residue < classes; ++residue)
    for (int64_t k = w.kernel - 1; k >= 0; --k)
      if (k % classes == residue)
        taps[size_t(k)] = next++;
  return taps;
}

Kernel::Kernel(const Connection &connection, const WeightSpan &weights, uint32_t from, uint32_t to)
    : taps(permuteTaps(connection.window.x)) {
  weights.visit([&]<class Weight>(std::span<const Weight> of) {
    if constexpr (sizeof(Weight) == 1)
      fill(values, connection, of, from, to);
    else
      fill(wideValues, connection, of, from, to);
  });
}

template <class Weight>
void Kernel::fill(std::vector<Weight> &values, const Connection &connection,
                  std::span<const Weight> weights, uint32_t from, uint32_t to) {
  const size_t height = size_t(connection.window.y.kernel), width = taps.size();
  tapCount = height * width;
  const uint32_t sourcesPerGroup = connection.sourceChannels / connection.groups;
  const uint32_t targetsPerGroup = connection.targetChannels / connection.groups;
  for (uint32_t source = 0; source < connection.sourceChannels; ++source) {
    uint32_t group = source / sourcesPerGroup, inGroup = source % sourcesPerGroup;
    uint32_t first = std::max(from, group * targetsPerGroup);
    uint32_t last = std::max(std::min(to, (group + 1) * targetsPerGroup), first);
    Fan fan{values.size(), first - from, last - first};
    fans.push_back(fan);
    values.resize(values.size() + height * width * fan.targets);
    for (uint32_t target = first; target < last; ++target) {
      const Weight *kernel =
          weights.data() + (size_t(target) * sourcesPerGroup + inGroup) * height * width;
      for (size_t ky = 0; ky < height; ++ky)
        for (size_t kx = 0; kx < width; ++kx)
          values[fan.offset + (ky * width + taps[kx]) * fan.targets + (target - first)] =
              kernel[ky * width + kx];
    }
    for (size_t tap = 0; tap < tapCount; ++tap) {
      const Weight *ofTap = values.data() + fan.offset + tap * fan.targets;
      nonZeros.push_back(fan.targets - uint32_t(std::count(ofTap, ofTap + fan.targets, 0)));
    }
  }
}

} // namespace nacre
