// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The data set named on a command line. C++17, because training includes it.
#pragma once
#include "simulator/data/DatasetReader.h"

namespace CLI {
class App;
}

namespace nacre {

struct DataOptions {
  std::string dataset = "digits"; ///< a name in the DatasetReader registry
  std::string folder = {};        ///< --data; empty: NACRE_DATA, for a set that does not ship
  Split split = Split::Test;
  int64_t samples = 0; ///< first N; 0: all
};

/// Adds --dataset and --data, for commands that use both splits.
void addDatasetOptions(CLI::App &app, DataOptions &options);

/// Adds --dataset, --data, --split and --samples. The split's default is what `options` holds.
void addDataOptions(CLI::App &app, DataOptions &options);

/// `folder`/`dataset` if that is a folder, else `folder`.
std::string datasetFolder(const std::string &folder, const std::string &dataset);

/// Reads the data set and keeps its first `samples`. Refuses an unknown name, a missing folder and
/// more samples than there are.
Result<Dataset> openDataset(const DataOptions &options);

} // namespace nacre
