// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/NeuronDelivery.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

using Fault = NeuronDelivery::Fault;

/// Neuron 0 has synapses to neurons 0, 1 (core 7) and 2 (core 9), neuron 1 to 3, which no core
/// reads.
NeuronDelivery delivery() {
  static const uint32_t offsets[] = {0, 3, 4}, targets[] = {0, 1, 2, 3};
  static const int8_t weights[] = {1, 1, 1, 1};
  static const int64_t coreOf[] = {7, 7, 9, -1};
  NeuronDelivery result;
  result.need({offsets, targets, weights}, coreOf);
  return result;
}

TEST(NeuronDelivery, NeedsOnePacketForEachCore) {
  NeuronDelivery d = delivery();
  d.send(0, 9);
  d.send(0, 7);
  EXPECT_EQ(d.fault(true), std::nullopt);
}

TEST(NeuronDelivery, MissesWhatIsNotSent) {
  NeuronDelivery d = delivery();
  d.send(0, 7);
  EXPECT_EQ(d.fault(false), (Fault{0, 9, true, 0}));
}

TEST(NeuronDelivery, RefusesWhatIsSentTwice) {
  NeuronDelivery d = delivery();
  for (uint32_t core : {7, 9, 9})
    d.send(0, core);
  EXPECT_EQ(d.fault(false), (Fault{0, 9, true, 2}));
}

TEST(NeuronDelivery, MayRefuseWhatNobodyNeeds) {
  NeuronDelivery d = delivery();
  d.send(0, 7);
  d.send(0, 9);
  d.send(1, 8);
  EXPECT_EQ(d.fault(true), (Fault{1, 8, false, 1}));
  EXPECT_EQ(d.fault(false), std::nullopt);
}

} // namespace
