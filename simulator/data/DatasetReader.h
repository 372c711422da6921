// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Readers of labelled data sets, one a file. C++17, because training includes it.
#pragma once
#include "support/Dataset.h"
#include "support/Registry.h"

namespace nacre {

enum class Split { Train, Test };

inline const char *splitName(Split split) { return split == Split::Train ? "train" : "test"; }

struct DatasetReader {
  std::string summary;  ///< shape, counts, where the files come from
  bool shipped = false; ///< needs no files: read() takes an empty folder
  /// `folder`: where the files are; empty for the copy that ships with Nacre.
  /// Refuses wrong magic numbers, counts and lengths, naming the file.
  Result<Dataset> (*read)(const std::string &folder, Split split) = nullptr;
};

using DatasetReaderRegistry = Registry<DatasetReader>;
void registerAllDatasetReaders(DatasetReaderRegistry &registry);

} // namespace nacre
