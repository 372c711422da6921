// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/Needs.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/SparseMemory.h"
#include "dialects/Neuron.h"
#include "dialects/SynapseWeights.h"
#include "dialects/chip/DesignNames.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

namespace nacre {

using namespace mlir;

namespace {

class Lowering {
  SynapseOps synapses;
  const MappingProblem &problem;
  NeedsCounter needs;
  OpBuilder builder;
  Location loc;
  chip::DesignNames names;
  /// By values and bits: layers with the same weights share them.
  llvm::DenseMap<std::pair<Attribute, int32_t>, std::string> weightsNames;
  std::vector<std::string> sparseWeightsNames; ///< by edge; empty for those that are not sparse

public:
  Lowering(snn::NetworkOp network, const MappingProblem &problem)
      : synapses(synapsesOf(network)), problem(problem), needs(problem), builder(network),
        loc(network.getLoc()) {}

  LogicalResult lower(snn::NetworkOp network) {
    snn::InputOp input = network.getInput();
    const std::vector<int64_t> image =
        input ? input.getType().getShape().vec() : std::vector<int64_t>{0, 0, 0};
    auto design = chip::DesignOp::create(
        builder, loc, network.getSymName(), problem.chip.name, problem.chip.hash, image,
        input ? input.imageZeroPoint() : 0,
        ArrayRef<int64_t>{problem.chip.grid.chipColumns, problem.chip.grid.chipRows});
    builder.createBlock(&design.getBody());
    for (size_t p = 0; p < problem.populations.size(); ++p) {
      names.addPopulation(nameOf(p));
      lowerPopulation(p);
    }
    for (const SynapseOps::Edge &edge :
         llvm::concat<SynapseOps::Edge>(synapses.fromHost, synapses.onChip))
      if (!isa<snn::SparseOp>(edge.op) && failed(lowerWeights(edge.op)))
        return failure();
    for (size_t e = 0; e < problem.edges.size(); ++e)
      sparseWeightsNames.push_back(problem.edges[e].sparse ? lowerSparseWeights(e) : "");
    for (const SynapseOps::Edge &edge : synapses.fromHost)
      lowerHostSynapses(edge);
    lowerCores();
    lowerFlows();
    return llvm::success();
  }

private:
  std::vector<int64_t> shapeOf(size_t p) const {
    const Box shape = problem.extent(p);
    return {shape.c.size(), shape.y.size(), shape.x.size()};
  }

  StringRef nameOf(size_t p) const { return problem.populations[p].name; }

  void lowerPopulation(size_t p) {
    int32_t bits = int32_t(problem.chip.limits.membraneBits);
    Operation *op = synapses.populations[p];
    NeuronOptions options;
    StringRef model;
    ArrayRef<int32_t> theta, v0, bias;
    APFloat amplitude(1.0);
    const int32_t currentBits =
        problem.populations[p].hasCurrent ? int32_t(problem.chip.limits.synapticCurrentBits) : 0;
    bool relay = false;
    if (auto neuron = dyn_cast<snn::NeuronOp>(op)) {
      options = neuronOptionsOf(neuron);
      model = neuron.getModel();
      theta = neuron.getTheta(), v0 = neuron.getV0(), bias = neuron.getBias();
      amplitude = neuron.getAmplitude();
      relay = neuron.getRelay();
    } else if (isa<snn::InputOp>(op)) {
      model = "if";
      theta = problem.populations[p].theta, v0 = bias = problem.populations[p].v0;
      relay = true;
    } else {
      auto readout = cast<snn::ReadoutOp>(op);
      v0 = readout.getV0(), bias = readout.getBias();
    }
    chip::PopulationOp::create(builder, op->getLoc(), nameOf(p), shapeOf(p), problem.depth[p],
                               model, perChannel(p, theta), perChannel(p, v0), perChannel(p, bias),
                               bits, int32_t(options.reset), options.resetValue, options.strict,
                               options.maxSpikes, options.leakShift, options.leakMultiplier,
                               options.leakScaleBits, options.inputShift,
                               options.currentLeakMultiplier, options.currentLeakScaleBits,
                               currentBits, amplitude, orderOf(p), relay, isa<snn::InputOp>(op));
  }

  ElementsAttr orderOf(size_t p) {
    if (!problem.isRenumbered(p))
      return {};
    return makeWeights<uint32_t>({int64_t(problem.order[p].size())}, problem.order[p],
                                 names.orderOf(nameOf(p)), builder.getContext());
  }

  /// Values of channels or neurons, where each neuron has become a channel.
  std::vector<int32_t> perChannel(size_t p, ArrayRef<int32_t> values) const {
    if (!problem.isRenumbered(p) || values.size() <= 1)
      return values.vec();
    const Box &shape = problem.populations[p].shape;
    std::vector<int32_t> ofNeurons;
    for (uint32_t neuron : problem.order[p])
      ofNeurons.push_back(values[values.size() == problem.order[p].size()
                                     ? neuron
                                     : neuron / size_t(shape.y.size() * shape.x.size())]);
    return ofNeurons;
  }

  static std::pair<ElementsAttr, int32_t> weightsOf(Operation *op) {
    if (auto conv = dyn_cast<snn::Conv2DOp>(op))
      return {conv.getWeight(), conv.getWeightBits()};
    auto linear = cast<snn::LinearOp>(op);
    return {linear.getWeight(), linear.getWeightBits()};
  }

  StringRef weightsName(Operation *op) const { return weightsNames.find(weightsOf(op))->second; }

  LogicalResult lowerWeights(Operation *op) {
    auto [stored, bits] = weightsOf(op);
    std::string name = names.weights(weightsNames.size());
    if (!weightsNames.try_emplace({stored, bits}, name).second)
      return llvm::success();
    auto values = readSynapseWeights(stored, [&] { return op->emitOpError(); });
    if (failed(values))
      return failure();
    ArrayRef<int64_t> shape = stored.getShapedType().getShape();
    chip::WeightsOp::create(
        builder, op->getLoc(), name,
        makeSynapseWeights(shape, values->vec(), bits, name, builder.getContext()), bits,
        ElementsAttr(), ElementsAttr());
    return llvm::success();
  }

  /// Rows and targets in the numbers of slices and flows.
  std::string lowerSparseWeights(size_t e) {
    const MappingProblem::Edge &edge = problem.edges[e];
    const SparseRows rows = edge.sparse->bySource();
    std::vector<uint32_t> renumbered(size_t(problem.populations[edge.target].shape.volume()));
    uint32_t number = 0;
    for (uint32_t neuron : problem.neuronsOf(edge.target, problem.extent(edge.target)))
      renumbered[neuron] = number++;
    std::vector<uint32_t> offsets = {0}, targets;
    std::vector<int16_t> weights;
    std::vector<std::pair<uint32_t, int16_t>> row;
    for (uint32_t source : problem.neuronsOf(edge.source, problem.extent(edge.source))) {
      row.clear();
      for (uint32_t i = rows.offsets[source]; i < rows.offsets[source + 1]; ++i)
        row.push_back({renumbered[rows.targets[i]], rows.weights[i]});
      std::sort(row.begin(), row.end());
      for (auto [target, weight] : row) {
        targets.push_back(target);
        weights.push_back(weight);
      }
      offsets.push_back(uint32_t(targets.size()));
    }
    std::string name = names.weights(
        weightsNames.size() +
        size_t(llvm::count_if(sparseWeightsNames, [](auto &n) { return !n.empty(); })));
    MLIRContext *context = builder.getContext();
    auto numbers = [&](const std::vector<uint32_t> &values, const std::string &resource) {
      return makeWeights<uint32_t>({int64_t(values.size())}, values, resource, context);
    };
    chip::WeightsOp::create(
        builder, synapses.onChip[e].op->getLoc(), name,
        makeSynapseWeights({int64_t(weights.size())}, weights, edge.weightBits, name, context),
        edge.weightBits, numbers(offsets, names.offsetsOf(name)),
        numbers(targets, names.targetsOf(name)));
    return name;
  }

  /// The window attributes that host and core synapses share; `create` takes them last.
  template <class Create> void withWindow(Operation *op, Create create) {
    if (auto conv = dyn_cast<snn::Conv2DOp>(op))
      create(chip::SynapseFormat::Convolution, conv.getStrides(), conv.getPads().take_front(2),
             conv.getDilations(), int64_t(conv.getGroups()));
    else
      create(isa<snn::SparseOp>(op) ? chip::SynapseFormat::Sparse : chip::SynapseFormat::Dense,
             ArrayRef<int64_t>{1, 1}, ArrayRef<int64_t>{0, 0}, ArrayRef<int64_t>{1, 1}, int64_t(1));
  }

  void lowerHostSynapses(const SynapseOps::Edge &edge) {
    size_t target =
        size_t(llvm::find(synapses.populations, edge.target) - synapses.populations.begin());
    withWindow(edge.op, [&](auto... window) {
      chip::HostSynapsesOp::create(builder, edge.op->getLoc(), nameOf(target), weightsName(edge.op),
                                   window...);
    });
  }

  void lowerCores() {
    std::map<int64_t, std::vector<const MappingProblem::Slice *>> cores;
    for (const auto &slice : problem.slices)
      cores[slice.core].push_back(&slice);
    for (const auto &[id, slices] : cores) {
      OpBuilder::InsertionGuard guard(builder);
      auto core = chip::CoreOp::create(builder, loc, id);
      builder.createBlock(&core.getBody());
      for (const auto *slice : slices)
        lowerSlice(*slice);
    }
  }

  void lowerSlice(const MappingProblem::Slice &slice) {
    OpBuilder::InsertionGuard guard(builder);
    Location where = synapses.populations[slice.population]->getLoc();
    auto op = chip::SliceOp::create(builder, where, nameOf(slice.population), slice.box.flat(),
                                    slice.isCopy());
    builder.createBlock(&op.getBody());
    for (size_t e = 0; e < problem.edges.size(); ++e) {
      const auto &edge = problem.edges[e];
      Box source = problem.receptiveField(edge, slice.box);
      if (edge.target != slice.population || source.empty())
        continue;
      Operation *synapse = synapses.onChip[e].op;
      SynapseStorage storage = storageOf(e, slice);
      withWindow(synapse, [&](auto... window) {
        chip::SynapsesOp::create(builder, synapse->getLoc(), nameOf(edge.source), source.flat(),
                                 edge.sparse ? sparseWeightsNames[e] : weightsName(synapse),
                                 problem.delay[e], chip::SynapseLayout(storage.layout),
                                 storage.codebook, window...);
      });
    }
  }

  SynapseStorage storageOf(size_t e, const MappingProblem::Slice &slice) {
    const MappingProblem::Edge &edge = problem.edges[e];
    if (!edge.sparse)
      return needs.synapses(e).stored(slice.box).storage;
    auto neurons = problem.neuronsOf(slice.population, slice.box);
    return SparseCounter(problem, edge).of(neurons).stored.storage;
  }

  DenseI32ArrayAttr neuronsOf(const MappingProblem::Flow &flow) {
    if (flow.neurons.empty())
      return {};
    return builder.getDenseI32ArrayAttr(
        std::vector<int32_t>(flow.neurons.begin(), flow.neurons.end()));
  }

  void lowerFlows() {
    for (size_t f = 0; f < problem.flows.size(); ++f) {
      const auto &flow = problem.flows[f];
      chip::FlowOp::create(builder, loc, names.flow(f), flow.from, flow.to, nameOf(flow.population),
                           flow.box.flat(), neuronsOf(flow));
    }
    if (problem.chip.routesByTables())
      return lowerTrees();
    for (size_t f = 0; f < problem.flows.size(); ++f)
      chip::RouteOp::create(builder, loc, names.flow(f), problem.flows[f].tiles);
  }

  void lowerTrees() {
    for (const auto &tree : problem.trees) {
      std::vector<std::pair<int64_t, int64_t>> links;
      for (const Link &link : tree.links)
        links.emplace_back(link.from, link.port);
      llvm::sort(links);
      std::vector<int64_t> flat;
      for (auto [router, port] : links)
        flat.insert(flat.end(), {router, port});
      chip::TreeOp::create(builder, loc, tree.from, tree.to, flat);
    }
  }
};

} // namespace

LogicalResult lowerToChip(snn::NetworkOp network, const MappingProblem &problem) {
  return Lowering(network, problem).lower(network);
}

} // namespace nacre
