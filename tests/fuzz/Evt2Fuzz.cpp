// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/fuzz/EventFuzz.h"

using namespace std::string_literals;

std::vector<std::string> fuzzSeeds() {
  return {"% evt 2.0\n% geometry 640x480\n% end\n\1\0\0\x80\2\x08\x40\x10\2\x08\x40\0\0\0\0\xa0"s};
}

void fuzzOne(std::string_view bytes) { fuzzEvents("evt2", bytes); }
