// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/relay/InsertRelays.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "hw_models/image/Bounds.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"

namespace nacre {

using namespace mlir;

namespace {

class Insertion {
  struct Tap {
    Value spikes;
    int64_t delay; ///< logical, from the population
  };

  SynapseOps synapses;
  OpBuilder builder;
  llvm::StringSet<> names;
  llvm::DenseSet<std::pair<Operation *, Operation *>> redirected; ///< synapses, target

public:
  explicit Insertion(snn::NetworkOp network)
      : synapses(synapsesOf(network)), builder(network.getContext()) {
    builder.setInsertionPointToEnd(&network.getBody().front());
    for (snn::NeuronOp neuron : network.getOps<snn::NeuronOp>())
      names.insert(neuron.getName());
    if (snn::ReadoutOp readout = network.getReadout())
      names.insert(readout.getName());
  }

  void insert(const RelayPlan &plan) {
    llvm::DenseMap<Operation *, SmallVector<Tap>> tapsOf; // of a population, then of its relays
    for (auto [op, chain] : llvm::zip_equal(synapses.populations, plan.chains)) {
      if (isa<snn::ReadoutOp>(op))
        continue;
      SmallVector<Tap> &taps = tapsOf[op];
      taps.push_back({op->getResult(0), 0});
      for (int64_t delay : chain) {
        Value spikes = delayed(taps.back().spikes, delay - taps.back().delay);
        taps.push_back({makeRelay(op, spikes), delay});
      }
    }
    for (auto [edge, tap] : llvm::zip_equal(synapses.onChip, plan.tap))
      if (tap > 0)
        redirect(edge, tapsOf[edge.source][size_t(tap)]);
  }

private:
  /// `source`: snn.neuron or an input of spikes.
  Value makeRelay(Operation *source, Value spikes) {
    const Location loc = source->getLoc();
    auto type = cast<RankedTensorType>(spikes.getType());
    const int64_t channels = type.getDimSize(0);
    auto neuron = dyn_cast<snn::NeuronOp>(source);
    const auto one = SplatElementsAttr::get(
        RankedTensorType::get({channels, 1, 1, 1}, builder.getI8Type()), int8_t(1));
    auto currents = type.clone(builder.getI32Type());
    auto copy = snn::Conv2DOp::create(builder, loc, currents, spikes, one, 2);
    copy.setGroups(channels);
    const int32_t zero = 0, theta = 1;
    auto relay = snn::NeuronOp::create(
        builder, loc, type, copy.getResult(), freshName(neuron ? neuron.getName() : "input"), "if",
        theta, /*v0=*/zero, /*bias=*/zero, snn::Reset::Subtract,
        /*reset_value=*/0, /*strict=*/false, /*max_spikes=*/1, 0, 0, 0, 0, 0, 0,
        neuron ? neuron.getAmplitude() : APFloat(1.0),
        /*unit=*/{}, neuron ? neuron.getRateAttr() : FloatAttr(), /*relay=*/true,
        /*cores=*/DenseI32ArrayAttr());
    return relay.getSpikes();
  }

  std::string freshName(StringRef of) {
    std::string name = (of + ".relay").str();
    for (int number = 2; !names.insert(name).second; ++number)
      name = (of + ".relay" + Twine(number)).str();
    return name;
  }

  /// Other targets of the same synapses keep their source.
  void redirect(const SynapseOps::Edge &edge, const Tap &tap) {
    if (!redirected.insert({edge.op, edge.target}).second)
      return; // a current that the target adds twice
    Operation *op = edge.op;
    if (llvm::any_of(op->getUsers(), [&](Operation *user) { return user != edge.target; })) {
      op = builder.clone(*op);
      edge.target->replaceUsesOfWith(edge.op->getResult(0), op->getResult(0));
    }
    op->setOperand(0, delayed(tap.spikes, edge.delay - tap.delay));
  }

  Value delayed(Value spikes, int64_t steps) {
    for (; steps > 0; steps -= maxSteps)
      spikes = snn::DelayOp::create(builder, spikes.getLoc(), spikes, std::min(steps, maxSteps));
    return spikes;
  }
};

} // namespace

void insertRelays(snn::NetworkOp network, const RelayPlan &plan) {
  Insertion(network).insert(plan);
}

FailureOr<MappingProblem> problemWithRelays(snn::NetworkOp network, const ChipModel &chip) {
  auto problem = problemFromSnn(network, chip);
  if (failed(problem))
    return failure();
  const RelayPlan plan = planRelays(*problem);
  if (plan.empty())
    return problem;
  int64_t relays = 0, neurons = 0;
  for (auto [population, chain] : llvm::zip_equal(problem->populations, plan.chains)) {
    relays += int64_t(chain.size());
    neurons += int64_t(chain.size()) * population.shape.volume();
  }
  network.emitRemark() << relays << " relay layers of " << neurons
                       << " neurons hold spikes back where the chip's longest axonal delay, "
                       << chip.limits.axonalDelaySteps << ", is too short";
  insertRelays(network, plan);
  return problemFromSnn(network, chip);
}

} // namespace nacre
