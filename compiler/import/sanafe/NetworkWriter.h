// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/sanafe/Network.h"

namespace nacre::sanafe {

/// The YAML text from which readNetwork() makes the same network. Names of groups and units must be
/// plain: letters, digits, `_`, `-`.
std::string writeNetwork(const Network &network);

} // namespace nacre::sanafe
