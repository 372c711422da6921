// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a fuzz target on its seeds and on damaged copies of them, the same ones each time: what
// every build can check without libFuzzer.
#include "support/Files.h"
#include <iostream>
#include <random>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(const std::string &bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size());
}

int main(int argc, char **argv) {
  int inputs = 0;
  std::mt19937_64 random(1);
  for (int i = 1; i < argc; ++i) {
    nacre::Result<std::string> seed = nacre::readFile(argv[i]);
    if (!seed) {
      std::cerr << seed.error().text();
      return 1;
    }
    run(*seed);
    for (size_t length = 0; length < seed->size(); ++length, ++inputs) // every length
      run(seed->substr(0, length));
    for (size_t at = 0; at < seed->size(); ++at) // every byte, by several values
      for (int value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
        std::string bytes = *seed;
        bytes[at] = char(value);
        run(bytes);
        ++inputs;
      }
    for (int round = 0; round < 5000; ++round, ++inputs) { // several changes at once
      std::string bytes = *seed;
      for (int change = 0; change < 4; ++change) {
        const size_t at = random() % bytes.size();
        if (random() % 4 == 0)
          bytes.erase(at, random() % 4);
        else if (random() % 3 == 0)
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 16));
        else
          bytes[at] = char(random());
      }
      run(bytes);
    }
  }
  std::cout << inputs << " inputs\n";
  return inputs > 0 ? 0 : 1;
}
