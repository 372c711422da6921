// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/RoutingTable.h"
#include "hw_models/noc/DeadlockCheck.h"
#include "hw_models/noc/Path.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>

using namespace nacre;

static const Topology square = {2, 2, 1}; // 0 1 / 2 3

static RoutingPolicy routingBy(const std::string &entries, const Topology &topology = square) {
  auto table = readRoutingTable(topology, "router,tile,next\n" + entries, "t.csv");
  EXPECT_TRUE(table) << table.error().text();
  return tableRouting(std::move(*table));
}

// Round three sides, as if the link between 0 and 1 were broken: 0 - 2 - 3 - 1.
static const std::string aroundTheBreak = "0,1,2\n0,2,2\n0,3,2\n1,0,3\n1,2,3\n1,3,3\n"
                                          "2,0,0\n2,1,3\n2,3,3\n3,0,2\n3,1,1\n3,2,2\n";

TEST(RoutingTable, PacketsGoWhereItSays) {
  RoutingPolicy policy = routingBy(aroundTheBreak);
  Status status = checkRouting(square, policy);
  ASSERT_TRUE(status) << status.error().text();
  EXPECT_EQ(routersOfPath(square, policy, 0, 1), (std::vector<uint32_t>{0, 2, 3, 1}));
  EXPECT_EQ(routersOfPath(square, policy, 3, 0), (std::vector<uint32_t>{3, 2, 0}));
  EXPECT_TRUE(policy.isFixed());
}

TEST(RoutingTable, IsOfOneKindOfTopology) {
  EXPECT_EQ(checkRouting({2, 2, 1, TopologyKind::Torus}, routingBy(aroundTheBreak)).error().message,
            "the routing policy needs a mesh, not a torus");
}

TEST(RoutingTable, ServesInnerRoutersToo) {
  Topology tree = {2, 1, 1, TopologyKind::Tree}; // 2 above 0 and 1
  RoutingPolicy policy = routingBy("0,1,2\n1,0,2\n2,0,0\n2,1,1\n", tree);
  EXPECT_TRUE(checkRouting(tree, policy));
  EXPECT_EQ(routersOfPath(tree, policy, 0, 1), (std::vector<uint32_t>{0, 2, 1}));
}

TEST(RoutingTable, WhatDoesNotArriveIsRefused) {
  auto message = [](const std::string &entries, std::vector<TilePair> pairs) {
    Status status = checkRouting(square, routingBy(entries), pairs);
    return status ? "" : status.error().message;
  };
  EXPECT_EQ(message("0,3,1\n1,3,3\n", {{0, 3}, {1, 3}}), "");
  EXPECT_EQ(message("0,3,1\n", {{0, 3}}), "a packet from tile 0 to 3 has no way from router 1");
  EXPECT_EQ(message("", {{2, 1}}), "a packet from tile 2 to 1 has no way from router 2");
  EXPECT_EQ(message("0,3,1\n1,3,0\n", {{0, 3}}),
            "a packet from tile 0 to 3 need not arrive: it can come back to router 0");
}

// To the opposite tile clockwise: four packets, each holding the link that another needs.
TEST(RoutingTable, DeadlockIsRefused) {
  const std::string clockwise = "0,3,1\n1,2,3\n3,0,2\n2,1,0\n" // first links
                                "1,3,3\n3,2,2\n2,0,0\n0,1,1\n";
  Status status = checkRouting(square, routingBy(clockwise), {{0, 3}, {1, 2}, {3, 0}, {2, 1}});
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("routing can deadlock"), std::string::npos);
  EXPECT_TRUE(checkRouting(square, routingBy(clockwise), {{0, 3}, {1, 2}, {3, 0}}));
}

TEST(RoutingTable, ErrorsNameTheLine) {
  auto message = [](const std::string &text) {
    auto table = readRoutingTable(square, text, "t.csv");
    return table ? "" : table.error().message;
  };
  const std::string head = "router,tile,next\n";
  EXPECT_EQ(message(head), "") << "a table may be empty";
  EXPECT_EQ(message(head + "0,1,1\r\n0,3,1"), "") << "RFC 4180";
  EXPECT_EQ(message(""), "t.csv:1: the header must be 'router,tile,next'");
  EXPECT_EQ(message("0,1,1\n"), "t.csv:1: the header must be 'router,tile,next'");
  EXPECT_EQ(message(head + "4,1,1\n"), "t.csv:2: there is no router 4; the last is 3");
  EXPECT_EQ(message(head + "0,1,1\n0,4,1\n"), "t.csv:3: there is no tile 4; the last is 3");
  EXPECT_EQ(message(head + "0,3,3\n"), "t.csv:2: router 3 is no neighbour of router 0");
  EXPECT_EQ(message(head + "0,3,9\n"), "t.csv:2: router 9 is no neighbour of router 0");
  EXPECT_EQ(message(head + "0,3,0\n"), "t.csv:2: router 0 is no neighbour of router 0");
  EXPECT_EQ(message(head + "0,3,1\n1,3,3\n0,3,1\n"),
            "t.csv:4: router 0 has an entry for tile 3 already");
  EXPECT_EQ(message(head + "3,3,1\n"),
            "t.csv:2: packets to tile 3 have arrived at router 3 and go no further");
  for (const char *junk :
       {"", "0,1", "0,1,", "0,1,1,", "0,1,1,0", " 0,1,1", "0,1,1 ", "0;1;1", "a,1,1", "-1,1,1",
        "+0,1,1", "0x0,1,1", "0,1,1.0", "4294967296,1,1", "\"0\",1,1"})
    EXPECT_EQ(message(head + junk + "\n0,1,1\n"),
              "t.csv:2: '" + std::string(junk) + "' is not three whole numbers, router,tile,next");
}

// Leaves of a tree are tiles, inner routers are not.
TEST(RoutingTable, OnlyTilesAreDestinations) {
  Topology tree = {2, 1, 1, TopologyKind::Tree};
  auto table = readRoutingTable(tree, "router,tile,next\n0,2,2\n", "t.csv");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().message, "t.csv:2: there is no tile 2; the last is 1");
}

TEST(RoutingTable, PoliciesCanBeWrittenAndReadAgain) {
  for (const auto &[name, policy] : routingPolicies())
    for (const Topology &topology : smallTopologies(policy.serves)) {
      std::string csv = writeRoutingTable(tabulate(topology, policy));
      auto table = readRoutingTable(topology, csv, "t.csv");
      ASSERT_TRUE(table) << table.error().text();
      EXPECT_EQ(writeRoutingTable(*table), csv);
      RoutingPolicy again = tableRouting(*table);
      for (uint32_t from = 0; from < topology.tiles(); ++from)
        for (uint32_t to = 0; to < topology.tiles(); ++to)
          ASSERT_EQ(routersOfPath(topology, again, from, to),
                    routersOfPath(topology, policy, from, to))
              << name << " on " << topologyText(topology);
      if (policy.isFixed() && policy.classes == 1)
        EXPECT_TRUE(checkRouting(topology, again)) << name << " on " << topologyText(topology);
    }
}

TEST(RoutingTable, IsWrittenByRouterAndTile) {
  Topology line = {3, 1, 1};
  EXPECT_EQ(writeRoutingTable(tabulate(line, *routingPolicies().find("xy"))),
            "router,tile,next\n0,1,1\n0,2,1\n1,0,0\n1,2,2\n2,0,1\n2,1,1\n");
}

// A table has one class of virtual channels, and a ring needs two.
TEST(RoutingTable, WhatNeedsClassesIsRefusedAsATable) {
  Topology torus = {5, 1, 1, TopologyKind::Torus};
  const RoutingPolicy dateline = *routingPolicies().find("dateline");
  EXPECT_TRUE(checkRouting(torus, dateline));
  EXPECT_FALSE(checkRouting(torus, tableRouting(tabulate(torus, dateline))));
}
