// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// PathFinder (McMurchie and Ebeling, FPGA 1995) on trees: links and tables that are too full become
// dear, now and by their history, and trees over them are grown anew. Links have no capacity, so a
// target takes its place, which falls as soon as all links keep it.
#include "compiler/mapping/route/trees/RoutingLoads.h"
#include "compiler/mapping/route/trees/TreeGrower.h"
#include "compiler/mapping/route/trees/UsualTrees.h"
#include "hw_models/noc/DeadlockCheck.h"
#include <numeric>
#include <optional>

namespace nacre {

namespace {

constexpr double targetStep = 0.95;      ///< of the worst link, aimed at next
constexpr double firstPressure = 0.5;    ///< of a load of twice the target
constexpr double pressureGrowth = 1.3;   ///< a round
constexpr double greatestPressure = 1e6; ///< so that costs stay far from infinity
constexpr double historyStep = 1;

class Negotiation {
  const RoutingProblem &problem;
  TreeGrower grower;
  std::vector<std::vector<uint32_t>> tiles; ///< by net
  std::vector<size_t> order;                ///< of nets, the heaviest first
  RoutingLoads loads;
  std::vector<double> linkHistory, routerHistory;
  double target = std::numeric_limits<double>::infinity(), pressure = firstPressure;
  std::vector<NetTree> trees;

public:
  struct {
    std::vector<NetTree> trees;
    RoutingQuality quality;
  } best;

  Negotiation(const RoutingProblem &problem, const TurnRule &rule)
      : problem(problem), grower(problem.topology, rule), order(problem.nets.size()),
        loads(problem),
        linkHistory(size_t(problem.topology.routers()) * problem.topology.linkPorts()),
        routerHistory(problem.topology.routers()), trees(problem.nets.size()) {
    for (const Net &net : problem.nets)
      tiles.push_back(problem.tilesOf(net));
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return std::pair(-problem.nets[a].packets, a) < std::pair(-problem.nets[b].packets, b);
    });
    for (size_t net : order)
      grow(net);
    best = {trees, loads.quality()};
    aim();
  }

  /// Grows anew whatever meets a link or a table that is too full. Are these the best trees?
  bool round() {
    for (size_t net : order)
      if (meetsTooMuch(net)) {
        loads.remove(problem.nets[net], trees[net]);
        trees[net].clear();
        grow(net);
      }
    const RoutingQuality now = loads.quality();
    const bool better = now < best.quality;
    if (better)
      best = {trees, now};
    if (now.missingEntries == 0 && now.worstLink <= target)
      aim();
    else
      resent();
    return better;
  }

private:
  /// What is too full becomes dearer.
  void resent() {
    pressure = std::min(pressure * pressureGrowth, greatestPressure);
    for (const Link &link : problem.topology.links())
      linkHistory[loads.linkIndex(link)] += historyStep * excess(loads.packets(link), target);
    for (uint32_t router = 0; router < routerHistory.size(); ++router)
      routerHistory[router] +=
          historyStep * excess(double(loads.entries(router)), double(problem.tableEntries));
  }

  static double excess(double load, double most) { return load > most ? (load - most) / most : 0; }

  void aim() {
    target = targetStep * loads.quality().worstLink;
    pressure = firstPressure;
  }

  bool meetsTooMuch(size_t net) const {
    return std::any_of(trees[net].begin(), trees[net].end(), [&](const Link &link) {
      return loads.packets(link) > target || loads.entries(link.to) > problem.tableEntries;
    });
  }

  void grow(size_t index) {
    const Net &net = problem.nets[index];
    const uint32_t from = problem.topology.tileOf(net.from);
    auto cost = [&](const Link &link) {
      const double onLink = excess(loads.packets(link) + net.packets, target);
      const double inTable =
          excess(double(loads.entries(link.to) + 1), double(problem.tableEntries));
      return (1 + linkHistory[loads.linkIndex(link)]) * (1 + pressure * onLink) *
             (1 + routerHistory[link.to]) * (1 + pressure * inTable);
    };
    if (!grower.grow(from, tiles[index], trees[index], cost))
      trees[index] = grower.spanning(from, tiles[index]);
    loads.add(net, trees[index]);
  }
};

/// Ends when nothing has become better for long.
void negotiate(Negotiation &negotiation, int64_t rounds) {
  const int64_t patience = std::max<int64_t>(5, rounds / 4);
  for (int64_t round = 0, last = 0; round < rounds && round - last <= patience; ++round)
    if (negotiation.round())
      last = round;
}

} // namespace

static bool canDeadlock(const RoutingProblem &problem, const std::vector<NetTree> &trees) {
  std::vector<RoutingTree> tables;
  for (size_t i = 0; i < trees.size(); ++i)
    tables.push_back(treeOf(problem.topology, trees[i], problem.nets[i].to));
  return !checkDeadlock(problem.topology, tables);
}

/// A few rounds by each rule for turns, then the rest by the one that did best.
static std::vector<NetTree> route(const RoutingProblem &problem, int64_t rounds) {
  std::optional<Negotiation> chosen;
  const int64_t trial = std::max<int64_t>(1, rounds / 10);
  for (const TurnRule &rule : turnRules(problem.topology)) {
    Negotiation negotiation(problem, rule);
    negotiate(negotiation, trial);
    if (!chosen || negotiation.best.quality < chosen->best.quality)
      chosen.emplace(std::move(negotiation));
  }
  negotiate(*chosen, rounds - trial);
  const std::vector<NetTree> usual = usualTrees(problem);
  const bool keep =
      RoutingLoads(problem, usual).quality() < chosen->best.quality && !canDeadlock(problem, usual);
  return keep ? usual : chosen->best.trees;
}

void registerNegotiated(TreeRoutingRegistry &registry) {
  registry.add("negotiated",
               {"trees that give way to each other until the worst link is calm", route});
}

} // namespace nacre
