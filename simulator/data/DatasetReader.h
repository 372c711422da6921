// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Readers of labelled data sets, one a file.
#pragma once
#include "support/Dataset.h"
#include "support/Registry.h"

namespace nacre {

enum class Split { Train, Test };

struct DatasetReader {
  std::string summary; ///< shape, counts, where the files come from
  /// `folder`: where the files are; empty for a set that ships with Nacre.
  /// Refuses wrong magic numbers, counts and lengths, naming the file.
  Result<Dataset> (*read)(const std::string &folder, Split split);
};

using DatasetReaderRegistry = Registry<DatasetReader>;
void registerAllDatasetReaders(DatasetReaderRegistry &registry);

} // namespace nacre
