// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/IdxImages.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace std::string_literals;

static const std::string images =
    "\0\0\x08\3\0\0\0\1\0\0\0\x1c\0\0\0\x1c"s + std::string(784, '\1');

/// The images' file ends where the input's first two bytes say.
std::vector<std::string> fuzzSeeds() { return {"\3\x20"s + images + "\0\0\x08\1\0\0\0\1\5"s}; }

void fuzzOne(std::string_view bytes) {
  if (bytes.size() < 2)
    return;
  const size_t end =
      std::min<size_t>(size_t(uint8_t(bytes[0])) << 8 | uint8_t(bytes[1]), bytes.size() - 2);
  (void)nacre::parseIdxImages("images", bytes.substr(2, end), "labels", bytes.substr(2 + end));
}
