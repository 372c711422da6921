// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network of the size and activity of the one that recognises DVS gestures on Loihi (Boyle et
// al., IEEE TCAD 44(8):3165, 2025): 32x32 inputs, convolutions to 16x15x15, 32x13x13, 64x11x11 and
// 11x9x9, a dense layer of 11; 18,678 neurons on 49 cores. The weights are random.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include <cstdint>
#include <string>
#include <vector>

namespace nacre {

struct DvsNetwork {
  static constexpr uint32_t side = 32;
  static constexpr int64_t neurons = 18678;

  ChipModel chip;              ///< loihi
  std::string image;           ///< the bytes of a file
  std::vector<uint8_t> pixels; ///< one frame, added to the inputs in each step
};

DvsNetwork makeDvsNetwork();

} // namespace nacre
