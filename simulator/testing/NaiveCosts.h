// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What spikes cost the cores they arrive at, counted synapse by synapse from the layouts'
// definition (docs/semantics/chip.md); nothing is shared with the engines.
#pragma once
#include "simulator/testing/NaiveNetwork.h"

namespace nacre {

/// SynapseWords and SynapticOps of each slice, in the order of the image, whose weights i are those
/// of edge i.
std::vector<Counters> naiveCosts(const NaiveNetwork &network, const image::Image &image,
                                 const ChipModel &chip, const std::vector<Spike> &spikes);

} // namespace nacre
