// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/fuzz/EventFuzz.h"

using namespace std::string_literals;

std::vector<std::string> fuzzSeeds() {
  return {"% evt 3.0\n% format EVT3;height=480;width=640\n% end\n"
          "\1\x80\5\x60\2\0\7\x28\x10\x30\3\x48\1\x50"s};
}

void fuzzOne(std::string_view bytes) { fuzzEvents("evt3", bytes); }
