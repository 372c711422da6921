// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every packing with every placement with every routing policy, and every routing by tables: the
// spikes stay those of the snn interpreter. The registries say what there is.
#include "compiler/Pipelines.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/route/trees/TreeRouting.h"
#include "hw_models/noc/RoutingPolicy.h"
#include "mlir/Parser/Parser.h"
#include "tests/equivalence/Levels.h"
#include "tests/equivalence/RandomSnn.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

/// With room for some forty clusters.
ChipModel::Grid gridOf(TopologyKind kind) {
  switch (kind) {
  case TopologyKind::Tree:
    return {3, 4, 1, kind}; // 3^4 leaves
  case TopologyKind::Ring:
    return {7, 6, 2, kind};
  default:
    return {9, 8, 1, kind};
  }
}

/// How packets find their way.
struct Road {
  std::string policy;
  TopologyKind kind;
  int64_t classes;
  bool multicasts;
  std::string trees = ""; ///< --routing, by tables
};

std::vector<Road> allRoads() {
  std::vector<Road> roads;
  RoutingRegistry routings;
  registerAllRoutings(routings);
  for (const auto &[name, policy] : routings)
    roads.push_back({name, policy.serves, policy.classes, policy.isFixed() && policy.classes == 1});
  TreeRoutingRegistry treeRoutings;
  registerAllTreeRoutings(treeRoutings);
  for (const auto &[name, trees] : treeRoutings)
    for (TopologyKind kind : {TopologyKind::Mesh, TopologyKind::Tree, TopologyKind::Torus})
      if (name != "policy" || kind != TopologyKind::Torus) // there it could deadlock
        roads.push_back({std::string(byTables), kind, 1, true, name});
  return roads;
}

} // namespace

TEST(Algorithms, AllMakeTheSameSpikes) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  PackingRegistry packings;
  registerAllPackings(packings);
  PlacementRegistry placements;
  registerAllPlacements(placements);
  const std::vector<Road> roads = allRoads();

  std::mt19937_64 random(7);
  constexpr int64_t networks = 4, steps = 4;
  size_t runs = 0, multicasts = 0;
  for (int64_t fitting = 0, n = 0; fitting < networks; ++n) {
    ASSERT_LT(n, 20 * networks) << "too few of the networks fit";
    const std::string text = randomSnn(random);
    SCOPED_TRACE("network " + std::to_string(n) + ":\n" + text);
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    ASSERT_TRUE(module);
    auto network = *module->getOps<snn::NetworkOp>().begin();
    ChipModel chip = randomChip(random);
    chip.limits.axonalDelaySteps = 64;
    auto problem = problemFromSnn(network, chip);
    ASSERT_TRUE(mlir::succeeded(problem));
    // Without sharing it takes most cores; small ones would test no routes.
    problem->chip.grid = gridOf(TopologyKind::Mesh);
    problem->chip.routingPolicy = usualRouting(TopologyKind::Mesh);
    MappingProblem alone = *problem;
    if (!solve(alone, {.packing = "none", .placement = "sequential"}) || alone.clusters > 72 ||
        alone.clusters < 6)
      continue;
    auto interpreter = SnnInterpreter::create(network);
    ASSERT_TRUE(interpreter) << interpreter.error().message;
    const std::vector<Expected> samples = {interpret(*interpreter, randomImage(random), steps)};
    if (samples[0].spikes.size() < 50)
      continue;
    ++fitting;

    for (const Road &road : roads) {
      chip.grid = gridOf(road.kind);
      chip.routingPolicy = road.policy;
      chip.limits.routingTableEntries = chip.routesByTables() ? 1 << 20 : 0;
      chip.timing.virtualChannels = std::max(chip.timing.virtualChannels, road.classes);
      for (const auto &[packing, unusedPacking] : packings)
        for (const auto &[placement, unusedPlacement] : placements) {
          SCOPED_TRACE(packing + ", " + placement + ", " + road.policy + " " + road.trees);
          chip.limits.multicast = road.multicasts && runs % 2;
          multicasts += chip.limits.multicast;
          MappingProblem mapping = *problem;
          mapping.chip = chip;
          MappingOptions options{.packing = packing, .placement = placement, .effort = "fast"};
          options.seed = ++runs;
          options.routing = road.trees;
          auto status = solve(mapping, options);
          ASSERT_TRUE(status) << status.error().text();
          mlir::OwningOpRef<mlir::ModuleOp> design = module->clone();
          ASSERT_TRUE(
              mlir::succeeded(lowerToChip(*design->getOps<snn::NetworkOp>().begin(), mapping)));
          expectSame(*design->getOps<chip::DesignOp>().begin(), chip, samples, steps);
          if (HasFatalFailure())
            return;
        }
    }
  }
  EXPECT_EQ(runs, networks * packings.size() * placements.size() * roads.size());
  EXPECT_GT(multicasts, runs / 8);
}
