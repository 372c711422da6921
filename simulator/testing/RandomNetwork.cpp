// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/testing/RandomNetwork.h"
#include "hw_models/noc/RoutingPolicy.h"
#include "simulator/BoxIndex.h"
#include "simulator/testing/TestChip.h"
#include <algorithm>
#include <numeric>

namespace nacre {
namespace {

NaivePopulation makePopulation(Random &random) {
  NaivePopulation p;
  p.channels = random.in(1, 6);
  if (random.chance(70))
    p.height = random.in(1, 6), p.width = random.in(1, 6);
  p.theta = random.in(1, 200);
  p.v0 = random.in(-20, p.theta);
  p.biases = {int32_t(random.in(-10, 30))};
  p.membraneBits = random.in(8, 24);
  p.theta = std::min(p.theta, (int64_t(1) << (p.membraneBits - 1)) - 1);
  p.v0 = std::min(p.v0, p.theta);
  p.maxSpikes = random.chance(20) ? random.in(2, 3) : 1;
  p.strict = random.chance(30);
  if (random.chance(30))
    p.reset = random.chance(50) ? NaivePopulation::ToValue : NaivePopulation::None;
  p.resetValue = random.in(-5, 5);
  if (random.chance(25))
    p.inputShift = random.in(1, 6);
  if (random.chance(20))
    p.leakShift = random.in(1, 5);
  else if (random.chance(20))
    p.leakScaleBits = random.in(4, 12), p.leakMultiplier = random.in(1, 1 << p.leakScaleBits);
  return p;
}

/// Neurons with a synaptic current, which no host can feed.
void makeCurrentBased(Random &random, NaivePopulation &p) {
  p.currentBased = true;
  p.leakShift = 0;
  p.leakScaleBits = random.in(1, 12);
  p.leakMultiplier = random.in(0, 1 << p.leakScaleBits);
  p.currentLeakScaleBits = random.in(1, 12);
  p.currentLeakMultiplier = random.in(0, 1 << p.currentLeakScaleBits);
  p.currentBits = random.in(6, 24);
}

/// Chooses a kernel along one axis, and the largest target that it can fill.
int64_t chooseAxis(Random &random, int64_t size, int64_t &kernel, int64_t &stride,
                   int64_t &dilation, int64_t &pad) {
  kernel = random.in(1, 3), stride = random.in(1, 3), dilation = random.in(1, 2);
  pad = random.in(0, (kernel - 1) * dilation);
  return std::min<int64_t>((size - 1 + pad) / stride + 1, 6);
}

/// Makes the edge a convolution and gives the target a shape that fits it.
void makeConvolution(Random &random, const NaivePopulation &source, NaivePopulation &target,
                     NaiveEdge &edge) {
  edge.dense = false;
  target.height = random.in(1, chooseAxis(random, source.height, edge.kernelHeight, edge.strideY,
                                          edge.dilationY, edge.padTop));
  target.width = random.in(1, chooseAxis(random, source.width, edge.kernelWidth, edge.strideX,
                                         edge.dilationX, edge.padLeft));
  if (random.chance(40)) {
    edge.groups = random.chance(50) ? source.channels : std::gcd(source.channels, target.channels);
    target.channels = edge.groups * random.in(1, 2);
  }
}

/// What weights are multiplied by; some need more than a byte.
int16_t chooseScale(Random &random, NaiveEdge &edge) {
  const bool wide = random.chance(15);
  edge.weightBits = uint8_t(wide ? 14 : random.in(7, 8));
  return wide ? 97 : 1;
}

void fillWeights(Random &random, const NaivePopulation &source, const NaivePopulation &target,
                 NaiveEdge &edge) {
  int64_t size = edge.dense ? source.neurons() * target.neurons()
                            : target.channels * (source.channels / edge.groups) *
                                  edge.kernelHeight * edge.kernelWidth;
  const int64_t zeros = random.chance(30) ? 80 : 20, spread = random.chance(30) ? 1 : 20;
  const int16_t scale = chooseScale(random, edge);
  for (int64_t i = 0; i < size; ++i)
    edge.weights.push_back(scale *
                           int16_t(random.chance(zeros) ? 0 : random.in(-2 * spread, 3 * spread)));
}

/// A dense layer's target has no rows and columns.
NaiveEdge connect(Random &random, const NaivePopulation &source, NaivePopulation &target,
                  bool dense) {
  NaiveEdge edge;
  if (dense) {
    target.channels *= target.height * target.width;
    target.height = target.width = 1;
  } else {
    makeConvolution(random, source, target, edge);
  }
  fillWeights(random, source, target, edge);
  return edge;
}

void addSparseEdge(Random &random, NaiveNetwork &network) {
  const int64_t layers = int64_t(network.populations.size());
  NaiveEdge edge;
  edge.dense = false, edge.sparse = true;
  edge.source = size_t(random.in(0, layers - 2));
  edge.target = size_t(random.in(0, layers - 1));
  const NaivePopulation &source = network.populations[*edge.source];
  const NaivePopulation &target = network.populations[edge.target];
  edge.delay = std::max<int64_t>(0, 1 + source.depth - target.depth) + random.in(0, 1);
  const int64_t percent = random.chance(50) ? 5 : 40;
  const int16_t scale = chooseScale(random, edge);
  for (size_t from = 0; from < size_t(source.neurons()); ++from)
    for (size_t to = 0; to < size_t(target.neurons()); ++to)
      if (random.chance(percent))
        edge.ends.push_back({from, to}),
            edge.weights.push_back(scale * int16_t(random.in(-20, 30)));
  if (!edge.ends.empty())
    network.edges.push_back(std::move(edge));
}

} // namespace

NaiveNetwork makeRandomNetwork(Random &random) {
  NaiveNetwork network;
  network.input.channels = random.in(1, 3);
  network.input.height = random.in(1, 6);
  network.input.width = random.in(1, 6);
  network.zeroPoint = random.chance(50) ? 0 : random.in(1, 128);
  const int64_t layers = random.in(2, 5);
  for (int64_t i = 0; i < layers; ++i) {
    NaivePopulation target = makePopulation(random);
    bool last = i + 1 == layers;
    if (i && random.chance(25))
      makeCurrentBased(random, target);
    if (last)
      target.spiking = false, target.maxSpikes = 1,
      target.leakShift = target.leakMultiplier = target.inputShift = 0, target.currentBased = false;
    const NaivePopulation &source = i ? network.populations.back() : network.input;
    NaiveEdge edge = connect(random, source, target, last || random.chance(35));
    if (i) {
      edge.source = size_t(i - 1);
      edge.delay = random.chance(25) ? random.in(1, 2) : 0;
      target.depth = source.depth + random.in(1, 2);
    }
    edge.target = size_t(i);
    network.populations.push_back(target);
    network.edges.push_back(std::move(edge));
  }
  // Further dense edges into flat populations: skipping, backwards, or to themselves.
  for (int64_t extra = random.in(0, 3); extra > 0; --extra) {
    NaiveEdge edge;
    edge.source = size_t(random.in(0, layers - 2));
    edge.target = size_t(random.in(0, layers - 1));
    const NaivePopulation &source = network.populations[*edge.source];
    const NaivePopulation &target = network.populations[edge.target];
    if (target.height * target.width != 1)
      continue;
    edge.delay = std::max<int64_t>(0, 1 + source.depth - target.depth) + random.in(0, 1);
    fillWeights(random, source, target, edge);
    network.edges.push_back(std::move(edge));
  }
  // Sparse edges between any two, too.
  for (int64_t extra = random.in(0, 2); extra > 0; --extra)
    addSparseEdge(random, network);
  for (NaivePopulation &p : network.populations)
    if (random.chance(20)) {
      p.biases.clear();
      for (int64_t neuron = 0; neuron < p.neurons(); ++neuron)
        p.biases.push_back(int32_t(random.in(-10, 30)));
    }
  return network;
}

namespace {

/// Sets topology and routing, now and then by tables.
RoutingPolicy chooseNetwork(ChipModel &chip, Random &random) {
  RoutingRegistry policies;
  registerAllRoutings(policies);
  std::vector<std::string> names;
  for (const auto &[name, policy] : policies)
    names.push_back(name);
  chip.routingPolicy = names[size_t(random.in(0, int64_t(names.size()) - 1))];
  RoutingPolicy policy = *policies.find(chip.routingPolicy);
  if (random.chance(25)) {
    chip.routingPolicy = byTables;
    chip.limits.routingTableEntries = 1 << 20;
    policy.classes = policy.startClasses = 1;
    policy.adaptive = false;
  }
  chip.grid.kind = policy.serves;
  if (policy.serves == TopologyKind::Tree) {
    chip.grid.columns = random.in(2, 4);
    chip.grid.rows = random.in(0, 2);
  }
  return policy;
}

} // namespace

ChipModel makeRandomChip(Random &random) {
  int64_t columns = random.in(1, 4), rows = random.in(1, 4), coresPerTile = random.in(1, 3);
  ChipModel chip = makeTestChip(columns, rows, coresPerTile);
  const RoutingPolicy policy = chooseNetwork(chip, random);
  chip.limits.multicast = policy.isFixed() && policy.classes == 1 && random.chance(30);
  chip.limits.neurons = random.in(1, 5000);
  chip.limits.typedAxons = random.chance(20);
  chip.limits.sparseSynapses = !chip.limits.typedAxons;
  chip.limits.codebookEntries = chip.limits.typedAxons ? 0 : 256;
  ChipModel::Timing &t = chip.timing;
  t.virtualChannels = policy.classes * random.in(1, 2);
  t.neuronUpdateActiveCycles = random.in(0, 5);
  t.neuronUpdateIdleCycles = random.in(0, 3);
  t.neuronLanes = random.in(1, 4);
  t.spikeOutCycles = random.in(0, 3);
  t.axonLookupCycles = random.in(0, 4);
  t.synapseWordCycles = random.in(0, 2);
  t.synapseWordBits = random.in(1, 64);
  t.synapticOpCycles = random.in(0, 2);
  t.synapticLanes = random.in(1, 8);
  t.routeCycles = random.in(0, 2);
  t.vcAllocationCycles = random.in(0, 2);
  t.switchAllocationCycles = random.in(0, 2);
  t.switchCycles = random.in(0, 2);
  t.creditCycles = random.in(0, 2);
  t.linkEastWestCycles = random.in(1, 5);
  t.linkNorthSouthCycles = random.in(1, 5);
  t.linkLocalCycles = random.in(1, 3);
  t.flitIntervalCycles = random.in(1, 3);
  t.packetFlits = random.chance(70) ? 1 : random.in(2, 3);
  t.inputBufferFlits = random.in(chip.limits.multicast ? t.packetFlits : 1, 4);
  t.axonInFifoPackets = random.in(1, 4);
  t.axonOutFifoPackets = random.in(1, 4);
  t.barrier = {{1, random.in(0, 9)}, {8, random.in(10, 20)}};
  t.tickCycles = random.chance(30) ? random.in(50, 2000) : 0;
  t.hostWordCycles = random.in(0, 3);
  t.hostWordBits = random.in(8, 40);
  return chip;
}

namespace {

/// Cuts the box a few times at random.
std::vector<image::Box> cut(Random &random, const image::Box &whole) {
  std::vector<image::Box> boxes{whole};
  for (int64_t cuts = random.in(0, 4); cuts > 0; --cuts) {
    image::Box b = boxes.back();
    uint32_t sizes[] = {b.c1() - b.c0(), b.y1() - b.y0(), b.x1() - b.x0()};
    int64_t axis = random.in(0, 2);
    if (sizes[axis] < 2)
      continue;
    uint32_t at = uint32_t(random.in(1, sizes[axis] - 1));
    image::Box low = b, high = b;
    if (axis == 0)
      low = {b.c0(), b.c0() + at, b.y0(), b.y1(), b.x0(), b.x1()},
      high = {b.c0() + at, b.c1(), b.y0(), b.y1(), b.x0(), b.x1()};
    else if (axis == 1)
      low = {b.c0(), b.c1(), b.y0(), b.y0() + at, b.x0(), b.x1()},
      high = {b.c0(), b.c1(), b.y0() + at, b.y1(), b.x0(), b.x1()};
    else
      low = {b.c0(), b.c1(), b.y0(), b.y1(), b.x0(), b.x0() + at},
      high = {b.c0(), b.c1(), b.y0(), b.y1(), b.x0() + at, b.x1()};
    boxes.back() = low;
    boxes.push_back(high);
    std::swap(boxes.back(), boxes[size_t(random.in(0, int64_t(boxes.size()) - 1))]);
  }
  return boxes;
}

image::Window windowOf(const NaiveEdge &e) {
  return {uint32_t(e.kernelHeight), uint32_t(e.kernelWidth), uint32_t(e.strideY),
          uint32_t(e.strideX),      uint32_t(e.padTop),      uint32_t(e.padLeft),
          uint32_t(e.dilationY),    uint32_t(e.dilationX),   uint32_t(e.groups)};
}

class RandomMapping {
  const NaiveNetwork &network;
  const ChipModel &chip;
  Random &random;
  ImageBuilder builder;
  std::vector<uint32_t> weights; ///< per edge

  void addPopulation(const NaivePopulation &p) {
    using Shape = uint32_t;
    uint32_t index = p.spiking
                         ? builder.addPopulation(Shape(p.channels), Shape(p.height), Shape(p.width))
                         : builder.addReadout(Shape(p.channels), 0);
    image::PopulationT &out = builder.population(index);
    out.depth = uint32_t(p.depth);
    if (p.spiking)
      out.theta = {int32_t(p.theta)};
    out.v0 = {int32_t(p.v0)};
    out.bias = p.biases;
    out.input_shift = int32_t(p.inputShift);
    if (p.currentBased) {
      out.current_leak_multiplier = int32_t(p.currentLeakMultiplier);
      out.current_leak_scale_bits = int32_t(p.currentLeakScaleBits);
      out.current_bits = int32_t(p.currentBits);
    }
    out.model = !p.spiking                        ? ""
                : p.currentBased                  ? "cuba"
                : p.leakShift || p.leakMultiplier ? "lif"
                                                  : "if";
    *out.options =
        image::NeuronOptions(image::Reset(p.reset), p.strict, int32_t(p.maxSpikes),
                             int32_t(p.resetValue), int32_t(p.leakShift), int32_t(p.leakMultiplier),
                             int32_t(p.leakScaleBits), int32_t(p.membraneBits));
  }

  void addHost(const NaiveEdge &edge, uint32_t index) {
    if (edge.dense)
      builder.addHostDense(uint32_t(edge.target), index);
    else
      builder.addHostConvolution(uint32_t(edge.target), index, windowOf(edge));
  }

  /// Axons for those sources that reach the slice, now and then cut in two.
  void addSynapses(image::SliceT &slice, const NaiveEdge &edge, uint32_t index) {
    const NaivePopulation &source = network.populations[*edge.source];
    const NaivePopulation &target = network.populations[edge.target];
    std::vector<image::Box> needed;
    for (const NaiveSynapse &s : expand(network, edge))
      if (contains(*slice.box, pointOf(target, s.target))) {
        Point p = pointOf(source, s.source);
        needed.push_back({p.c, p.c + 1, p.y, p.y + 1, p.x, p.x + 1});
      }
    if (needed.empty())
      return;
    uint32_t delay = uint32_t(edge.delay + target.depth - source.depth);
    if (edge.sparse)
      return store(builder.addSparse(slice, uint32_t(*edge.source), index, delay));
    std::vector<image::Box> boxes{hullOf(needed)};
    if (random.chance(30))
      boxes = cut(random, boxes.front());
    for (const image::Box &box : boxes) {
      image::SynapsesT &synapses =
          edge.dense ? builder.addDense(slice, uint32_t(*edge.source), index, delay, box)
                     : builder.addConvolution(slice, uint32_t(*edge.source), index, windowOf(edge),
                                              delay, box);
      store(synapses);
    }
  }

  /// In any way that the chip has.
  void store(image::SynapsesT &synapses) {
    if (chip.limits.sparseSynapses && random.chance(40))
      synapses.layout = image::SynapseLayout::Sparse;
    else if (synapses.format == image::SynapseFormat::Convolution && random.chance(50))
      synapses.layout = image::SynapseLayout::Shared;
    synapses.codebook = chip.limits.codebookEntries && random.chance(30);
  }

public:
  RandomMapping(const NaiveNetwork &network, const ChipModel &chip, Random &random)
      : network(network), chip(chip), random(random), builder(chip) {}

  ChipImage map() {
    builder.tableSeed = uint32_t(random.in(0, 1 << 20));
    builder.image.input_channels = uint32_t(network.input.channels);
    builder.image.input_height = uint32_t(network.input.height);
    builder.image.input_width = uint32_t(network.input.width);
    builder.image.input_zero_point = int32_t(network.zeroPoint);
    for (const NaivePopulation &p : network.populations)
      addPopulation(p);
    for (const NaiveEdge &edge : network.edges) {
      weights.push_back(builder.addAnyWeights(edge.weights, edge.weightBits));
      if (edge.sparse)
        builder.setRows(weights.back(), size_t(network.populations[*edge.source].neurons()),
                        edge.ends);
      if (!edge.source)
        addHost(edge, weights.back());
    }
    for (uint32_t p = 0; p < network.populations.size(); ++p)
      for (const image::Box &box : cut(random, builder.wholeBox(p))) {
        uint32_t core = uint32_t(random.in(0, chip.grid.cores() - 1));
        image::SliceT &slice = builder.addSlice(core, p, box);
        for (size_t e = 0; e < network.edges.size(); ++e)
          if (network.edges[e].source && network.edges[e].target == p)
            addSynapses(slice, network.edges[e], weights[e]);
      }
    return builder.build();
  }
};

} // namespace

ChipImage mapAtRandom(const NaiveNetwork &network, const ChipModel &chip, Random &random) {
  return RandomMapping(network, chip, random).map();
}

std::vector<uint8_t> makeRandomPixels(const NaiveNetwork &network, Random &random) {
  std::vector<uint8_t> pixels;
  for (int64_t i = 0; i < network.input.neurons(); ++i)
    pixels.push_back(uint8_t(random.chance(30) ? 0 : random.in(0, 255)));
  return pixels;
}

} // namespace nacre
