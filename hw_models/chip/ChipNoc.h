// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The network on chip that a chip file describes.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/noc/NocModel.h"

namespace nacre {

/// Links into cores are as deep as the axon-in FIFO. The chip's policy is in the registry; where
/// it routes by tables, the usual paths of the topology stand for them, with one class of virtual
/// channels: for estimates, since they may deadlock.
NocModel nocModelOf(const ChipModel &chip);

} // namespace nacre
