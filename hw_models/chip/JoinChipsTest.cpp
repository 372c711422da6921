// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipModel.h"
#include "hw_models/chip/ChipNoc.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(JoinChips, TheMeshesBecomeOne) {
  const ChipModel one = *loadChip("loihi"), joined = *loadChip("loihi", {3, 2});
  EXPECT_EQ(joined.grid.chips(), 6);
  EXPECT_EQ(joined.grid.cores(), 6 * 128);
  EXPECT_NE(joined.hash, one.hash);
  EXPECT_NE(joined.hash, loadChip("loihi", {2, 3})->hash);
  EXPECT_EQ(loadChip("loihi", {1, 1})->hash, one.hash);

  // 8x4 tiles a chip: every eighth link to the east and every fourth to the south is a border.
  const NocModel noc = nocModelOf(joined);
  const Topology &mesh = noc.topology;
  EXPECT_EQ(mesh.columns, 24u);
  EXPECT_EQ(mesh.rows, 8u);
  std::array<int, linkKinds> links{};
  for (const Link &link : mesh.links())
    ++links[size_t(mesh.linkKind(link.from, link.port))];
  EXPECT_EQ(links[size_t(LinkKind::Border)], 2 * (2 * 8 + 24));
  EXPECT_EQ(links[size_t(LinkKind::EastWest)], 2 * (21 * 8));
  EXPECT_EQ(links[size_t(LinkKind::NorthSouth)], 2 * (24 * 6));
  EXPECT_EQ(noc.timing.linkCycles[LinkKind::Border], 130) << "6.5 ns in cycles of 50 ps";
}

TEST(JoinChips, Refuses) {
  auto refusal = [](const char *chip, ChipArray chips) { return loadChip(chip, chips).error(); };
  EXPECT_EQ(refusal("odin", {2, 1}).message,
            "2x1 chips 'odin' cannot be joined: its file says nothing of links between chips");
  EXPECT_EQ(refusal("loihi", {129, 1}).message,
            "129x1 chips 'loihi' cannot be joined: more than 1024 tiles in a row or column");
  EXPECT_EQ(refusal("loihi", {129, 1}).exitCode, ExitCode::Usage);
  ASSERT_TRUE(loadChip("loihi", {128, 1}));
}

TEST(JoinChips, ArrangementsAreColumnsTimesRows) {
  EXPECT_EQ(parseChipArray("4x2")->columns, 4);
  EXPECT_EQ(parseChipArray("4x2")->rows, 2);
  for (const char *text : {"", "4", "4x", "x2", "4x2x", "0x2", "4x-1", "4 x 2", "4X2"})
    EXPECT_FALSE(parseChipArray(text)) << text;
}
