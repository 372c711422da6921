// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/fuzz/EventFuzz.h"

using namespace std::string_literals;

std::vector<std::string> fuzzSeeds() { return {"\x12\x10\x80\3\7\0\xf0\0\0\0\x12\x10\0\3\7"s}; }

void fuzzOne(std::string_view bytes) {
  nacre::EventOptions options;
  options.width = options.height = 34;
  fuzzEvents("nmnist", bytes, options);
}
