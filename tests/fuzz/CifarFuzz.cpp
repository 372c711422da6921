// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/CifarRecords.h"
#include "tests/fuzz/FuzzTarget.h"

std::vector<std::string> fuzzSeeds() {
  return {std::string(3073, '\3'), std::string(3074, '\3'), "\3"};
}

void fuzzOne(std::string_view bytes) {
  using namespace nacre;
  Dataset data;
  (void)addCifarRecords({"cifar10", "", {}, {}}, "file", bytes, data);
  (void)addCifarRecords({"cifar100", "", {}, {}, 2, 100}, "file", bytes, data);
}
