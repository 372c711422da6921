// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/chip/DesignChecker.h"
#include "hw_models/image/NeuronDelivery.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace nacre::chip {

bool hasListedNeurons(DesignOp design, StringRef population) {
  for (auto flow : design.getBody().getOps<FlowOp>())
    if (flow.getNeurons() && flow.getPopulation() == population)
      return true;
  for (auto core : design.getBody().getOps<CoreOp>())
    for (auto slice : core.getBody().getOps<SliceOp>())
      for (auto synapses : slice.getBody().getOps<SynapsesOp>())
        if (synapses.getFormat() == SynapseFormat::Sparse && synapses.getSource() == population)
          return true;
  return false;
}

/// Calls visit(index) for each neuron of the box.
template <class Visit>
static void forEachNeuron(const Box &box, ArrayRef<int64_t> shape, Visit visit) {
  for (int64_t c = box.c.begin; c < box.c.end; ++c)
    for (int64_t y = box.y.begin; y < box.y.end; ++y)
      for (int64_t x = box.x.begin; x < box.x.end; ++x)
        visit(uint32_t((c * shape[1] + y) * shape[2] + x));
}

LogicalResult verifyNeuronFlows(DesignOp design, const DesignTables &tables,
                                PopulationOp population) {
  NeuronDelivery delivery;
  // Of sparse weights and their target: the core that reads, for each target neuron.
  llvm::MapVector<std::pair<WeightsOp, PopulationOp>, std::vector<int64_t>> readers;
  for (auto core : design.getBody().getOps<CoreOp>())
    for (auto slice : core.getBody().getOps<SliceOp>())
      for (auto synapses : slice.getBody().getOps<SynapsesOp>()) {
        if (synapses.getSource() != population.getSymName())
          continue;
        if (synapses.getFormat() != SynapseFormat::Sparse) {
          forEachNeuron(boxOf(synapses.getSourceBox()), population.getShape(),
                        [&](uint32_t neuron) { delivery.need(neuron, uint32_t(core.getId())); });
          continue;
        }
        PopulationOp target = tables.population(slice.getPopulation());
        auto &coreOf = readers[{tables.weights(synapses.getWeights()), target}];
        coreOf.resize(size_t(wholeOf(target.getShape()).volume()), -1);
        forEachNeuron(boxOf(slice.getBox()), target.getShape(),
                      [&](uint32_t neuron) { coreOf[neuron] = core.getId(); });
      }
  for (const auto &[key, coreOf] : readers)
    delivery.need(rowsOf(key.first).rows(), coreOf);

  for (auto flow : design.getBody().getOps<FlowOp>()) {
    if (flow.getPopulation() != population.getSymName())
      continue;
    auto send = [&](uint32_t neuron) { delivery.send(neuron, uint32_t(flow.getTo())); };
    if (auto neurons = flow.getNeurons())
      llvm::for_each(*neurons, send);
    else
      forEachNeuron(boxOf(flow.getBox()), population.getShape(), send);
  }
  auto fault = delivery.fault(/*exactly=*/true);
  if (!fault)
    return success();
  return population.emitOpError() << (fault->needed ? "[CHIP-F3]" : "[CHIP-F2]") << " neuron "
                                  << fault->neuron << " must be sent to core " << fault->core
                                  << (fault->needed ? " once" : " 0 times") << " but flows send it "
                                  << fault->sent << " times";
}

} // namespace nacre::chip
