// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is known of a run that is not finished, in a file.
//
// A checkpoint is "NACRECKP", the CRC-32 of the rest (little endian), and a CBOR map
// {"run": identity, "result": numbers of RunResult, "spikes": {"bytes", "crc32"} or null}.
#pragma once
#include "simulator/RunResult.h"
#include <map>
#include <optional>

namespace nacre {

/// All that decides the result of a run, by name, in words; two runs with the same identity are
/// one.
using RunIdentity = std::map<std::string, std::string>;

/// The part that no option says: the program's version, and checksums of the image, the chip and
/// the samples.
RunIdentity identify(const ChipImage &image, const ChipModel &chip, const Dataset &data);

/// How far the file of spikes was.
struct SpikesWritten {
  int64_t bytes = 0;
  uint32_t crc32 = 0;
  bool operator==(const SpikesWritten &) const = default;
};

struct Checkpoint {
  RunResult result; ///< of the chunks that are finished
  std::optional<SpikesWritten> spikes = {};
};

/// Replaces the file as a whole.
Status writeCheckpoint(const std::string &path, const RunIdentity &run,
                       const Checkpoint &checkpoint);

/// Refuses what is missing, no checkpoint, cut short, altered, and of another run, naming what
/// differs.
Result<Checkpoint> readCheckpoint(const std::string &path, const RunIdentity &run);

} // namespace nacre
