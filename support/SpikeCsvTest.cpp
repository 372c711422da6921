// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/SpikeCsv.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(SpikeCsv, OneLineASpike) {
  std::string csv(spikeCsvHeader);
  appendSpike(csv, 0, "conv1", 17, 3);
  appendSpike(csv, 12, "a,\"b\"", 0, 0);
  EXPECT_EQ(csv, "sample,population,neuron,step\n0,conv1,17,3\n12,\"a,\"\"b\"\"\",0,0\n");
}
