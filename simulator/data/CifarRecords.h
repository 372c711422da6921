// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The binary files of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of labels and 32x32 pixels
// of red, then green, then blue. C++17, because training includes it.
#pragma once
#include "simulator/data/DatasetReader.h"
#include <string_view>
#include <vector>

namespace nacre {

struct CifarLayout {
  std::string set;       ///< "cifar10"
  std::string subfolder; ///< that the archive unpacks to
  std::vector<std::string> trainFiles, testFiles;
  int64_t labelBytes = 1; ///< of a record; the last one is the class
  int64_t classes = 10;
};

/// All records of the split's files, which lie in the folder or in its subfolder. Refuses lengths
/// that are no whole records, empty files and labels beyond the classes, naming the file.
Result<Dataset> readCifar(const CifarLayout &layout, const std::string &folder, Split split);

/// Appends the records of a file in memory, whose path is for messages.
Status addCifarRecords(const CifarLayout &layout, const std::string &path, std::string_view bytes,
                       Dataset &data);

} // namespace nacre
