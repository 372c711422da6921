// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The observers that a command line chooses, and their part of a run.
#pragma once
#include "simulator/observers/Observer.h"
#include "support/Dataset.h"
#include <CLI/CLI.hpp>
#include <optional>

namespace nacre {

struct ObserverOptions {
  std::vector<std::string> observe = {}; ///< NAME=FILE
  std::optional<int64_t> sample = {};    ///< none: 0
};

void addObserverOptions(CLI::App &app, ObserverOptions &options); ///< --observe, --observe-sample

class Observers {
  struct Chosen {
    ObserverKind kind;
    std::string name, path;
  };

  std::vector<Chosen> chosen;
  std::optional<int64_t> sample;

  bool anyWatches(Watches what) const;

public:
  /// Refuses unknown names, other endings than an observer's, and what cannot be written.
  static Result<Observers> choose(const ObserverOptions &options);

  std::vector<std::string> files() const;

  /// Refuses what this run has nothing to show for.
  Status check(int64_t samples, int64_t cycleSamples) const;

  /// For RunOptions.
  bool countLinks() const { return anyWatches(Watches::Run); }

  /// Runs the watched sample by itself, on the cycle engine if times are wanted, and writes what is
  /// to be seen of it. So it depends neither on the other samples nor on threads, nor on where a
  /// run is resumed. `setting.sample` is chosen here. Appends the names of the files.
  Status watchSample(ObserverSetting setting, const Dataset &data, int64_t threads,
                     std::vector<std::string> &written) const;

  /// The same for the whole run.
  Status watchRun(const ObserverSetting &setting, const RunResult &run,
                  std::vector<std::string> &written) const;
};

} // namespace nacre
