// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/emit/ChipToImage.h"
#include "dialects/SynapseWeights.h"
#include "dialects/chip/DesignNames.h"
#include "hw_models/chip/ChipNoc.h"
#include "hw_models/image/ImageRows.h"
#include "hw_models/image/ImageTables.h"
#include "hw_models/image/RouteNeurons.h"
#include "hw_models/noc/Path.h"

namespace nacre {

using namespace mlir;

namespace {

/// Visits the elements of a vector that may be absent, which means empty.
template <class Vector, class Visit> void forEach(const Vector *vector, Visit visit) {
  if (vector)
    for (uint32_t i = 0; i < vector->size(); ++i)
      visit(*vector->Get(i));
}

std::vector<int64_t> decodeBox(const image::Box &b) {
  return {b.c0(), b.c1(), b.y0(), b.y1(), b.x0(), b.x1()};
}

class Decoder {
  const image::Image &image;
  chip::DesignNames names;
  const ChipModel &chip;
  MLIRContext *context;
  OpBuilder builder;
  Location loc;

public:
  Decoder(const image::Image &image, const ChipModel &chip, MLIRContext *context)
      : image(image), chip(chip), context(context), builder(context), loc(builder.getUnknownLoc()) {
  }

  OwningOpRef<ModuleOp> decode() {
    OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
    builder.setInsertionPointToStart(module->getBody());
    std::vector<int64_t> shape = {image.input_channels(), image.input_height(),
                                  image.input_width()};
    auto design = chip::DesignOp::create(
        builder, loc, image.network()->string_view(), image.chip()->string_view(),
        image.chip_hash(), shape, image.input_zero_point(),
        ArrayRef<int64_t>{image.chip_columns(), image.chip_rows()});
    builder.createBlock(&design.getBody());
    forEach(image.populations(), [&](const image::Population &p) {
      names.addPopulation(p.name()->string_view());
      decodePopulation(p);
    });
    for (uint32_t w = 0; w < image.weights()->size(); ++w)
      decodeWeights(w);
    forEach(image.host(), [&](const image::HostSynapses &host) {
      withWindow(host, [&](auto... window) {
        chip::HostSynapsesOp::create(builder, loc, nameOf(host.target()),
                                     names.weights(host.weights()), window...);
      });
    });
    forEach(image.cores(), [&](const image::Core &core) { decodeCore(core); });
    decodeFlows();
    if (chip.routesByTables())
      decodeTrees();
    else
      decodeRoutes();
    return module;
  }

private:
  StringRef nameOf(uint32_t population) {
    return image.populations()->Get(population)->name()->string_view();
  }

  template <class Visit> void forEachRoute(Visit visit) {
    size_t index = 0;
    forEach(image.cores(), [&](const image::Core &core) {
      forEach(core.routes(),
              [&](const image::Route &route) { visit(core, route, names.flow(index++)); });
    });
  }

  void decodeRoutes() {
    const NocModel noc = nocModelOf(chip);
    const Topology &topology = noc.topology;
    forEachRoute([&](const image::Core &core, const image::Route &route, const std::string &flow) {
      std::vector<int64_t> tiles;
      for (uint32_t tile : routersOfPath(topology, noc.policy, topology.tileOf(core.id()),
                                         topology.tileOf(route.destination())))
        tiles.push_back(tile);
      chip::RouteOp::create(builder, loc, flow, tiles);
    });
  }

  void decodeTrees() {
    const ImageTables tables(image);
    for (uint32_t index = 0; index < tables.keys(); ++index) {
      const image::Key &key = tables.key(index);
      std::vector<int64_t> links;
      for (const Link &link : linksOfTree(chip.grid.topology(), tables.tree(index)))
        links.insert(links.end(), {link.from, link.port});
      chip::TreeOp::create(
          builder, loc, int64_t(key.source()),
          std::vector<int64_t>(key.destinations()->begin(), key.destinations()->end()), links);
    }
  }

  void decodeFlows() {
    size_t index = 0;
    forEach(image.cores(), [&](const image::Core &core) {
      RouteNeurons sent(core);
      for (uint32_t i = 0; core.routes() && i < core.routes()->size(); ++i) {
        const image::Route &route = *core.routes()->Get(i);
        chip::FlowOp::create(builder, loc, names.flow(index++), core.id(), route.destination(),
                             nameOf(route.population()), decodeBox(route.box()),
                             decodeNeurons(sent, i, route));
      }
    });
  }

  /// Null where the route sends its whole box.
  DenseI32ArrayAttr decodeNeurons(const RouteNeurons &sent, uint32_t index,
                                  const image::Route &route) {
    if (sent.count(index) == volume(route.box()))
      return {};
    const image::Population &p = *image.populations()->Get(route.population());
    std::vector<int32_t> neurons;
    sent.forEach(index, [&](uint32_t c, uint32_t y, uint32_t x) {
      neurons.push_back(int32_t((c * p.height() + y) * p.width() + x));
    });
    return builder.getDenseI32ArrayAttr(neurons);
  }

  template <class T> static std::vector<T> values(const flatbuffers::Vector<T> *vector) {
    return vector ? std::vector<T>(vector->begin(), vector->end()) : std::vector<T>();
  }

  void decodePopulation(const image::Population &p) {
    const image::NeuronOptions &o = *p.options();
    std::vector<int64_t> shape = {p.channels(), p.height(), p.width()};
    chip::PopulationOp::create(
        builder, loc, p.name()->string_view(), shape, p.depth(), p.model()->string_view(),
        values(p.theta()), values(p.v0()), values(p.bias()), o.membrane_bits(), int32_t(o.reset()),
        o.reset_value(), o.strict(), o.max_spikes(), o.leak_shift(), o.leak_multiplier(),
        o.leak_scale_bits(), p.input_shift(), p.current_leak_multiplier(),
        p.current_leak_scale_bits(), p.current_bits(), APFloat(p.amplitude()),
        numbers(p.order(), names.orderOf(p.name()->string_view())), p.relay(), p.input());
  }

  /// Null where there are none.
  ElementsAttr numbers(const flatbuffers::Vector<uint32_t> *vector, StringRef name) {
    if (!vector || vector->size() == 0)
      return {};
    return makeWeights<uint32_t>({int64_t(vector->size())}, {vector->data(), vector->size()}, name,
                                 context);
  }

  /// The shape follows from the synapses that use the weights; without any, all count as one row.
  std::vector<int64_t> shapeOf(uint32_t index) {
    int64_t count = int64_t(spanOf(*image.weights()->Get(index)).size());
    if (isSparse(*image.weights()->Get(index)))
      return {count};
    std::vector<int64_t> shape;
    auto look = [&](const auto &synapses, uint32_t target) {
      if (synapses.weights() != index || !shape.empty())
        return;
      int64_t channels = image.populations()->Get(target)->channels();
      shape = {channels, count / channels};
      if (synapses.format() == image::SynapseFormat::Convolution) {
        const image::Window &w = *synapses.window();
        int64_t plane = int64_t(w.kernel_height()) * w.kernel_width();
        shape = {channels, count / channels / plane, w.kernel_height(), w.kernel_width()};
      }
    };
    forEach(image.host(), [&](const image::HostSynapses &host) { look(host, host.target()); });
    forEach(image.cores(), [&](const image::Core &core) {
      forEach(core.slices(), [&](const image::Slice &slice) {
        forEach(slice.synapses(),
                [&](const image::Synapses &synapses) { look(synapses, slice.population()); });
      });
    });
    return shape.empty() ? std::vector<int64_t>{1, count} : shape;
  }

  void decodeWeights(uint32_t index) {
    const image::Weights &w = *image.weights()->Get(index);
    std::string name = names.weights(index);
    const std::vector<int16_t> stored = spanOf(w).vec();
    chip::WeightsOp::create(builder, loc, name,
                            makeSynapseWeights(shapeOf(index), stored, w.bits(), name, context),
                            w.bits(), numbers(w.offsets(), names.offsetsOf(name)),
                            numbers(w.targets(), names.targetsOf(name)));
  }

  template <class Table, class Create> void withWindow(const Table &table, Create create) {
    if (table.format() != image::SynapseFormat::Convolution)
      return create(chip::SynapseFormat(table.format()), ArrayRef<int64_t>{1, 1},
                    ArrayRef<int64_t>{0, 0}, ArrayRef<int64_t>{1, 1}, int64_t(1));
    const image::Window &w = *table.window();
    std::vector<int64_t> strides = {w.stride_y(), w.stride_x()}, pads = {w.pad_top(), w.pad_left()},
                         dilations = {w.dilation_y(), w.dilation_x()};
    create(chip::SynapseFormat::Convolution, ArrayRef<int64_t>(strides), ArrayRef<int64_t>(pads),
           ArrayRef<int64_t>(dilations), int64_t(w.groups()));
  }

  void decodeCore(const image::Core &core) {
    OpBuilder::InsertionGuard guard(builder);
    auto coreOp = chip::CoreOp::create(builder, loc, int64_t(core.id()));
    builder.createBlock(&coreOp.getBody());
    forEach(core.slices(), [&](const image::Slice &slice) {
      OpBuilder::InsertionGuard inner(builder);
      auto sliceOp = chip::SliceOp::create(builder, loc, nameOf(slice.population()),
                                           decodeBox(*slice.box()), slice.copy());
      builder.createBlock(&sliceOp.getBody());
      forEach(slice.synapses(), [&](const image::Synapses &synapses) {
        withWindow(synapses, [&](auto... window) {
          chip::SynapsesOp::create(
              builder, loc, nameOf(synapses.source()), decodeBox(*synapses.source_box()),
              names.weights(synapses.weights()), int64_t(synapses.delay()),
              chip::SynapseLayout(synapses.layout()), synapses.codebook(), window...);
        });
      });
    });
  }
};

} // namespace

Result<OwningOpRef<ModuleOp>> decodeImage(const ChipImage &image, const ChipModel &chip,
                                          MLIRContext *context) {
  if (auto status = image.checkChip(chip); !status)
    return status.error();
  context->loadDialect<chip::ChipDialect>();
  return Decoder(*image, chip, context).decode();
}

} // namespace nacre
