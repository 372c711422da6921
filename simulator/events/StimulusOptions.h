// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What drives networks, by the name of a data set: images, or recordings as spikes.
#pragma once
#include "simulator/data/DataOptions.h"

namespace nacre {

struct StimulusOptions {
  DataOptions data;
  int64_t binUs = 1000; ///< of recordings: length of a time step
};

/// Adds what addDataOptions() does, and --bin-us.
void addStimulusOptions(CLI::App &app, StimulusOptions &options);

/// openDataset(), or of a data set of recordings their spikes: in time step s those pixels spike
/// that had an event at `s * binUs` to `(s + 1) * binUs` after the first event; off is channel 0,
/// on channel 1.
Result<Dataset> openStimuli(const StimulusOptions &options);

} // namespace nacre
