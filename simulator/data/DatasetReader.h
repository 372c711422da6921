// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Readers of labelled data sets, one a file. C++17, because training includes it.
#pragma once
#include "support/Dataset.h"
#include "support/Registry.h"
#include <array>
#include <optional>

namespace nacre {

enum class Split { Train, Test };

inline const char *splitName(Split split) { return split == Split::Train ? "train" : "test"; }

struct DatasetRequest {
  std::string path; ///< where the files are, or the only file; empty for what ships with Nacre
  Split split = Split::Test;
  // What files of users leave open.
  std::optional<std::array<int64_t, 3>> imageShape = {}; ///< channels, height, width
  std::string labelColumn = {};                          ///< a column's name, "first" or "last"
};

struct DatasetReader {
  std::string summary; ///< shape, counts, where the files come from
  enum Traits {
    None = 0,
    Shipped = 1,          ///< needs no path
    InOneFile = 2,        ///< the path may be a file, with both splits
    AFileASplit = 4,      ///< the path may be a file, which is the split
    TakesShape = 8,       ///< knows what to do with imageShape
    TakesLabelColumn = 16 ///< knows what to do with labelColumn
  };
  int traits = None;
  /// Refuses wrong magic numbers, counts and lengths, naming the file.
  Result<Dataset> (*read)(const DatasetRequest &request) = nullptr;
};

using DatasetReaderRegistry = Registry<DatasetReader>;
void registerAllDatasetReaders(DatasetReaderRegistry &registry);

} // namespace nacre
