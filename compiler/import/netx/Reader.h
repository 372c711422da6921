// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/netx/File.h"
#include "support/Result.h"

namespace nacre::netx {

/// Refuses what is no HDF5 file with groups 0..n-1 under /layer, links and data in other files, and
/// layers whose groups hold groups. What lies beside /layer is not for the exchange of networks.
Result<File> readFile(const std::string &path);

/// The same from memory; `name` is the file in messages.
Result<File> readBytes(std::string bytes, const std::string &name);

} // namespace nacre::netx
