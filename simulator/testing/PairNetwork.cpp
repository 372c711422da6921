// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/testing/PairNetwork.h"

namespace nacre {

ChipImage buildPair(const ChipModel &chip, uint32_t from, uint32_t neurons, uint32_t to,
                    uint32_t targets) {
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(neurons, 1, 1), out = b.addReadout(targets, 1);
  b.population(p).bias = {1};
  b.addSlice(from, p);
  b.addDense(b.addSlice(to, out), p, b.addWeights(std::vector<int8_t>(neurons * targets, 1)));
  return b.build();
}

} // namespace nacre
