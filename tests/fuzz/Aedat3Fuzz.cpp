// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/fuzz/EventFuzz.h"

using namespace std::string_literals;

std::vector<std::string> fuzzSeeds() {
  const std::string counts = "\1\0\0\0\1\0\0\0\1\0\0\0"s;
  return {"#!AER-DAT3.1\r\n#Format: RAW\r\n#!END-HEADER\r\n"
          "\1\0\1\0\x08\0\0\0\4\0\0\0\0\0\0\0"s +
          counts + "\3\0\2\0\5\0\0\0"s + "\3\0\1\0\4\0\0\0\4\0\0\0\0\0\0\0"s + counts + "imus"};
}

void fuzzOne(std::string_view bytes) { fuzzEvents("aedat3", bytes); }
