// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Png.h"
#include "tests/fuzz/FuzzTarget.h"

std::vector<std::string> fuzzSeeds() { return {*nacre::pngBytes({3, 1, 2, {1, 2, 3, 4, 5, 6}})}; }

void fuzzOne(std::string_view bytes) { (void)nacre::parsePng(bytes, "file"); }
