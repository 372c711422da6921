// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The files that grow with a run: its spikes, and the checkpoint from which it goes on after a
// kill.
#pragma once
#include "simulator/Checkpoint.h"
#include "support/PartialFile.h"

namespace nacre {

struct RunFileOptions {
  std::string spikes;           ///< .csv; empty: not recorded
  std::string checkpointFolder; ///< empty: no checkpoint
  bool resume = false;

  std::string checkpointFile() const; ///< empty without a folder
  /// Refuses what makes no sense, what cannot be written, and a checkpoint that would be lost
  /// because there already is one and the run does not resume it.
  Status check() const;
};

/// Spikes are written chunk by chunk to NAME.partial (without a checkpoint to a temporary file),
/// and the checkpoint after them says how far they count.
class RunFiles {
  const ChipImage &image;
  std::string checkpointFile;
  RunIdentity run;
  RunResult beginning;
  std::optional<PartialFile> spikes;

  RunFiles(const ChipImage &image, std::string checkpointFile, RunIdentity run)
      : image(image), checkpointFile(std::move(checkpointFile)), run(std::move(run)) {}
  Status save(const RunResult &sum) const;

public:
  /// Reads the checkpoint, or writes that of a run of which nothing is finished: it can be resumed
  /// from its start. `identity` comes without what RunFiles knows itself.
  static Result<RunFiles> open(const RunFileOptions &options, const ChipImage &image,
                               RunIdentity identity);

  const RunResult &begun() const { return beginning; }

  /// For RunOptions::chunkDone.
  Status keep(const RunResult &sum, const Chunk &chunk);

  /// The run is finished: its spikes get their name.
  Status finishSpikes();
  /// All results are written: nothing is left to resume.
  Status removeCheckpoint();
};

} // namespace nacre
