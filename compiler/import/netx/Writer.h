// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/netx/File.h"

namespace nacre::netx {

/// A file that readBytes(), and Lava's netx.hdf5.Network, read back as it was. Numbers are stored
/// as integers.
std::string writeBytes(const File &file);

} // namespace nacre::netx
