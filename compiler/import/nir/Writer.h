// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/nir/Reader.h"

namespace nacre::nir {

/// A file that readBytes(), and nir.read of the NIR package, read back as it was.
std::string writeBytes(const File &file);

} // namespace nacre::nir
