// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/sanafe/Network.h"
#include <string_view>

namespace nacre::sanafe {

/// At most so many neurons or weights of a file are read: far beyond chips, near what memory holds.
constexpr int64_t mostItems = int64_t(1) << 28;

/// Reads `network:` and `mappings:` of a YAML file. What is no such file (NCR1501), or asks for
/// more than is understood (NCR1502), is added to `findings`; the network then means nothing.
Network readNetwork(std::string_view text, Findings &findings);

} // namespace nacre::sanafe
