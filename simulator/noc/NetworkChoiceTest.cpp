// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/NetworkChoice.h"
#include "hw_models/noc/TopologyText.h"
#include "support/Files.h"
#include <cstdlib>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

const NocModel common{{0, 0, 2}, {}, 4, 8, {}};

/// "8x8 mesh, xy; ..." or the error and its remedy.
std::string chosen(const NetworkChoice &choice, const NocModel &model = common) {
  auto networks = chooseNetworks(choice, model);
  if (!networks)
    return networks.error().message +
           (networks.error().remedy.empty() ? "" : " (" + networks.error().remedy + ")");
  std::string text;
  for (const NamedNetwork &network : *networks)
    text +=
        (text.empty() ? "" : "; ") + topologyText(network.model.topology) + ", " + network.routing;
  return text;
}

TEST(NetworkChoice, EachTopologyHasAUsualPolicy) {
  EXPECT_EQ(chosen({{"mesh", "torus:3x2", "ring", "tree"}, {}, ""}),
            "8x8 mesh, xy; 3x2 torus, dateline; 8x8 ring, hub-dateline; 4x3 tree, up-down");
}

TEST(NetworkChoice, UsualSizesHave64Tiles) {
  for (std::string_view name : topologyNames())
    EXPECT_EQ(usualSize(*findTopology(name)).tiles(), 64u) << name;
}

TEST(NetworkChoice, SizesAreOfAllTopologiesOrOfOne) {
  EXPECT_EQ(chosen({{"mesh", "tree:3x2"}, {}, "", 5, 4}), "5x4 mesh, xy; 3x2 tree, up-down");
  EXPECT_EQ(chosen({{"mesh", "tree"}, {}, "", 2, 0}), "2x8 mesh, xy; 2x3 tree, up-down");
  EXPECT_EQ(chooseNetworks({{"mesh"}, {}, ""}, common)->front().model.topology.cores(), 128u)
      << "the rest is common";
}

TEST(NetworkChoice, PoliciesGoWithWhatTheyServe) {
  EXPECT_EQ(chosen({{"mesh", "torus"}, {"yx", "dateline", "xy"}, ""}),
            "8x8 mesh, yx; 8x8 mesh, xy; 8x8 torus, dateline");
}

TEST(NetworkChoice, NothingIsLeftOver) {
  EXPECT_EQ(chosen({{"torus"}, {"xy"}, ""}),
            "routing 'xy' does not serve a torus (policies for a torus: dateline)");
  EXPECT_EQ(chosen({{"torus", "tree:2x2"}, {"dateline", "xy"}, ""}),
            "routing 'xy' serves none of the topologies (policies for a torus: dateline)");
  EXPECT_EQ(chosen({{"torus", "tree:2x2"}, {"dateline"}, ""}),
            "no routing that is given serves a tree (policies for a tree: up-down)");
  EXPECT_EQ(chosen({{"mesh"}, {"zigzag"}, ""}).find("unknown routing policy 'zigzag'"), 0u);
  EXPECT_EQ(chosen({{"cube"}, {}, ""}).find("unknown topology 'cube'"), 0u);
}

TEST(NetworkChoice, ModelsWithoutSenseAreRefused) {
  EXPECT_EQ(chosen({{"tree:1x3"}, {}, ""}).find("a tree has 2 to 60 children"), 0u);
  EXPECT_EQ(chosen({{"tree:2x13"}, {}, ""}).find("a 2x13 tree is too large"), 0u);
  NocModel odd = common;
  odd.virtualChannels = 3;
  EXPECT_EQ(chosen({{"ring"}, {}, ""}, odd),
            "the routing policy needs a multiple of 2 virtual channels, not 3");
}

struct NetworkByTable : testing::Test {
  std::string path = testing::TempDir() + "routing.csv";

  void write(const std::string &entries) {
    ASSERT_TRUE(writeFile(path, "router,tile,next\n" + entries));
  }
};

TEST_F(NetworkByTable, StandsBesideThePolicies) {
  write("0,1,1\n1,0,0\n");
  EXPECT_EQ(chosen({{"mesh:2x1"}, {}, path}), "2x1 mesh, " + path);
  EXPECT_EQ(chosen({{"mesh:2x1"}, {"xy"}, path}), "2x1 mesh, xy; 2x1 mesh, " + path);
}

TEST_F(NetworkByTable, IsRefusedWithItsName) {
  write("0,1,1\n");
  EXPECT_EQ(chosen({{"mesh:2x1"}, {}, path}),
            path + ": a packet from tile 1 to 0 has no way from router 1");
  EXPECT_EQ(chosen({{"mesh:1x1"}, {}, path}), path + ":2: there is no tile 1; the last is 0");
  EXPECT_EQ(chosen({{"mesh:2x1", "torus"}, {}, path}),
            "a routing table is for one topology (leave out the others)");
  EXPECT_NE(chosen({{"mesh"}, {}, path + ".missing"}).find(".missing"), std::string::npos);
  EXPECT_EQ(chosen({{"mesh:65x64"}, {}, path}),
            "a 65x64 mesh is too large: it has 17305600 routers x tiles, at most 16777216 can be "
            "routed");
}

} // namespace
