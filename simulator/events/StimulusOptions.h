// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What drives networks, by the name of a data set: images, or recordings as spikes.
#pragma once
#include "simulator/data/DataOptions.h"
#include <optional>

namespace nacre {

struct StimulusOptions {
  DataOptions data;
  std::optional<int64_t> binUs = {}; ///< of recordings: length of a time step; none: 1000

  int64_t stepUs() const { return binUs.value_or(1000); }
};

/// Adds what addDataOptions() does, and --bin-us.
void addStimulusOptions(CLI::App &app, StimulusOptions &options);

/// openDataset(), or of a data set of recordings their spikes: in time step s those pixels spike
/// that had an event at `s * stepUs()` to `(s + 1) * stepUs()` after the first event; off is
/// channel 0, on channel 1; one channel where the sensor tells no polarity. Refuses options that
/// are for the other kind.
Result<Dataset> openStimuli(const StimulusOptions &options);

} // namespace nacre
