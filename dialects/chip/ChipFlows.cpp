// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/chip/DesignChecker.h"
#include "llvm/ADT/StringSet.h"
#include <map>

using namespace mlir;

namespace nacre::chip {

namespace {
/// The boxes of one population that a core needs (its synapses) or is sent (its flows).
using Traffic = std::map<std::pair<int64_t, StringRef>, std::vector<Box>>;
} // namespace

/// A part of `box` that none of `boxes` holds; empty if they cover it.
static Box uncovered(const Box &box, const std::vector<Box> &boxes) {
  std::vector<Box> rest = {box};
  for (const Box &cover : boxes)
    rest = subtract(rest, cover);
  return rest.empty() ? Box{} : rest.front();
}

/// Populations that verifyNeuronFlows verifies.
using Listed = llvm::StringSet<>;

static Traffic neededSpikes(DesignOp design, const Listed &listed) {
  Traffic needed;
  for (auto core : design.getBody().getOps<CoreOp>())
    for (auto slice : core.getBody().getOps<SliceOp>())
      for (auto synapses : slice.getBody().getOps<SynapsesOp>())
        if (!listed.contains(synapses.getSource()))
          needed[{core.getId(), synapses.getSource()}].push_back(boxOf(synapses.getSourceBox()));
  return needed;
}

/// Rule F1 for the neurons that a flow lists, its box being good.
static LogicalResult verifyNeurons(FlowOp flow, ArrayRef<int64_t> shape) {
  Box box = boxOf(flow.getBox());
  ArrayRef<int32_t> neurons = *flow.getNeurons();
  if (neurons.empty() || int64_t(neurons.size()) >= box.volume())
    return flow.emitOpError("[CHIP-F1] must list some neurons of the box or none, not all, but "
                            "lists ")
           << neurons.size() << " of " << box.volume();
  int64_t last = -1;
  for (int64_t neuron : neurons) {
    int64_t c = neuron / (shape[1] * shape[2]), y = neuron / shape[2] % shape[1],
            x = neuron % shape[2];
    if (neuron <= last || intersect(box, {{c, c + 1}, {y, y + 1}, {x, x + 1}}).empty())
      return flow.emitOpError("[CHIP-F1] neurons must ascend and lie in the box but ")
             << neuron << " follows " << last;
    last = neuron;
  }
  return success();
}

/// Rules F1 and F2.
static LogicalResult verifyFlow(FlowOp flow, const DesignTables &tables, const Traffic &needed,
                                const Listed &listed) {
  CoreOp from = tables.core(flow.getFrom());
  for (int64_t id : {flow.getFrom(), flow.getTo()})
    if (!tables.core(id))
      return flow.emitOpError("[CHIP-F1] there is no core ") << id;
  PopulationOp population = tables.population(flow.getPopulation());
  if (!population)
    return flow.emitOpError("[CHIP-F1] unknown population '") << flow.getPopulation() << "'";
  if (failed(verifyBox(flow, flow.getBox(), population.getShape(), "[CHIP-F1] box")))
    return failure();

  Box box = boxOf(flow.getBox());
  if (llvm::none_of(from.getBody().getOps<SliceOp>(), [&](SliceOp slice) {
        return slice.getPopulation() == flow.getPopulation() &&
               intersect(boxOf(slice.getBox()), box) == box;
      }))
    return flow.emitOpError("[CHIP-F1] no slice of core ")
           << flow.getFrom() << " holds the neurons [" << flow.getBox() << "] of '"
           << flow.getPopulation() << "'";

  if (flow.getNeurons() && failed(verifyNeurons(flow, population.getShape())))
    return failure();
  if (listed.contains(flow.getPopulation()))
    return success();
  auto wanted = needed.find({flow.getTo(), flow.getPopulation()});
  Box useless = wanted == needed.end() ? box : uncovered(box, wanted->second);
  if (!useless.empty())
    return flow.emitOpError("[CHIP-F2] core ")
           << flow.getTo() << " has no synapses from the neurons [" << ArrayRef(useless.flat())
           << "] of '" << flow.getPopulation() << "'";
  return success();
}

/// Rule F3: every needed spike is sent, once.
static LogicalResult verifyDelivery(DesignOp design, const Traffic &needed, const Listed &listed) {
  Traffic sent;
  for (auto flow : design.getBody().getOps<FlowOp>()) {
    if (listed.contains(flow.getPopulation()))
      continue;
    std::vector<Box> &boxes = sent[{flow.getTo(), flow.getPopulation()}];
    Box box = boxOf(flow.getBox());
    for (const Box &other : boxes)
      if (!intersect(box, other).empty())
        return flow.emitOpError("[CHIP-F3] sends neurons of '")
               << flow.getPopulation() << "' to core " << flow.getTo()
               << " that another flow sends there too";
    boxes.push_back(box);
  }
  for (const auto &[key, boxes] : needed)
    for (const Box &box : boxes)
      if (Box missing = uncovered(box, sent[key]); !missing.empty())
        return design.emitOpError("[CHIP-F3] no flow sends the neurons [")
               << ArrayRef(missing.flat()) << "] of '" << key.second << "' to core " << key.first
               << ", which has synapses from them";
  return success();
}

static LogicalResult verifyTrees(DesignOp design, const DesignTables &tables) {
  std::map<std::pair<int64_t, std::vector<int64_t>>, TreeOp> trees;
  for (auto tree : design.getBody().getOps<TreeOp>()) {
    std::vector<int64_t> cores = tree.getTo().vec();
    if (!trees.emplace(std::pair(tree.getFrom(), cores), tree).second)
      return tree.emitOpError("[CHIP-T1] another tree has the same ends");
    cores.push_back(tree.getFrom());
    for (int64_t core : cores)
      if (!tables.core(core))
        return tree.emitOpError("[CHIP-T1] there is no core ") << core;
    if (tree.getTo().empty())
      return tree.emitOpError("[CHIP-T1] must lead to some core");
  }
  return success();
}

static LogicalResult verifyRoutes(DesignOp design, const DesignTables &tables) {
  const bool byTrees = !design.getBody().getOps<TreeOp>().empty();
  llvm::DenseMap<FlowOp, RouteOp> routes;
  for (auto route : design.getBody().getOps<RouteOp>()) {
    FlowOp flow = tables.flow(route.getFlow());
    if (!flow)
      return route.emitOpError("[CHIP-R1] unknown flow '") << route.getFlow() << "'";
    if (byTrees)
      return route.emitOpError("[CHIP-D5] flow '")
             << route.getFlow() << "' has a route, but the design has trees";
    if (!routes.try_emplace(flow, route).second)
      return route.emitOpError("[CHIP-D5] flow '") << route.getFlow() << "' has another route";
  }
  for (auto flow : design.getBody().getOps<FlowOp>())
    if (!byTrees && !routes.count(flow))
      return flow.emitOpError("[CHIP-D5] flow '") << flow.getSymName() << "' has no route";
  return success();
}

LogicalResult verifyFlows(DesignOp design, const DesignTables &tables) {
  Listed listed;
  for (auto population : design.getBody().getOps<PopulationOp>())
    if (hasListedNeurons(design, population.getSymName()))
      listed.insert(population.getSymName());
  Traffic needed = neededSpikes(design, listed);
  for (auto flow : design.getBody().getOps<FlowOp>())
    if (failed(verifyFlow(flow, tables, needed, listed)))
      return failure();
  if (failed(verifyDelivery(design, needed, listed)))
    return failure();
  for (auto population : design.getBody().getOps<PopulationOp>())
    if (listed.contains(population.getSymName()) &&
        failed(verifyNeuronFlows(design, tables, population)))
      return failure();
  if (failed(verifyTrees(design, tables)))
    return failure();
  return verifyRoutes(design, tables);
}

} // namespace nacre::chip
