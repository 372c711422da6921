// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/testing/Problems.h"
#include <functional>
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::testing;
using ::testing::HasSubstr;

TEST(Check, AcceptsTheSmallNetwork) { EXPECT_TRUE(smallNetwork().check()); }

struct Refusal {
  const char *name;
  std::function<void(MappingProblem &)> narrow;
  const char *message;
};

class CheckRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(CheckRefuses, AtOneBitTooFewAndNotAtEnough) {
  MappingProblem p = smallNetwork();
  GetParam().narrow(p);
  Status status = p.check();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  EXPECT_THAT(status.error().message, HasSubstr(GetParam().message));
}

// a: theta 10 needs 5 bits with sign. b sums 18 sources of weight 1: 18 needs 6 bits.
INSTANTIATE_TEST_SUITE_P(
    Limits, CheckRefuses,
    ::testing::Values(
        Refusal{
            "threshold", [](auto &p) { p.chip.limits.thresholdBits = 4; },
            "layer 'a' does not fit any core of chip 'roomy': threshold bits needed 5, limit 4"},
        Refusal{"weights", [](auto &p) { p.chip.limits.weightBits = 7; },
                "layer 'b' does not fit any core of chip 'roomy': weight bits needed 8, limit 7"},
        Refusal{
            "accumulator", [](auto &p) { p.chip.limits.accumulatorBits = 5; },
            "layer 'b' does not fit any core of chip 'roomy': accumulator bits needed 6, limit 5"},
        Refusal{"bias",
                [](auto &p) {
                  p.populations[0].biasLow = -129; // -128 would be the last of 8 bits
                  p.chip.limits.biasBits = 8;
                },
                "bias bits (host currents included) needed 9, limit 8"},
        Refusal{
            "current",
            [](auto &p) {
              p.populations[1].hasCurrent = true;
              p.chip.limits.synapticCurrentBits = 0;
            },
            "layer 'b' does not fit any core of chip 'roomy': bits of a synaptic current needed "
            "2, limit 0"},
        Refusal{"membraneThreshold", [](auto &p) { p.chip.limits.membraneBits = 4; },
                "layer 'a' does not fit any core of chip 'roomy': membrane bits (threshold) needed "
                "5, limit 4"},
        Refusal{"membraneStart",
                [](auto &p) {
                  p.chip.limits.membraneBits = 5;
                  p.populations[1].v0 = {-17}; // -16 would be the last of 5 bits
                },
                "layer 'b' does not fit any core of chip 'roomy': membrane bits (v0) needed 6, "
                "limit 5"},
        Refusal{"membraneReset",
                [](auto &p) {
                  p.chip.limits.membraneBits = 5;
                  p.populations[1].resetValue = 16; // 15 would be the last of 5 bits
                },
                "layer 'b' does not fit any core of chip 'roomy': membrane bits (reset_value) "
                "needed 6, limit 5"},
        Refusal{"values",
                [](auto &p) {
                  p.edges[0].weights[0] = -1;
                  p.chip.limits.weightValuesPerNeuron = 1;
                },
                "distinct weights per neuron needed 2, limit 1"}),
    [](const auto &info) { return info.param.name; });

TEST(Check, WidthsAreExactAtTheEdge) {
  MappingProblem p = smallNetwork();
  p.chip.limits.thresholdBits = 5;
  p.chip.limits.accumulatorBits = 10; // the readout sums 256 sources of weight 1: 10 bits
  p.chip.limits.biasBits = 8;
  p.chip.limits.membraneBits = 5;
  p.populations[0].v0 = {-16};
  p.populations[0].resetValue = 15;
  p.populations[0].biasLow = -128;
  p.populations[0].biasHigh = 127;
  EXPECT_TRUE(p.check());
}
