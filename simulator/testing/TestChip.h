// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chip on which every time costs one cycle and no buffer fills up.
#pragma once
#include "hw_models/chip/ChipModel.h"

namespace nacre {

inline ChipModel makeTestChip(int64_t columns, int64_t rows, int64_t coresPerTile) {
  ChipModel chip;
  chip.name = "test";
  chip.routingPolicy = "xy";
  chip.hash = 1;
  chip.grid = {columns, rows, coresPerTile};
  chip.limits.biasBits = chip.limits.membraneBits = chip.limits.synapticCurrentBits = 24;
  chip.limits.neurons = 1024;
  chip.limits.sharedKernels = chip.limits.sparseSynapses = true;
  chip.limits.codebookEntries = 256;
  ChipModel::Timing &t = chip.timing;
  t.cycleFs = 1'000'000;
  t.neuronUpdateActiveCycles = t.neuronUpdateIdleCycles = t.neuronLanes = 1;
  t.spikeOutCycles = t.axonLookupCycles = t.synapseWordCycles = 1;
  t.synapticOpCycles = t.synapticLanes = 1;
  t.synapseWordBits = 64;
  t.switchCycles = t.virtualChannels = t.packetFlits = 1;
  t.linkEastWestCycles = t.linkNorthSouthCycles = t.linkLocalCycles = 1;
  t.flitIntervalCycles = 1;
  t.inputBufferFlits = t.axonInFifoPackets = t.axonOutFifoPackets = 64;
  t.barrier = {{1, 1}};
  t.hostWordBits = 32;
  return chip;
}

} // namespace nacre
