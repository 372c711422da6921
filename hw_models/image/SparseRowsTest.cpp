// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/SparseRows.h"
#include <gtest/gtest.h>
#include <vector>

using namespace nacre;

namespace {

struct Rows {
  std::vector<uint32_t> offsets = {0, 2, 2, 3}, targets = {0, 4, 1};
  std::vector<int8_t> weights = {1, -2, 3};

  std::string refusal() const {
    Status status = checkRows({offsets, targets, weights}, 3, 5);
    return status ? "" : status.error().message;
  }
};

TEST(SparseRows, OfASourceNeuron) {
  Rows rows;
  SparseRows view{rows.offsets, rows.targets, rows.weights};
  EXPECT_EQ(rows.refusal(), "");
  EXPECT_EQ(view.sources(), 3u);
  EXPECT_EQ(view.synapses(), 3u);
  EXPECT_EQ(view.targetsOf(0)[1], 4u);
  EXPECT_EQ(view.weightsOf(0)[1], -2);
  EXPECT_TRUE(view.targetsOf(1).empty());
  EXPECT_EQ(view.targetsOf(2)[0], 1u);
}

TEST(SparseRows, RefusesWhatDoesNotFit) {
  auto refusal = [](auto change) {
    Rows rows;
    change(rows);
    return rows.refusal();
  };
  EXPECT_EQ(refusal([](Rows &r) { r.offsets.pop_back(); }),
            "3 source neurons need 4 offsets, there are 3");
  EXPECT_EQ(refusal([](Rows &r) { r.weights.pop_back(); }), "there are 3 targets but 2 weights");
  EXPECT_EQ(refusal([](Rows &r) { r.offsets[3] = 4; }),
            "offsets must go from 0 to the number of synapses, 3, but go from 0 to 4");
  EXPECT_EQ(refusal([](Rows &r) { r.offsets[0] = 1; }),
            "offsets must go from 0 to the number of synapses, 3, but go from 1 to 3");
  EXPECT_EQ(refusal([](Rows &r) { r.offsets[1] = 3; }), "offsets must ascend but 2 follows 3");
  EXPECT_EQ(refusal([](Rows &r) { r.targets[1] = 0; }),
            "the targets of source neuron 0 must ascend but 0 follows 0");
  EXPECT_EQ(refusal([](Rows &r) { r.targets[2] = 5; }),
            "source neuron 2 has a synapse to neuron 5, there are 5");
}

} // namespace
