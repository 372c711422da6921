// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tensor bytes beside a model, in a file that the model names.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <string>

namespace nacre::onnx {

/// `length` bytes from `offset` of folder/location. Refuses a location that is absolute, has `..`,
/// or leads over a link, what is no regular file, and a range that is not inside the file.
Result<std::string> readExternalData(const std::string &folder, const std::string &location,
                                     int64_t offset, int64_t length);

} // namespace nacre::onnx
