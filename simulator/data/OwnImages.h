// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the data sets that users bring have in common. C++17, because training includes it.
#pragma once
#include "simulator/data/DatasetReader.h"

namespace nacre {

/// "3x32x32".
std::string shapeText(const std::array<int64_t, 3> &shape);

/// The request's path if it is a file, else `train` or `test` in it with the ending, plain or .gz.
std::string splitFile(const DatasetRequest &request, const std::string &ending);

/// Name, and classes: one more than the largest label. Refuses a set without images.
Result<Dataset> finish(Dataset data, const std::string &path);

} // namespace nacre
