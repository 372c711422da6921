// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The files of this folder, embedded when Nacre was built.
#pragma once
#include <string_view>

namespace nacre::page {

extern const std::string_view html; ///< with {{title}}, {{style}}, {{text}}, {{data}}, {{script}}
extern const std::string_view style;
extern const std::string_view script;

} // namespace nacre::page
