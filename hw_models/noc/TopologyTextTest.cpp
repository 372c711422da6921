// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/TopologyText.h"
#include <gtest/gtest.h>

using namespace nacre;

static const Topology usual = {8, 4, 2};

TEST(TopologyText, SizesAreOptional) {
  EXPECT_EQ(topologyText(*parseTopology("tree:4x3", usual)), "4x3 tree");
  EXPECT_EQ(topologyText(*parseTopology("ring", usual)), "8x4 ring");
  EXPECT_EQ(parseTopology("mesh:1x1", usual)->coresPerTile, 2u);
}

TEST(TopologyText, AnythingElseIsRefused) {
  auto unknown = parseTopology("hypercube:2x2", usual);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "unknown topology 'hypercube'");
  EXPECT_EQ(unknown.error().remedy, "known: mesh, torus, ring, tree");
  for (const char *text : {"mesh:", "mesh:8", "mesh:8x", "mesh:x8", "mesh:8x8x8", "mesh:-1x2",
                           "mesh:8 x8", "mesh:8X8", "mesh:4294967296x1"}) {
    auto topology = parseTopology(text, usual);
    ASSERT_FALSE(topology) << text;
    EXPECT_EQ(topology.error().exitCode, ExitCode::Usage);
    EXPECT_NE(topology.error().message.find("COLUMNSxROWS"), std::string::npos);
  }
}
