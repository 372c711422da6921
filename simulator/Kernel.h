// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Weights in the order in which one spike reads them.
#pragma once
#include "hw_models/image/WeightSpan.h"
#include "support/Window.h"
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nacre {

/// How a source population connects to a target. A dense layer is one window over the whole source
/// and a 1 x 1 target: its weights lie in memory in the same way.
struct Connection {
  Window2D window;
  uint32_t groups = 1;
  uint32_t sourceChannels = 0, targetChannels = 0;
};

/// A connection's weights into target channels [from, to):
/// [source channel][ky][kx, permuted][target channel of the source channel's group].
class Kernel {
public:
  /// What one source channel reaches.
  struct Fan {
    size_t offset = 0;        ///< of its weights
    uint32_t firstTarget = 0; ///< relative to `from`
    uint32_t targets = 0;

    bool hasTargetsOf(const Fan &other) const {
      return firstTarget == other.firstTarget && targets == other.targets;
    }
  };

  /// `weights`: [target channel][source channel / groups][ky][kx].
  Kernel(const Connection &connection, const WeightSpan &weights, uint32_t from, uint32_t to);

  const Fan &fan(uint32_t sourceChannel) const { return fans[sourceChannel]; }
  /// Weight is int8_t, or int16_t if isWide().
  template <class Weight> const Weight *weightsOf(const Fan &fan) const {
    if constexpr (sizeof(Weight) == 1)
      return values.data() + fan.offset;
    else
      return wideValues.data() + fan.offset;
  }
  bool isWide() const { return !wideValues.empty(); }

  /// Weights that are not 0 of a source channel's tap, numbered ky * width + tapOf(kx).
  uint32_t nonZerosOf(uint32_t sourceChannel, uint32_t tap) const {
    return nonZeros[sourceChannel * tapCount + tap];
  }

  /// Where kx lies among the taps of a row. Taps that one source position applies to neighbouring
  /// outputs are neighbours, in the order of the outputs, so that they can be added in one go.
  uint32_t tapOf(uint32_t kx) const { return taps[kx]; }

private:
  template <class Weight>
  void fill(std::vector<Weight> &values, const Connection &connection,
            std::span<const Weight> weights, uint32_t from, uint32_t to);

  size_t tapCount = 0; ///< of a fan
  std::vector<Fan> fans;
  std::vector<uint32_t> taps;
  std::vector<int8_t> values;
  std::vector<int16_t> wideValues; ///< in place of those, if one does not fit a byte
  std::vector<uint32_t> nonZeros;  ///< [source channel][ky][kx, permuted]
};

} // namespace nacre
