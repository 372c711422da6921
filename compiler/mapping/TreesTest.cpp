// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mappings onto chips that route by tables: solved ones verify, and no broken tree does.
#include "compiler/mapping/route/Trees.h"
#include "compiler/mapping/testing/Problems.h"
#include <functional>
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::testing;
using ::testing::HasSubstr;

namespace {

ChipModel tableChip(bool multicast = true) {
  ChipModel chip = roomyChip();
  chip.routingPolicy = byTables;
  chip.limits.routingTableEntries = 100;
  chip.limits.multicast = multicast;
  return chip;
}

/// a -> b -> out in order on cores 0 to 5 of a 4x4 mesh: a on 0 and 1, b on 2 to 4, out on 5.
MappingProblem problemOn(const ChipModel &chip) {
  MappingProblem p = smallNetwork();
  p.chip = chip;
  p.chip.limits.neurons = 96; // a: 128, b: 256
  return p;
}

MappingOptions inOrder(const std::string &routing = "") {
  MappingOptions options{"none", "sequential"};
  options.routing = routing;
  return options;
}

MappingProblem solved(const ChipModel &chip = tableChip()) {
  MappingProblem p = problemOn(chip);
  Status status = solve(p, inOrder());
  EXPECT_TRUE(status) << status.error().text();
  return p;
}

std::string complaint(const std::function<void(MappingProblem &)> &change) {
  MappingProblem p = solved();
  change(p);
  Status status = p.verify();
  return status ? "" : status.error().message;
}

} // namespace

TEST(Trees, SolvedProblemsHaveThemAndNoRoutes) {
  for (bool multicast : {true, false})
    for (const char *routing : {"policy", "negotiated"}) {
      MappingProblem p = problemOn(tableChip(multicast));
      Status status = solve(p, inOrder(routing));
      ASSERT_TRUE(status) << status.error().text();
      EXPECT_FALSE(p.trees.empty());
      for (const auto &tree : p.trees)
        EXPECT_TRUE(multicast || tree.to.size() == 1);
      for (const auto &flow : p.flows)
        EXPECT_TRUE(flow.tiles.empty());
    }
}

TEST(Trees, BrokenOnesAreFound) {
  EXPECT_EQ(complaint([](MappingProblem &) {}), "");
  EXPECT_THAT(complaint([](MappingProblem &p) { p.trees.pop_back(); }),
              HasSubstr("there is no tree from core "));
  EXPECT_THAT(complaint([](MappingProblem &p) { p.trees.push_back(p.trees.back()); }),
              HasSubstr("for no packet, or twice"));
  EXPECT_THAT(complaint([](MappingProblem &p) { p.trees[0].to.push_back(15); }),
              HasSubstr("for no packet, or twice"));
  EXPECT_THAT(complaint([](MappingProblem &p) { p.trees[0].links.clear(); }),
              HasSubstr("packets "));
  EXPECT_THAT(complaint([](MappingProblem &p) { p.trees[0].links.push_back({3, 0, 4}); }),
              HasSubstr("takes a link that does not exist"));
  EXPECT_THAT(complaint([](MappingProblem &p) { p.trees[0].links.push_back({14, 0, 15}); }),
              HasSubstr("never come to router 14, which has an entry"));
  EXPECT_THAT(complaint([](MappingProblem &p) { p.chip.limits.routingTableEntries = 1; }),
              HasSubstr("has more than 1 entries"));
  EXPECT_EQ(complaint([](MappingProblem &p) { p.chip.routingPolicy = "xy"; }),
            "there are trees, but the routers of chip 'roomy' have no tables");
}

// Every neuron of b goes to core 5, and 5 keys at least: those of a and b, one for each core.
TEST(Trees, TablesThatAreTooSmallAreRefused) {
  MappingProblem p = problemOn(tableChip());
  p.chip.limits.routingTableEntries = 2; // the readout's router alone needs one for each core of b
  Status status = solve(p, inOrder());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::DoesNotFit);
  EXPECT_THAT(status.error().message, HasSubstr("routing tables do not fit chip 'roomy': router "));
  EXPECT_THAT(status.error().message, HasSubstr("entries, limit 2"));
  EXPECT_THAT(status.error().remedy, HasSubstr("entries a router would do"));
  EXPECT_THAT(status.error().remedy, HasSubstr("keys begin or end at router "));
}

// The remedy holds.
TEST(Trees, AsManyEntriesAsTheRefusalSaysWouldDo) {
  MappingProblem p = problemOn(tableChip());
  p.chip.limits.routingTableEntries = 2;
  Status status = solve(p, inOrder());
  ASSERT_FALSE(status);
  const std::string &remedy = status.error().remedy;
  p = problemOn(tableChip());
  p.chip.limits.routingTableEntries = std::stoll(remedy.substr(remedy.find("placement ") + 10));
  EXPECT_TRUE(solve(p, inOrder("policy")) || solve(p, inOrder("negotiated")));
}

TEST(Trees, ATorusNeedsMoreThanItsUsualPaths) {
  ChipModel chip = tableChip();
  chip.grid = {3, 3, 1, TopologyKind::Torus};
  MappingProblem p = problemOn(chip);
  p.chip.limits.neurons = 64; // on seven cores
  Status status = solve(p, inOrder());
  EXPECT_TRUE(status) << status.error().text();
}

// On a ring of six, five cores of a send to all others, up to three links round it: each holds a
// link that the one before waits for.
TEST(Trees, RoundARingTheUsualPathsDeadlock) {
  ChipModel chip = tableChip();
  chip.grid = {6, 1, 1, TopologyKind::Torus};
  chip.limits.neurons = 2;
  MappingProblem p;
  p.chip = chip;
  p.populations = {population("a", 10, 1, 1), population("out", 2, 1, 1)};
  p.populations[1].theta.clear();
  p.edges = {dense(p, 0, 0), dense(p, 0, 1)};
  p.edges[0].logicalDelay = 1;
  MappingProblem other = p;
  Status status = solve(p, inOrder("policy"));
  ASSERT_FALSE(status);
  EXPECT_THAT(
      status.error().message,
      HasSubstr("--routing policy: routing can deadlock: these channels wait for each other"));
  EXPECT_EQ(status.error().remedy, "use --routing negotiated");
  status = solve(other, inOrder("negotiated"));
  EXPECT_TRUE(status) << status.error().text();
}

TEST(RoutingChoice, FollowsTheChip) {
  auto choose = [](const std::string &routing, const ChipModel &chip) {
    return RoutingChoice::of(inOrder(routing), chip);
  };
  EXPECT_EQ(choose("", tableChip())->name, "negotiated");
  EXPECT_EQ(choose("policy", tableChip())->name, "policy");
  EXPECT_EQ(choose("", roomyChip())->name, "policy");
  EXPECT_FALSE(choose("policy", roomyChip())->trees);
  EXPECT_EQ(choose("negotiated", roomyChip()).error().exitCode, ExitCode::Usage);
  EXPECT_EQ(choose("shortest", tableChip()).error().message, "unknown routing 'shortest'");
}
