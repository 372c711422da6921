// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/Packets.h"
#include "compiler/mapping/testing/Problems.h"
#include <gtest/gtest.h>

using namespace nacre;
using namespace nacre::testing;

static const MappingProblem::Flow toSelf{0, 0, 0, {{0, 1}, {0, 2}, {0, 2}}, {}},
    toOne{0, 1, 0, {{0, 1}, {0, 1}, {0, 2}}, {}};

TEST(Packets, GoToAllPlacesOfASpike) {
  MappingProblem p;
  p.chip = roomyChip();
  p.populations = {population("a", 1, 2, 2)};
  p.populations[0].rate = 2;
  EXPECT_EQ(packetsOf(p, {toSelf, toOne}), (PacketsByEnds{{{0, {0}}, 8}, {{0, {1}}, 4}}));
  p.chip.limits.multicast = true;
  EXPECT_EQ(packetsOf(p, {toSelf, toOne}), (PacketsByEnds{{{0, {0}}, 4}, {{0, {0, 1}}, 4}}));
}

// Of four neurons in a row of numbers, whatever the network's shape: 0 and 1 go to core 1, 1 and 3
// to core 2.
TEST(Packets, AreThoseOfRenumberedNeurons) {
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.limits.multicast = true;
  p.populations = {population("a", 1, 2, 2)};
  p.order = {{3, 2, 1, 0}};
  const MappingProblem::Flow box{0, 1, 0, {{0, 2}, {0, 1}, {0, 1}}, {}},
      list{0, 2, 0, {{1, 4}, {0, 1}, {0, 1}}, {}, {1, 3}};
  EXPECT_EQ(packetsOf(p, {box, list}),
            (PacketsByEnds{{{0, {1}}, 1}, {{0, {1, 2}}, 1}, {{0, {2}}, 1}}));
}
