// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/simulator/ChipScenario.h"
#include "hw_models/noc/RoutingPolicy.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>
#include <ostream>

namespace nacre {

ChipImage ChipScenario::image() const {
  ImageBuilder builder(chip);
  builder.sendWholeBoxes = sendWholeBoxes;
  for (const LayerSpec &layer : layers) {
    bool last = &layer == &layers.back();
    uint32_t neurons = uint32_t(layer.biases.size());
    uint32_t index =
        last ? builder.addReadout(neurons, layer.depth) : builder.addPopulation(neurons, 1, 1);
    image::PopulationT &population = builder.population(index);
    population.depth = layer.depth;
    population.bias = layer.biases;
    if (!last) {
      population.theta = {layer.theta};
      *population.options =
          image::NeuronOptions(image::Reset::Subtract, false, layer.maxSpikes, 0, 0, 0, 0, 24);
    }
  }
  std::vector<uint32_t> weights;
  auto isDense = [&](const ConnectionSpec &connection) {
    return connection.endNeuron - connection.firstNeuron == layers[connection.source].biases.size();
  };
  for (const ConnectionSpec &connection : connections) {
    const size_t sources = layers[connection.source].biases.size(),
                 targets = layers[connection.target].biases.size();
    std::vector<std::pair<size_t, size_t>> ends;
    for (size_t source = connection.firstNeuron; source < connection.endNeuron; ++source)
      for (size_t target = 0; target < targets; ++target)
        ends.push_back({source, target});
    weights.push_back(
        builder.addWeights(std::vector<int8_t>(ends.size(), int8_t(connection.weight)), 4));
    if (!isDense(connection))
      builder.setRows(weights.back(), sources, ends);
  }
  auto addSlice = [&](uint32_t core, uint32_t population, uint32_t from, uint32_t to) {
    image::SliceT &slice = builder.addSlice(core, population, image::Box(from, to, 0, 1, 0, 1));
    for (size_t i = 0; i < connections.size(); ++i)
      if (const ConnectionSpec &connection = connections[i]; connection.target == population) {
        if (isDense(connection))
          builder.addDense(slice, connection.source, weights[i], connection.delay);
        else
          builder.addSparse(slice, connection.source, weights[i], connection.delay);
      }
  };
  for (uint32_t population = 0; population < layers.size(); ++population) {
    const LayerSpec &layer = layers[population];
    if (layer.cut)
      addSlice(layer.secondCore, population, 0, layer.cut);
    addSlice(layer.core, population, layer.cut, uint32_t(layer.biases.size()));
  }
  return builder.build();
}

void showValue(const ChipModel &chip, std::ostream &out) {
  const ChipModel::Timing &t = chip.timing;
  Topology topology = chip.grid.topology();
  out << fmt::format(
      "{} of {} columns, {} rows, {} cores a tile, routing {}{}{}\n"
      "update {} or {} idle, {} lanes; spike out {}; axon look-up {}; word {} of {} "
      "bits; synaptic op {}, {} lanes\n"
      "route {}, VC allocation {}, switch allocation {}, switch {}, credit {}; links "
      "{} east-west, {} north-south, {} local; flit interval {}\n"
      "{} virtual channels, {} flits a buffer, axon-in {}, axon-out {}, {} flits a "
      "packet; tick {}; host {} cycles for {} bits\n",
      topologyName(topology.kind), topology.columns, topology.rows, topology.coresPerTile,
      chip.routingPolicy, chip.limits.multicast ? ", multicast" : "",
      chip.limits.chargedNeuronsActive == 1 ? ", charged neurons active" : "",
      t.neuronUpdateActiveCycles, t.neuronUpdateIdleCycles, t.neuronLanes, t.spikeOutCycles,
      t.axonLookupCycles, t.synapseWordCycles, t.synapseWordBits, t.synapticOpCycles,
      t.synapticLanes, t.routeCycles, t.vcAllocationCycles, t.switchAllocationCycles,
      t.switchCycles, t.creditCycles, t.linkEastWestCycles, t.linkNorthSouthCycles,
      t.linkLocalCycles, t.flitIntervalCycles, t.virtualChannels, t.inputBufferFlits,
      t.axonInFifoPackets, t.axonOutFifoPackets, t.packetFlits, t.tickCycles, t.hostWordCycles,
      t.hostWordBits);
}

void showValue(const ChipScenario &scenario, std::ostream &out) {
  showValue(scenario.chip, out);
  out << fmt::format("{} steps, routes send {}\n", scenario.steps,
                     scenario.sendWholeBoxes ? "whole boxes" : "what is read");
  for (const LayerSpec &layer : scenario.layers) {
    out << fmt::format(
        "population of depth {}: biases {}, threshold {}, at most {} spikes, on core "
        "{}",
        layer.depth, layer.biases, layer.theta, layer.maxSpikes, layer.core);
    out << (layer.cut ? fmt::format(", neurons below {} on core {}\n", layer.cut, layer.secondCore)
                      : "\n");
  }
  for (const ConnectionSpec &connection : scenario.connections)
    out << fmt::format(
        "synapses from population {}, neurons {} to {}, to {}: weight {}, delay {}\n",
        connection.source, connection.firstNeuron, connection.endNeuron - 1, connection.target,
        connection.weight, connection.delay);
}

namespace {

/// Shrinks towards `low`.
template <class T> rc::Gen<T> between(T low, T high) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(low, high + 1));
}

/// Mostly small, as what is large hides what is beside it.
rc::Gen<int64_t> cycles(int64_t low) {
  return rc::gen::weightedOneOf<int64_t>({{4, between(low, low + 3)}, {1, between(low, low + 25)}});
}

rc::Gen<int64_t> slots() {
  return rc::gen::weightedOneOf<int64_t>(
      {{3, between<int64_t>(1, 3)}, {1, between<int64_t>(1, 20)}});
}

rc::Gen<ChipModel::Timing> timings() {
  using T = ChipModel::Timing;
  using namespace rc::gen;
  T defaults = makeTestChip(1, 1, 1).timing;
  return build(
      just(defaults), set(&T::neuronUpdateActiveCycles, cycles(0)),
      set(&T::neuronUpdateIdleCycles, cycles(0)), set(&T::neuronLanes, between<int64_t>(1, 4)),
      set(&T::spikeOutCycles, cycles(0)), set(&T::axonLookupCycles, cycles(0)),
      set(&T::synapseWordCycles, cycles(0)), set(&T::synapseWordBits, between<int64_t>(1, 20)),
      set(&T::synapticOpCycles, cycles(0)), set(&T::synapticLanes, between<int64_t>(1, 4)),
      set(&T::routeCycles, cycles(0)), set(&T::vcAllocationCycles, cycles(0)),
      set(&T::switchAllocationCycles, cycles(0)), set(&T::switchCycles, cycles(0)),
      set(&T::creditCycles, cycles(0)), set(&T::linkEastWestCycles, cycles(1)),
      set(&T::linkNorthSouthCycles, cycles(1)), set(&T::linkLocalCycles, cycles(1)),
      set(&T::flitIntervalCycles, cycles(1)), set(&T::virtualChannels, between<int64_t>(1, 4)),
      set(&T::inputBufferFlits, slots()), set(&T::axonInFifoPackets, slots()),
      set(&T::axonOutFifoPackets, slots()), set(&T::packetFlits, between<int64_t>(1, 4)),
      set(&T::hostWordCycles, cycles(0)), set(&T::hostWordBits, between<int64_t>(8, 40)),
      set(&T::tickCycles, oneOf(just<int64_t>(0), between<int64_t>(0, 300))));
}

/// What the generators know nothing of: the policy's topology and classes, and what each allows.
ChipModel fit(ChipModel chip, const RoutingPolicy &policy) {
  chip.grid.kind = policy.serves;
  if (policy.serves == TopologyKind::Tree)
    chip.grid.columns = 2 + chip.grid.columns % 2, chip.grid.rows = 1 + chip.grid.rows % 2;
  int64_t classes = std::lcm(policy.classes, policy.startClasses);
  ChipModel::Timing &t = chip.timing;
  t.virtualChannels = (t.virtualChannels + classes - 1) / classes * classes;
  t.barrier = {{1, 1}, {3, 8}, {6, 10}};
  if (!policy.isFixed() || policy.classes > 1)
    chip.limits.multicast = false;
  if (chip.limits.multicast)
    t.packetFlits = std::min(t.packetFlits, t.inputBufferFlits);
  return chip;
}

/// Indices, which are taken modulo what there is.
ChipScenario settle(ChipScenario scenario) {
  uint32_t cores = scenario.chip.grid.topology().cores();
  for (LayerSpec &layer : scenario.layers) {
    layer.core %= cores;
    layer.secondCore %= cores;
    layer.cut %= uint32_t(layer.biases.size());
  }
  for (ConnectionSpec &connection : scenario.connections) {
    connection.source %= uint32_t(scenario.layers.size() - 1);
    connection.target %= uint32_t(scenario.layers.size());
    uint32_t sources = uint32_t(scenario.layers[connection.source].biases.size());
    connection.firstNeuron %= sources;
    // Generated as the number of neurons left out at the end.
    connection.endNeuron = sources - connection.endNeuron % (sources - connection.firstNeuron);
  }
  return scenario;
}

rc::Gen<LayerSpec> layers() {
  using namespace rc::gen;
  return build<LayerSpec>(
      set(&LayerSpec::biases, resize(12, nonEmpty(container<std::vector<int32_t>>(
                                             weightedElement<int32_t>({{2, 0}, {1, 1}, {1, 2}}))))),
      set(&LayerSpec::theta, between(1, 3)), set(&LayerSpec::maxSpikes, between(1, 3)),
      set(&LayerSpec::depth, between(0u, 2u)), set(&LayerSpec::core, between(0u, 26u)),
      set(&LayerSpec::cut, between(0u, 8u)), set(&LayerSpec::secondCore, between(0u, 26u)));
}

rc::Gen<ConnectionSpec> connections() {
  using namespace rc::gen;
  using C = ConnectionSpec;
  return build<C>(set(&C::source, between(0u, 9u)), set(&C::target, between(0u, 9u)),
                  set(&C::firstNeuron, oneOf(just(0u), between(0u, 5u))),
                  set(&C::endNeuron, oneOf(just(0u), between(0u, 5u))),
                  set(&C::weight, between(-1, 3)), set(&C::delay, between(1u, 3u)));
}

} // namespace

rc::Gen<ChipModel> chips() {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  std::vector<std::pair<std::string, RoutingPolicy>> networks;
  for (const auto &[name, policy] : routings)
    networks.emplace_back(name, policy);
  for (std::string_view kind : topologyNames()) {
    RoutingPolicy tables{"by tables", {}};
    tables.serves = *findTopology(kind);
    networks.emplace_back(byTables, tables);
  }
  std::vector<size_t> indices(networks.size());
  std::iota(indices.begin(), indices.end(), 0);
  using namespace rc::gen;
  using Grid = ChipModel::Grid;
  auto grids = build<Grid>(set(&Grid::columns, between<int64_t>(1, 4)),
                           set(&Grid::rows, between<int64_t>(1, 3)),
                           set(&Grid::coresPerTile, between<int64_t>(1, 3)));
  auto any = tuple(grids, timings(), elementOf(indices), arbitrary<bool>(), arbitrary<bool>());
  return map(any, [networks](const std::tuple<Grid, ChipModel::Timing, size_t, bool, bool> &parts) {
    auto &[grid, timing, network, multicast, charged] = parts;
    ChipModel chip = makeTestChip(1, 1, 1);
    chip.grid = grid;
    chip.timing = timing;
    chip.routingPolicy = networks[network].first;
    chip.limits.routingTableEntries = chip.routesByTables() ? 1 << 20 : 0;
    chip.limits.multicast = multicast;
    chip.limits.chargedNeuronsActive = charged;
    return fit(chip, networks[network].second);
  });
}

rc::Gen<ChipScenario> chipScenarios() {
  using namespace rc::gen;
  using S = ChipScenario;
  auto atLeastTwo = suchThat(resize(8, container<std::vector<LayerSpec>>(layers())),
                             [](const auto &layers) { return layers.size() >= 2; });
  auto any = build<S>(
      set(&S::chip, chips()), set(&S::layers, atLeastTwo),
      set(&S::connections, resize(15, container<std::vector<ConnectionSpec>>(connections()))),
      set(&S::steps, between(1u, 3u)), set(&S::sendWholeBoxes, arbitrary<bool>()));
  return map(any, settle);
}

} // namespace nacre
