// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/fuzz/EventFuzz.h"

using namespace std::string_literals;

std::vector<std::string> fuzzSeeds() {
  const std::string event = "\0\0\2\x0b\0\0\1\0"s;
  return {"#!AER-DAT2.0\r\n# AEChip: x.DVS128\r\n" + event + event,
          "#!AER-DAT2.0\r\n# AEChip: x.Davis346\r\n#End Of ASCII Header\r\n" + event};
}

void fuzzOne(std::string_view bytes) {
  fuzzEvents("aedat2", bytes);
  nacre::EventOptions options;
  options.sensor = "davis346";
  fuzzEvents("aedat2", bytes, options);
}
