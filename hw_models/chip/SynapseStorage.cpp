// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/SynapseStorage.h"
#include <algorithm>
#include <bit>

namespace nacre {

/// Bits that tell `values` values apart.
static int64_t indexBits(int64_t values) { return std::bit_width(uint64_t(values - 1)); }

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

static const char *nameOf(SynapseLayout layout) {
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

std::string SynapseStorage::name() const {
  return std::string(nameOf(layout)) + (codebook ? " with codebook" : "");
}

int64_t SynapseStorage::codebookEntries(const WeightSet &weights) const {
  if (!codebook)
    return 0;
  return layout == SynapseLayout::Sparse ? weights.nonZeros() : weights.size();
}

int64_t SynapseStorage::bitsPerSynapse(const ChipModel::Limits &limits, int64_t weightBits,
                                       const WeightSet &weights) const {
  int64_t target = layout == SynapseLayout::Sparse ? indexBits(limits.neurons) : 0;
  int64_t weight = codebook ? indexBits(std::max<int64_t>(2, codebookEntries(weights)))
                            : limits.storedWeightBits(weightBits);
  return target + weight;
}

} // namespace nacre
