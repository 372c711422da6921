// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Against hand arithmetic.
#include "compiler/mapping/LowerBound.h"
#include "compiler/mapping/testing/Problems.h"
#include <gtest/gtest.h>

using namespace nacre;
using namespace nacre::testing;

static void expectBound(const MappingProblem &p, int64_t cores, const std::string &resource) {
  CoreBound bound = coresAtLeast(p);
  EXPECT_EQ(bound.cores, cores);
  EXPECT_EQ(bound.resource, resource);
}

TEST(LowerBound, OneCoreHoldsASmallNetwork) { expectBound(smallNetwork(), 1, "neurons"); }

TEST(LowerBound, NeuronsOfAllLayers) {
  MappingProblem p = smallNetwork(); // 128 + 256 + 10 neurons
  p.chip.limits.neurons = 197;
  expectBound(p, 2, "neurons");
  p.chip.limits.neurons = 196;
  expectBound(p, 3, "neurons");
}

TEST(LowerBound, AShareOfTheInputAxonsOfTheBestBox) {
  MappingProblem p = smallNetwork();
  p.populations.pop_back();
  p.edges.pop_back();
  // All of b reads all of a: 128 axons.
  p.chip.limits.axonsIn = 127;
  // The best of 127 reads seven rows, 112 axons, for the six rows at a border, 192 neurons. For 256
  // neurons that is 149.3.
  expectBound(p, 2, "input axons");
  // One channel a core reads as much for a quarter: 597.3 axons, or of smaller boxes more.
  p.chip.limits.neurons = 48;
  p.chip.limits.axonsIn = 112;
  // Neurons: 384 / 48 = 8. A box of 48 neurons, 6 x 8 of one channel, reads 112; of two channels
  // 4 x 6 at a corner reads 2 * 5 * 7 = 70, of three 4 x 4 2 * 5 * 5 = 50, of four 4 x 3 40: 0.83
  // axons a neuron, 213.3 of all.
  expectBound(p, 8, "neurons");
  p.chip.limits.axonsIn = 40; // four channels of 3 x 4 are still allowed
  expectBound(p, 8, "neurons");
  p.populations[0].shape = {{0, 2}, {0, 8}, {0, 8}};
  p.chip.limits.neurons = 1000;
  // A box that reads 40 neurons: 20 positions, 4 x 5, of 3 x 4 at a corner: 48 neurons, 0.833 of
  // an axon each: 213.3 / 40 = 5.3. Rows of a border: 2 x 8 read 3 x 8, too many.
  expectBound(p, 6, "input axons");
}

TEST(LowerBound, KernelsOnceForAsManyPositionsAsFit) {
  MappingProblem p = smallNetwork();
  p.populations.pop_back();
  p.edges.pop_back();
  // 4 * 2 * 9 weights of 8 bits are 576 bits.
  p.chip.limits.synapseMemoryBits = 288;
  expectBound(p, 2, "synapse memory bits");
  p.chip.limits.synapseMemoryBits = 287;
  expectBound(p, 3, "synapse memory bits");
  // 40 axons allow 3 x 4 positions, so 64 need 5.33 kernels: 3072 bits.
  p.chip.limits.axonsIn = 40;
  p.chip.limits.synapseMemoryBits = 307; // 10.007
  expectBound(p, 11, "synapse memory bits");
}

TEST(LowerBound, DenseRowsAndListsAsTheyAre) {
  MappingProblem p = smallNetwork();
  p.populations = {population("s", 10, 1, 1), population("t", 6, 1, 1)};
  p.edges = {dense(p, 0, 1)};
  p.chip.limits.synapseMemoryBits = 100; // 60 synapses of 8 bits
  expectBound(p, 5, "synapse memory bits");
  std::fill(p.edges[0].weights.begin() + 10, p.edges[0].weights.end(), 0);
  expectBound(p, 5, "synapse memory bits");
  p.chip.limits.sparseSynapses = true; // 10 synapses of 8 + 20 bits; or of target 0 a row of 80
  expectBound(p, 1, "neurons");
  p.chip.limits.neurons = 6; // 16 neurons are more than that
  p.chip.limits.synapseMemoryBits = 10;
  expectBound(p, 8, "synapse memory bits");
}

TEST(LowerBound, WeightsOfACodebook) {
  MappingProblem p = smallNetwork();
  p.populations = {population("s", 10, 1, 1), population("t", 6, 1, 1)};
  p.edges = {dense(p, 0, 1)};
  p.chip.limits.codebookEntries = 2;
  p.chip.limits.synapseMemoryBits = 10; // 60 synapses of one bit
  expectBound(p, 6, "synapse memory bits");
  p.edges[0].weights[0] = 2; // of target 0 three distinct: eight bits each, the others one
  p.edges[0].weights[1] = 3;
  expectBound(p, 13, "synapse memory bits");
}

TEST(LowerBound, NeuronsThatSendHaveAnOutputAxon) {
  MappingProblem p = smallNetwork(); // a and b send, 384 neurons
  p.chip.limits.axonsOut = 100;
  expectBound(p, 4, "output axons");
  // Every other row and column of a is read by nobody.
  p.edges[0].window.y = p.edges[0].window.x = {1, 2, 1, 0, 0};
  p.edges[0].weights.resize(8);
  p.populations[1].shape = {{0, 4}, {0, 4}, {0, 4}};
  p.edges[1].weights.resize(640);
  p.chip.limits.axonsOut = 48; // 32 and 64
  expectBound(p, 2, "output axons");
}
