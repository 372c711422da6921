// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spoken digits and words as spikes of a cochlea (SHD and SSC, Cramer et al. 2020), HDF5:
// /spikes/times (lists of s), /spikes/units (lists of channels), /labels.
#pragma once
#include "simulator/events/Recording.h"
#include "support/Hdf5.h"

namespace nacre {

class ShdFile {
  Hdf5File file;
  std::string name;
  std::vector<int64_t> classes;

  ShdFile(Hdf5File file, std::string name) : file(std::move(file)), name(std::move(name)) {}

public:
  static constexpr int64_t channels = 700;

  /// Refuses what lacks the three data sets, or holds different numbers of them.
  static Result<ShdFile> open(Hdf5File file, const std::string &name);

  const std::vector<int64_t> &labels() const { return classes; } ///< one a recording

  /// The channel is x, y is 0, all events are on. Refuses a number that there is not.
  Result<Recording> recording(int64_t number) const;
};

/// The events of one list; refuses lists of different lengths, channels that there are not, and
/// times below zero or above 2^40 us.
Result<std::vector<Event>> shdEvents(const std::vector<double> &seconds,
                                     const std::vector<double> &units, const std::string &name);

} // namespace nacre
