// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/fuzz/EventFuzz.h"

using namespace std::string_literals;

std::vector<std::string> fuzzSeeds() {
  return {"% Version 2\n% Height 240\n% Width 304\n\x0c\x08\1\0\0\0\2\x40\0\x10"s};
}

void fuzzOne(std::string_view bytes) { fuzzEvents("dat", bytes); }
