// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The data set named on a command line. C++17, because training includes it.
#pragma once
#include "simulator/data/DatasetReader.h"

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace nacre {

struct DataOptions {
  std::string dataset = "digits"; ///< a name in the DatasetReader registry
  std::string folder = {}; ///< --data, or one file; empty: NACRE_DATA, for a set that does not ship
  Split split = Split::Test;
  int64_t samples = 0;     ///< first N, once shuffled; 0: all
  bool bothSplits = false; ///< are needed: one file that is one split is refused
  bool shuffle = false;
  int64_t seed = 1;                              ///< of the shuffle
  std::string imageShape = {}, labelColumn = {}; ///< as given; empty: not
};

/// Adds --image-shape and --label-column.
std::vector<CLI::Option *> addImageOptions(CLI::App &app, DataOptions &options);

/// Adds --dataset, --data, --image-shape and --label-column, for commands that use both splits.
void addDatasetOptions(CLI::App &app, DataOptions &options);

/// Adds these, --split, --samples and --shuffle. The split's default is what `options` holds.
void addDataOptions(CLI::App &app, DataOptions &options);

/// `folder`/`dataset` if that is a folder, else `folder`.
std::string datasetFolder(const std::string &folder, const std::string &dataset);

/// Which samples of `size` are taken, in which order. Refuses more than there are; `name` is the
/// set's and becomes one that says how it was shuffled.
Result<std::vector<int64_t>> chooseSamples(const DataOptions &options, int64_t size,
                                           std::string &name);

/// Reads the data set, shuffles it and keeps its first `samples`. Refuses an unknown name, a
/// missing folder, more samples than there are, and a shape or column for a set that does not ask
/// for it.
Result<Dataset> openDataset(const DataOptions &options);

} // namespace nacre
