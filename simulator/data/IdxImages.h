// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images in IDX files, as MNIST has them (LeCun, Cortes, Burges). C++17, because training includes
// it.
#pragma once
#include "simulator/data/DatasetReader.h"
#include <string_view>

namespace nacre {

/// 28x28 grey images of ten classes: of a folder's `train-` or `t10k-images-idx3-ubyte` and
/// `-labels-idx1-ubyte`, plain or .gz. `set` names the data set and its folder in messages. Refuses
/// wrong magic numbers, dimensions, counts and lengths, naming the file.
Result<Dataset> readIdxImages(const std::string &set, const std::string &folder, Split split);

/// The same from two files in memory, whose paths are for messages.
Result<Dataset> parseIdxImages(const std::string &imagesPath, std::string_view images,
                               const std::string &labelsPath, std::string_view labels);

} // namespace nacre
