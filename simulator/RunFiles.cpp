// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/RunFiles.h"
#include "hw_models/image/ChipImage.h"
#include "support/Files.h"
#include "support/SpikeCsv.h"
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

static Error refuse(std::string message, std::string remedy = "") {
  return {std::move(message), std::move(remedy), ExitCode::Usage};
}

std::string RunFileOptions::checkpointFile() const {
  return checkpointFolder.empty() ? "" : checkpointFolder + "/simulation.checkpoint";
}

Status RunFileOptions::check() const {
  if (!spikes.empty())
    if (Status writable = checkWritable(spikes); !writable)
      return writable;
  if (checkpointFolder.empty())
    return resume ? Status(refuse("--resume needs the folder of the checkpoint: --checkpoint DIR"))
                  : success();
  if (!spikes.empty() && isStream(spikes))
    return refuse(fmt::format("--checkpoint cannot go on with the device or pipe '{}'", spikes),
                  "name a file with --spikes");
  std::error_code ignored;
  if (!resume && std::filesystem::exists(checkpointFile(), ignored))
    return refuse(fmt::format("there already is a checkpoint '{}'", checkpointFile()),
                  "--resume goes on with it; name another folder or remove it");
  return checkWritable(checkpointFile());
}

Result<RunFiles> RunFiles::open(const RunFileOptions &options, const ChipImage &image,
                                RunIdentity identity) {
  const bool recorded = !options.spikes.empty();
  identity["spikes"] = recorded ? "recorded" : "not recorded";
  RunFiles files(image, options.checkpointFile(), std::move(identity));
  std::optional<SpikesWritten> written;
  if (options.resume) {
    Result<Checkpoint> checkpoint = readCheckpoint(files.checkpointFile, files.run);
    if (!checkpoint)
      return checkpoint.error();
    files.beginning = std::move(checkpoint->result);
    written = checkpoint->spikes;
  }
  if (recorded) {
    const bool kept = !files.checkpointFile.empty();
    Result<PartialFile> spikes =
        written ? PartialFile::reopen(options.spikes, written->bytes, written->crc32)
                : PartialFile::create(options.spikes, kept ? PartialFile::Unfinished::Kept
                                                           : PartialFile::Unfinished::Removed);
    if (!spikes && written)
      return Error{spikes.error().message,
                   "--spikes names the same file as before; without it, remove the checkpoint to "
                   "start again"};
    if (!spikes)
      return spikes.error();
    files.spikes.emplace(std::move(*spikes));
    if (!written)
      if (Status header = files.spikes->append(spikeCsvHeader); !header)
        return header.error();
  }
  if (!options.resume)
    if (Status saved = files.save({}); !saved)
      return saved.error();
  return files;
}

Status RunFiles::save(const RunResult &sum) const {
  if (checkpointFile.empty())
    return success();
  Checkpoint checkpoint{sum};
  if (spikes)
    checkpoint.spikes = {spikes->bytes(), spikes->checksum()};
  return writeCheckpoint(checkpointFile, run, checkpoint);
}

Status RunFiles::keep(const RunResult &sum, const Chunk &chunk) {
  for (size_t i = 0; spikes && i < chunk.spikes.size(); ++i) {
    std::string lines;
    for (const Spike &spike : chunk.spikes[i])
      if (const image::Population &population = *image->populations()->Get(spike.population);
          !population.relay())
        appendSpike(lines, chunk.first + int64_t(i), population.name()->string_view(), spike.neuron,
                    spike.step);
    if (Status appended = spikes->append(lines); !appended)
      return appended;
  }
  if (spikes && !checkpointFile.empty())
    if (Status synced = spikes->sync(); !synced)
      return synced;
  return save(sum);
}

Status RunFiles::finishSpikes() { return spikes ? spikes->finish() : success(); }

Status RunFiles::removeCheckpoint() {
  std::error_code error;
  if (!checkpointFile.empty() && !std::filesystem::remove(checkpointFile, error) && error)
    return Error{fmt::format("cannot remove '{}': {}", checkpointFile, error.message()),
                 "the run is finished; remove it by hand"};
  return success();
}

} // namespace nacre
