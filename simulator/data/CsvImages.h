// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images in comma-separated values: a line an image, its pixels [channel][row][column] and its
// class. C++17, because training includes it.
#pragma once
#include "simulator/data/DatasetReader.h"
#include <string_view>

namespace nacre {

/// `request` says shape and column of the class; its path is the file's, for messages. A first line
/// that is no row of numbers names the columns. Refuses rows of another length than the shape says,
/// what is no whole number in 0..255, and a class column that nobody names.
Result<Dataset> parseCsvImages(std::string_view text, const DatasetRequest &request);

} // namespace nacre
