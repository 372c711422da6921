// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/SynapseStorage.h"
#include <bit>

namespace nacre {

/// Bits that tell `values` values apart.
static int64_t indexBits(int64_t values) { return std::bit_width(uint64_t(values - 1)); }

const char *nameOf(SynapseLayout layout) {
  switch (layout) {
  case SynapseLayout::Rows:
    return "rows";
  case SynapseLayout::Shared:
    return "shared";
  case SynapseLayout::Sparse:
    return "sparse";
  }
  return "";
}

bool hasLayout(const ChipModel::Limits &limits, SynapseLayout layout) {
  switch (layout) {
  case SynapseLayout::Rows:
    return true;
  case SynapseLayout::Shared:
    return limits.sharedKernels;
  case SynapseLayout::Sparse:
    return limits.sparseSynapses;
  }
  return false;
}

int64_t bitsPerSynapse(const ChipModel::Limits &limits, SynapseLayout layout, int64_t weightBits) {
  int64_t target = layout == SynapseLayout::Sparse ? indexBits(limits.neurons) : 0;
  return target + limits.storedWeightBits(weightBits);
}

} // namespace nacre
