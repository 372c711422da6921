// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Published measurements against simulated ones: docs/silicon.md.
#pragma once
#include "simulator/report/Energy.h"
#include "simulator/testing/ImageBuilder.h"
#include <map>
#include <string>

namespace nacre {

/// A shipped chip with other values, put into the text of its file as a user would do it:
/// shippedChipWith("odin", {{"cycle_ps", "769230.769"}}).
ChipModel shippedChipWith(const std::string &name,
                          const std::map<std::string, std::string> &values = {});

/// One sample on the cycle engine.
struct Measurement {
  Counters events;
  ChipCounters chip;
  PartsFj energy;
  double seconds = 0;

  double perSecond(Event event) const { return double(events[event]) / seconds; }
  /// All energy over all time.
  double watts() const { return double(energy.total()) * 1e-15 / seconds; }
  /// Without clock and static energy.
  int64_t dynamicFj() const {
    return energy.total() - energy[EnergyPart::Clock] - energy[EnergyPart::Static];
  }
};

/// The image's input, if it has any, is all zero.
Measurement measure(const ChipImage &image, const ChipModel &chip, int64_t steps);

/// Prints a row of the table in docs/silicon.md. Returns simulated / published - 1.
double compare(const std::string &point, double published, double simulated,
               const std::string &unit);

/// What a simulated value may be off by.
inline constexpr double bound = 0.25;

} // namespace nacre
