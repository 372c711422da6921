// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// All that stands in the way, at once; needs by hand.
#include "compiler/mapping/FitReport.h"
#include "compiler/mapping/testing/Problems.h"
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <tuple>

using namespace nacre;
using namespace nacre::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

using Finding = std::tuple<std::string, std::string, int64_t, int64_t>;

std::vector<Finding> findingsOf(const Fit &fit) {
  std::vector<Finding> findings;
  for (const Misfit &misfit : fit.misfits)
    findings.push_back({misfit.layer, misfit.resource, misfit.need, misfit.limit});
  return findings;
}

/// smallNetwork() on a chip that has too little of everything.
MappingProblem faulty() {
  MappingProblem p = smallNetwork();
  p.edges.push_back(convolution(p, 0, 1, 1, 1, 0));
  p.edges.back().logicalDelay = 20;
  auto &limits = p.chip.limits;
  limits.thresholdBits = 4;
  limits.axonalDelaySteps = 15;
  limits.axonsIn = 255;
  limits.synapseMemoryBits = 16383;
  p.chip.grid = {2, 1, 1};
  return p;
}

} // namespace

// Thresholds of 10 need 5 bits with sign. From a to b there is a step at least, so what is 20 steps
// late takes 21. A neuron of out reads all 256 of b, each through a word of 64 bits, which has room
// for eight weights. With so much a core, out's ten neurons take two, a and b, which has 128 axons
// for each of its edges, one each.
TEST(CheckFit, ListsAllFaultsAtOnce) {
  const Fit fit = *checkFit(faulty(), "none");
  EXPECT_THAT(findingsOf(fit), ElementsAre(Finding{"a", "threshold bits", 5, 4},
                                           Finding{"b", "threshold bits", 5, 4},
                                           Finding{"a -> b", "axonal delay steps", 21, 15},
                                           Finding{"out", "input axons", 256, 255},
                                           Finding{"out", "synapse memory bits", 16384, 16383},
                                           Finding{"", "cores", 4, 2}));
  EXPECT_THAT(*remediesFor(faulty(), "none"), HasSubstr("unit"));
  for (const Misfit &misfit : fit.misfits) {
    EXPECT_EQ(misfit.error.exitCode, ExitCode::DoesNotFit);
    EXPECT_FALSE(misfit.error.remedy.empty());
  }
}

TEST(CheckFit, ListsNothingWhereThereIsJustEnough) {
  MappingProblem p = faulty();
  p.chip.limits.thresholdBits = 5;
  p.chip.limits.axonalDelaySteps = 21;
  p.chip.limits.axonsIn = 256;
  p.chip.limits.synapseMemoryBits = 16384;
  p.chip.grid = {4, 1, 1};
  const Fit fit = *checkFit(p, "none");
  EXPECT_THAT(findingsOf(fit), IsEmpty());
  EXPECT_EQ(fit.cores, 4);
  EXPECT_TRUE(solve(p, {"none", "sequential"}));
}

// b -> b lacks one step; c -> d -> c two, of which it has none.
TEST(CheckFit, ListsEachLoop) {
  MappingProblem p;
  p.chip = roomyChip();
  for (const char *name : {"a", "b", "c", "d"})
    p.populations.push_back(population(name, 1, 1, 1));
  for (auto [source, target] : {std::pair<size_t, size_t>{0, 1}, {1, 1}, {1, 2}, {2, 3}, {3, 2}})
    p.edges.push_back(dense(p, source, target));
  EXPECT_THAT(findingsOf(*checkFit(p, "none")),
              UnorderedElementsAre(Finding{"b -> b", "hops of a loop", 1, 0},
                                   Finding{"c -> d -> c", "hops of a loop", 2, 0}));
  p.edges[1].logicalDelay = 1;
  p.edges[4].logicalDelay = 2;
  EXPECT_THAT(findingsOf(*checkFit(p, "none")), IsEmpty());
}

// Each of two layers needs more of the same; neither hides the other, nor a limit raised for one.
TEST(CheckFit, NamesEachLayerWithTheLimitOfTheChip) {
  MappingProblem p = smallNetwork();
  p.populations.push_back(population("wide", 3, 1, 1));
  p.edges.push_back(dense(p, 0, 3));
  p.chip.limits.axonsIn = 100;
  EXPECT_THAT(findingsOf(*checkFit(p, "none")),
              ElementsAre(Finding{"wide", "input axons", 128, 100},
                          Finding{"out", "input axons", 256, 100}));
}

TEST(CheckFit, RefusesAnUnknownPacking) {
  auto fit = checkFit(smallNetwork(), "neighbors");
  ASSERT_FALSE(fit);
  EXPECT_THAT(fit.error().message, HasSubstr("unknown packing 'neighbors'"));
}

TEST(FitReport, TextAndJson) {
  const MappingProblem p = faulty();
  const Fit fit = *checkFit(p, "none");
  const std::string text = fitText(fit, "try another", "small", p.chip);
  EXPECT_THAT(text, HasSubstr("'small' does not fit chip 'roomy'"));
  EXPECT_THAT(text, HasSubstr("  out     input axons             256    255  a smaller kernel"));
  EXPECT_THAT(text, HasSubstr("In all: try another\n"));
  const auto json = fitJson(fit, "try another", "small", p.chip);
  EXPECT_EQ(json["fits"], false);
  ASSERT_EQ(json["findings"].size(), 6u);
  EXPECT_EQ(json["findings"][3]["layer"], "out");
  EXPECT_EQ(json["findings"][3]["needed"], 256);
  EXPECT_EQ(json["findings"][3]["limit"], 255);
  EXPECT_TRUE(json["findings"][5]["layer"].is_null());
  EXPECT_EQ(json["remedies"], "try another");
}

TEST(FitReport, OfANetworkThatFits) {
  const MappingProblem p = smallNetwork();
  const Fit fit = *checkFit(p, "none");
  EXPECT_EQ(fitText(fit, "try another", "small", p.chip),
            "'small' fits chip 'roomy': 3 of 16 cores\n");
  EXPECT_EQ(fitJson(fit, "try another", "small", p.chip).dump(),
            R"({"network":"small","chip":"roomy","fits":true,"cores":3})");
}
