// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/TopologyText.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(TopologyText, SizesAreOptional) {
  EXPECT_EQ(topologyText(*parseTopology("tree:4x3")), "4x3 tree");
  EXPECT_EQ(topologyText(*parseTopology("mesh:1x12")), "1x12 mesh");
  EXPECT_EQ(parseTopology("ring")->kind, TopologyKind::Ring);
  EXPECT_EQ(parseTopology("ring")->columns, 0u);
}

TEST(TopologyText, AnythingElseIsRefused) {
  auto unknown = parseTopology("hypercube:2x2");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "unknown topology 'hypercube'");
  EXPECT_EQ(unknown.error().remedy, "known: mesh, torus, ring, tree");
  for (const char *text : {"mesh:", "mesh:8", "mesh:8x", "mesh:x8", "mesh:8x8x8", "mesh:-1x2",
                           "mesh:8 x8", "mesh:8X8", "mesh:0x8", "mesh:8x0", "mesh:4294967296x1"}) {
    auto topology = parseTopology(text);
    ASSERT_FALSE(topology) << text;
    EXPECT_EQ(topology.error().exitCode, ExitCode::Usage);
    EXPECT_NE(topology.error().message.find("COLUMNSxROWS"), std::string::npos);
  }
}
