// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The load of a chip as a picture: tiles where they lie, links as arrows between them.
#pragma once
#include "simulator/observers/ChipLoad.h"

namespace nacre {

/// An SVG document; numbers show when pointed at. Meshes, tori and rings are grids, in which links
/// that go round are stubs at the side where they leave; trees have their leaves below.
std::string drawLoad(const ChipLoad &load);

} // namespace nacre
