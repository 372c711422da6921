// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/emit/ChipToImage.h"
#include "dialects/SynapseWeights.h"
#include "hw_models/image/ImageNeurons.h"
#include "dialects/chip/DesignTables.h"
#include "hw_models/image/Bounds.h"
#include "hw_models/image/RouteNeurons.h"
#include "hw_models/noc/Path.h"
#include "hw_models/noc/RoutingTree.h"
#include "llvm/ADT/StringMap.h"
#include <map>

namespace nacre {

using namespace mlir;

namespace {

std::unique_ptr<image::Box> emitBox(ArrayRef<int64_t> b) {
  return std::make_unique<image::Box>(b[0], b[1], b[2], b[3], b[4], b[5]);
}

class Emitter {
  chip::DesignOp design;
  const Topology topology;
  image::ImageT image;
  llvm::StringMap<uint32_t> populations, weights;
  llvm::StringMap<ArrayRef<int64_t>> weightShapes;
  int64_t weightBytes = 0;

public:
  Emitter(chip::DesignOp design, const Topology &topology) : design(design), topology(topology) {}

  FailureOr<std::string> emit() {
    image.network = design.getSymName().str();
    image.chip = design.getChip().str();
    image.chip_hash = design.getChipHash();
    image.chip_columns = uint32_t(design.getChips()[0]);
    image.chip_rows = uint32_t(design.getChips()[1]);
    ArrayRef<int64_t> shape = design.getImageShape();
    image.input_channels = uint32_t(shape[0]);
    image.input_height = uint32_t(shape[1]);
    image.input_width = uint32_t(shape[2]);
    image.input_zero_point = design.getInputZeroPoint();
    image.readout = noReadout;
    for (auto op : design.getBody().getOps<chip::PopulationOp>())
      emitPopulation(op);
    for (auto op : design.getBody().getOps<chip::WeightsOp>())
      if (failed(emitWeights(op)))
        return failure();
    for (auto op : design.getBody().getOps<chip::HostSynapsesOp>())
      emitHostSynapses(op);
    llvm::DenseMap<int64_t, image::CoreT *> cores;
    for (auto op : design.getBody().getOps<chip::CoreOp>())
      cores[op.getId()] = emitCore(op);
    emitFlows(cores);
    emitTables();
    flatbuffers::FlatBufferBuilder builder(1 << 20);
    image::FinishImageBuffer(builder, image::Image::Pack(builder, &image));
    return packImage(
        {reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize()});
  }

private:
  void emitPopulation(chip::PopulationOp op) {
    uint32_t index = populations[op.getSymName()] = uint32_t(image.populations.size());
    if (op.isReadout())
      image.readout = index;
    auto population = std::make_unique<image::PopulationT>();
    population->name = op.getSymName().str();
    population->channels = uint32_t(op.getShape()[0]);
    population->height = uint32_t(op.getShape()[1]);
    population->width = uint32_t(op.getShape()[2]);
    population->depth = uint32_t(op.getDepth());
    population->spiking = !op.isReadout();
    population->model = op.getModel().str();
    population->options = std::make_unique<image::NeuronOptions>(
        image::Reset(op.getReset()), op.getStrict(), op.getMaxSpikes(), op.getResetValue(),
        op.getLeakShift(), op.getLeakMultiplier(), op.getLeakScaleBits(), op.getMembraneBits());
    population->theta = op.getTheta();
    population->v0 = op.getV0();
    population->bias = op.getBias();
    population->amplitude = op.getAmplitude().convertToDouble();
    population->relay = op.getRelay();
    population->input = op.getInput();
    population->input_shift = op.getInputShift();
    population->current_leak_multiplier = op.getCurrentLeakMultiplier();
    population->current_leak_scale_bits = op.getCurrentLeakScaleBits();
    population->current_bits = op.getCurrentBits();
    if (op.getOrder())
      population->order =
          readWeights<uint32_t>(*op.getOrder(), [&] { return op.emitOpError(); })->vec();
    image.populations.push_back(std::move(population));
  }

  LogicalResult emitWeights(chip::WeightsOp op) {
    auto values = readSynapseWeights(op.getValues(), [&] { return op.emitOpError(); });
    if (failed(values))
      return failure();
    weights[op.getSymName()] = uint32_t(image.weights.size());
    weightShapes[op.getSymName()] = op.getValues().getShapedType().getShape();
    auto table = std::make_unique<image::WeightsT>();
    if (op.getOffsets()) {
      SparseWeights sparse = chip::rowsOf(op);
      SparseRows rows = sparse.rows();
      table->offsets.assign(rows.offsets.begin(), rows.offsets.end());
      table->targets.assign(rows.targets.begin(), rows.targets.end());
    }
    weightBytes +=
        int64_t(values->span().bytes() + 4 * (table->offsets.size() + table->targets.size()));
    if (weightBytes > maxImageWeights)
      return op.emitOpError() << "brings the weights of the design to " << weightBytes
                              << " bytes; an image holds " << maxImageWeights << " at most";
    table->bits = uint8_t(op.getBits());
    values->span().visit([&](auto stored) {
      if constexpr (sizeof(stored[0]) == 1)
        table->values.assign(stored.begin(), stored.end());
      else
        table->wide_values.assign(stored.begin(), stored.end());
    });
    image.weights.push_back(std::move(table));
    return llvm::success();
  }

  template <class Op, class Table> void emitWindow(Op op, Table &table) {
    table.weights = weights[op.getWeights()];
    table.format = image::SynapseFormat(op.getFormat());
    if (op.getFormat() != chip::SynapseFormat::Convolution)
      return;
    ArrayRef<int64_t> kernel = weightShapes[op.getWeights()].take_back(2);
    table.window = std::make_unique<image::Window>(
        kernel[0], kernel[1], op.getStrides()[0], op.getStrides()[1], op.getPads()[0],
        op.getPads()[1], op.getDilations()[0], op.getDilations()[1], op.getGroups());
  }

  void emitFlows(const llvm::DenseMap<int64_t, image::CoreT *> &cores) {
    llvm::DenseMap<int64_t, std::vector<chip::FlowOp>> flowsOf;
    for (auto op : design.getBody().getOps<chip::FlowOp>()) {
      cores.lookup(op.getFrom())
          ->routes.emplace_back(populations[op.getPopulation()], *emitBox(op.getBox()),
                                uint32_t(op.getTo()));
      flowsOf[op.getFrom()].push_back(op);
    }
    chip::DesignTables tables(design);
    for (const auto &[core, flows] : flowsOf)
      if (llvm::any_of(flows, [](chip::FlowOp flow) { return bool(flow.getNeurons()); }))
        for (chip::FlowOp flow : flows)
          llvm::append_range(cores.lookup(core)->sent,
                             sentNeurons(flow, tables.population(flow.getPopulation())));
  }

  /// Keys in the order of their ends, and each router's entries.
  void emitTables() {
    SmallVector<chip::TreeOp> trees(design.getBody().getOps<chip::TreeOp>());
    llvm::sort(trees, [](chip::TreeOp a, chip::TreeOp b) {
      return std::pair(a.getFrom(), a.getTo().vec()) < std::pair(b.getFrom(), b.getTo().vec());
    });
    std::map<uint32_t, std::map<uint32_t, uint64_t>> tables; // outputs by router and key
    for (chip::TreeOp tree : trees) {
      const auto key = uint32_t(image.keys.size());
      image.keys.push_back(std::make_unique<image::KeyT>());
      image.keys.back()->source = uint32_t(tree.getFrom());
      ArrayRef<int64_t> links = tree.getLinks();
      for (size_t i = 0; i < links.size(); i += 2)
        tables[uint32_t(links[i])][key] |= uint64_t(1) << links[i + 1];
      for (int64_t core : tree.getTo()) {
        image.keys.back()->destinations.push_back(uint32_t(core));
        tables[topology.tileOf(uint32_t(core))][key] |= outputTo(topology, uint32_t(core));
      }
    }
    for (const auto &[router, entries] : tables) {
      image.tables.push_back(std::make_unique<image::RouterTableT>());
      image.tables.back()->router = router;
      for (auto [key, outputs] : entries)
        image.tables.back()->entries.emplace_back(key, outputs);
    }
  }

  /// The neurons of a flow, as Core.sent has them.
  static std::vector<uint64_t> sentNeurons(chip::FlowOp flow, chip::PopulationOp population) {
    Box box = chip::boxOf(flow.getBox());
    std::vector<uint64_t> neurons; // numbered within the box
    auto listed = flow.getNeurons();
    for (int64_t i = 0; i < (listed ? int64_t(listed->size()) : box.volume()); ++i) {
      if (!listed) {
        neurons.push_back(uint64_t(i));
        continue;
      }
      int64_t neuron = (*listed)[size_t(i)], width = population.getShape()[2],
              plane = population.getShape()[1] * width;
      neurons.push_back(uint64_t(
          ((neuron / plane - box.c.begin) * box.y.size() + neuron % plane / width - box.y.begin) *
              box.x.size() +
          neuron % width - box.x.begin));
    }
    return sentWords(uint64_t(box.volume()), neurons);
  }

  void emitHostSynapses(chip::HostSynapsesOp op) {
    auto table = std::make_unique<image::HostSynapsesT>();
    table->target = populations[op.getTarget()];
    emitWindow(op, *table);
    image.host.push_back(std::move(table));
  }

  image::CoreT *emitCore(chip::CoreOp op) {
    auto core = std::make_unique<image::CoreT>();
    core->id = uint32_t(op.getId());
    for (auto sliceOp : op.getBody().getOps<chip::SliceOp>()) {
      auto slice = std::make_unique<image::SliceT>();
      slice->population = populations[sliceOp.getPopulation()];
      slice->box = emitBox(sliceOp.getBox());
      slice->copy = sliceOp.getCopy();
      for (auto synapsesOp : sliceOp.getBody().getOps<chip::SynapsesOp>()) {
        auto synapses = std::make_unique<image::SynapsesT>();
        synapses->source = populations[synapsesOp.getSource()];
        synapses->source_box = emitBox(synapsesOp.getSourceBox());
        synapses->delay = uint32_t(synapsesOp.getDelay());
        synapses->layout = image::SynapseLayout(synapsesOp.getLayout());
        synapses->codebook = synapsesOp.getCodebook();
        emitWindow(synapsesOp, *synapses);
        slice->synapses.push_back(std::move(synapses));
      }
      core->slices.push_back(std::move(slice));
    }
    image.cores.push_back(std::move(core));
    return image.cores.back().get();
  }
};

LogicalResult refuse(chip::DesignOp design, const Error &error) {
  InFlightDiagnostic diagnostic = emitError(design.getLoc()) << error.message;
  if (!error.remedy.empty())
    diagnostic.attachNote() << error.remedy;
  return diagnostic;
}

/// An image has no routes: the chip's routers find the way by its policy, so only that way can be
/// taken, or by tables, which are checked with the image. The cores exist.
LogicalResult checkRoutes(chip::DesignOp design, const ChipModel &chip) {
  if (chip.routesByTables())
    return llvm::success();
  RoutingRegistry policies;
  registerAllRoutings(policies);
  auto policy = policies.get(chip.routingPolicy, "routing policy");
  if (!policy)
    return refuse(design, policy.error());
  Topology topology = chip.grid.topology();
  chip::DesignTables tables(design);
  for (auto route : design.getBody().getOps<chip::RouteOp>()) {
    chip::FlowOp flow = tables.flow(route.getFlow());
    auto path = routersOfPath(topology, **policy, topology.tileOf(uint32_t(flow.getFrom())),
                              topology.tileOf(uint32_t(flow.getTo())));
    SmallVector<int64_t> tiles(path.begin(), path.end());
    if (route.getTiles() != ArrayRef(tiles))
      return emitError(route.getLoc()) << "flow '" << route.getFlow() << "' leads via ["
                                       << route.getTiles() << "] but the routers of chip '"
                                       << chip.name << "' lead via [" << ArrayRef(tiles) << "]";
  }
  return llvm::success();
}

} // namespace

FailureOr<std::string> emitImage(chip::DesignOp design, const ChipModel &chip) {
  FailureOr<std::string> bytes = Emitter(design, chip.grid.topology()).emit();
  if (failed(bytes))
    return failure();
  auto image = ChipImage::fromBytes(*bytes, design.getSymName().str());
  if (!image)
    return refuse(design, image.error());
  if (auto status = image->checkChip(chip); !status)
    return refuse(design, status.error());
  if (failed(checkRoutes(design, chip)))
    return failure();
  return bytes;
}

} // namespace nacre
