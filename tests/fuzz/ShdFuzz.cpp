// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the HDF5 library hands over: lists of numbers. The library itself is not ours to fuzz.
#include "simulator/events/formats/ShdFile.h"
#include "tests/fuzz/FuzzTarget.h"
#include <cstring>

using namespace nacre;

static std::string doubles(const std::vector<double> &values) {
  return {reinterpret_cast<const char *>(values.data()), values.size() * sizeof(double)};
}

std::vector<std::string> fuzzSeeds() { return {doubles({0.5, 3}), doubles({0.25, 1.5, 7, 699})}; }

void fuzzOne(std::string_view bytes) {
  // Times, then units.
  std::vector<double> lists[2];
  const size_t numbers = bytes.size() / sizeof(double);
  for (size_t i = 0; i < numbers; ++i) {
    double value = 0;
    std::memcpy(&value, bytes.data() + i * sizeof(double), sizeof(double));
    lists[i >= numbers / 2].push_back(value);
  }
  (void)shdEvents(lists[0], lists[1], "file");
}
