// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipModel.h"
#include "hw_models/chips/ShippedChips.h"
#include "tests/fuzz/FuzzTarget.h"

std::vector<std::string> fuzzSeeds() {
  std::vector<std::string> seeds;
  for (const nacre::ShippedChip &chip : nacre::shippedChipFiles())
    seeds.emplace_back(chip.yaml);
  return seeds;
}

void fuzzOne(std::string_view bytes) { (void)nacre::parseChip(std::string(bytes), "file"); }
