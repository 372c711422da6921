// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/fuzz/FuzzTarget.h"
#include <cstddef>
#include <cstdint>
#include <fstream>

/// Writes the seeds into the folder that is the last argument, if there is one.
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv) {
  const std::string folder = (*argv)[*argc - 1];
  int number = 0;
  if (*argc > 1 && folder[0] != '-')
    for (const std::string &seed : fuzzSeeds())
      std::ofstream(folder + "/seed-" + std::to_string(number++), std::ios::binary) << seed;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // A copy of the exact length, beyond which the address sanitizer watches.
  const std::string bytes(reinterpret_cast<const char *>(data), size);
  fuzzOne(bytes);
  return 0;
}
