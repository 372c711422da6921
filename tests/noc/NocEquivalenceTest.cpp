// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random small networks of all topologies and policies under random loads: the engine and the naive
// model deliver each copy of each packet in the same cycle.
#include "hw_models/noc/Path.h"
#include "tests/noc/NaiveNoc.h"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <numeric>
#include <rapidcheck/gtest.h>
#include <set>

using namespace nacre;

namespace {

struct CreatedPacket {
  Cycle creation = 0;
  uint32_t source = 0; ///< core
  std::vector<uint32_t> destinations;
  uint32_t flits = 1;
  Cycle service = 0; ///< for which each destination then takes no other packet
  auto operator<=>(const CreatedPacket &) const = default;
};

struct Scenario {
  std::string routing;
  NocModel model;
  std::vector<CreatedPacket> packets; ///< by creation; the index is the packet's id
};

std::string describe(const NocModel &model) {
  const NocTiming &timing = model.timing;
  const Topology &topology = model.topology;
  return fmt::format("{} of {} columns, {} rows, {} cores a tile, {} virtual channels, "
                     "{} flits a buffer, {} at cores\n"
                     "route {}, VC allocation {}, switch allocation {}, switch {}, link {}, "
                     "credit {}, flit interval {}; chips of {}x{} tiles\n",
                     topologyName(topology.kind), topology.columns, topology.rows,
                     topology.coresPerTile, model.virtualChannels, model.bufferFlits,
                     model.coreBuffer(), timing.routeCycles, timing.vcAllocationCycles,
                     timing.switchAllocationCycles, timing.switchCycles, timing.linkCycles.values,
                     timing.creditCycles.values, timing.flitIntervalCycles.values,
                     topology.chipColumns, topology.chipRows);
}

/// How RapidCheck prints a failing scenario.
void showValue(const Scenario &scenario, std::ostream &out) {
  out << "routing " << scenario.routing << ", " << describe(scenario.model);
  for (size_t id = 0; id < scenario.packets.size(); ++id) {
    const CreatedPacket &packet = scenario.packets[id];
    out << fmt::format("packet {}: {} flits from core {} to {}, created in cycle {}, {} cycles of "
                       "service\n",
                       id, packet.flits, packet.source, packet.destinations, packet.creation,
                       packet.service);
  }
}

/// Shrinks towards `low`.
template <class T> rc::Gen<T> between(T low, T high) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(low, high + 1));
}

rc::Gen<PerLinkKind> perLinkKind(Cycle low, Cycle high) {
  auto each = between(low, high);
  return rc::gen::map(rc::gen::tuple(each, each, each, each),
                      [](const auto &values) { return std::make_from_tuple<PerLinkKind>(values); });
}

rc::Gen<NocModel> models() {
  using namespace rc::gen;
  return build<NocModel>(
      set(&NocModel::topology, build<Topology>(set(&Topology::columns, between(1u, 5u)),
                                               set(&Topology::rows, between(1u, 5u)),
                                               set(&Topology::coresPerTile, between(1u, 3u)),
                                               set(&Topology::chipColumns, between(0u, 2u)),
                                               set(&Topology::chipRows, between(1u, 2u)))),
      set(&NocModel::virtualChannels, between(1u, 4u)),
      set(&NocModel::bufferFlits, between(1u, 8u)),
      set(&NocModel::coreBufferFlits, between(0u, 4u)),
      set(&NocModel::timing,
          build<NocTiming>(set(&NocTiming::routeCycles, between<Cycle>(0, 3)),
                           set(&NocTiming::vcAllocationCycles, between<Cycle>(0, 3)),
                           set(&NocTiming::switchAllocationCycles, between<Cycle>(0, 2)),
                           set(&NocTiming::switchCycles, between<Cycle>(0, 2)),
                           set(&NocTiming::linkCycles, perLinkKind(1, 4)),
                           set(&NocTiming::creditCycles, perLinkKind(1, 5)),
                           set(&NocTiming::flitIntervalCycles, perLinkKind(1, 3)))));
}

using Cores = std::vector<uint32_t>;

rc::Gen<Cores> oneCore() { return rc::gen::container<Cores>(1, between(0u, 5u * 5 * 3 - 1)); }

rc::Gen<Cores> someCores() {
  using namespace rc::gen;
  return resize(10, nonEmpty(container<Cores>(between(0u, 5u * 5 * 3 - 1))));
}

rc::Gen<CreatedPacket> packetWithin(Cycle cycles, const rc::Gen<Cores> &destinations) {
  using namespace rc::gen;
  return build<CreatedPacket>(
      set(&CreatedPacket::creation, between<Cycle>(0, cycles)),
      set(&CreatedPacket::source, between(0u, 5u * 5 * 3 - 1)),
      set(&CreatedPacket::destinations, destinations), set(&CreatedPacket::flits, between(1u, 6u)),
      set(&CreatedPacket::service, oneOf(just<Cycle>(0), between<Cycle>(0, 20))));
}

using Packets = std::vector<CreatedPacket>;

rc::Gen<Packets> onePacket(const rc::Gen<Cores> &destinations) {
  return rc::gen::container<Packets>(1, packetWithin(30, destinations));
}

/// From light to saturating loads.
rc::Gen<Packets> manyPackets() {
  auto destinations = rc::gen::oneOf(oneCore(), oneCore(), someCores());
  auto within = [&](Cycle cycles) {
    return rc::gen::scale(2, rc::gen::container<Packets>(packetWithin(cycles, destinations)));
  };
  return rc::gen::oneOf(within(0), within(30), within(120), within(600));
}

/// Where packets may have several destinations.
bool canMulticast(const RoutingPolicy &policy) { return policy.isFixed() && policy.classes == 1; }

/// What the generators know nothing of: the policy's topology and classes, and what each allows.
Scenario fit(Scenario scenario, const RoutingPolicy &policy) {
  NocModel &model = scenario.model;
  Topology &topology = model.topology;
  model.policy = policy;
  topology.kind = policy.serves;
  if (topology.kind == TopologyKind::Tree) {
    topology.columns = 2 + topology.columns % 2;
    topology.rows = 1 + topology.rows % 3;
  }
  if (topology.kind != TopologyKind::Mesh)
    topology.chipColumns = topology.chipRows = 0; // only meshes are joined
  uint32_t classes = std::lcm(policy.classes, policy.startClasses);
  model.virtualChannels = (model.virtualChannels + classes - 1) / classes * classes;
  for (CreatedPacket &packet : scenario.packets) {
    packet.source %= topology.cores();
    for (uint32_t &destination : packet.destinations)
      destination %= topology.cores();
    std::sort(packet.destinations.begin(), packet.destinations.end());
    auto repeated = std::unique(packet.destinations.begin(), packet.destinations.end());
    packet.destinations.erase(repeated, packet.destinations.end());
    if (!canMulticast(policy))
      packet.destinations.resize(1);
    if (packet.destinations.size() > 1)
      packet.flits = std::min(packet.flits, model.bufferFlits);
  }
  std::sort(scenario.packets.begin(), scenario.packets.end());
  return scenario;
}

rc::Gen<Scenario> scenarios(const rc::Gen<Packets> &packets,
                            bool (*wanted)(const RoutingPolicy &)) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  using namespace rc::gen;
  std::vector<std::string> names;
  for (const auto &[name, policy] : routings)
    if (wanted(policy))
      names.push_back(name);
  auto any = build<Scenario>(set(&Scenario::routing, elementOf(names)),
                             set(&Scenario::model, models()), set(&Scenario::packets, packets));
  return map(any, [routings](const Scenario &scenario) {
    return fit(scenario, *routings.find(scenario.routing));
  });
}

bool any(const RoutingPolicy &) { return true; }

/// Something moves at least once in the sum of all delays, as no routing here can deadlock.
Cycle latestEnd(const Scenario &scenario) {
  const NocTiming &timing = scenario.model.timing;
  const Topology &topology = scenario.model.topology;
  Cycle delays = 1 + timing.routeCycles + timing.vcAllocationCycles +
                 timing.switchAllocationCycles + timing.switchCycles + timing.linkCycles.most() +
                 timing.creditCycles.most() + timing.flitIntervalCycles.most();
  Cycle end = delays;
  for (const CreatedPacket &packet : scenario.packets)
    end += (packet.service + delays * packet.flits * (topology.routers() + 1)) *
           int64_t(packet.destinations.size());
  return end + (scenario.packets.empty() ? 0 : scenario.packets.back().creation);
}

struct Arrival {
  Cycle cycle = 0;
  uint32_t id = 0, core = 0;
  auto operator<=>(const Arrival &) const = default;
};

struct Outcome {
  std::vector<Arrival> arrivals; ///< sorted
  int64_t flitHops = 0;
  std::vector<int64_t> receiveStalls; ///< by core
};

class NaiveRun {
  const Scenario &scenario;
  std::vector<NaiveNoc::Delivery> deliveries;

public:
  NaiveNoc network;

  explicit NaiveRun(const Scenario &scenario)
      : scenario(scenario), network(scenario.model, [this](uint32_t, uint32_t id) {
          return this->scenario.packets[id].service;
        }) {}

  void step() { network.step(deliveries); }
  size_t arrived() const { return deliveries.size(); }

  Outcome outcome() const {
    Outcome outcome{{}, network.flitHops(), {}};
    for (const NaiveNoc::Delivery &delivery : deliveries)
      outcome.arrivals.push_back({delivery.cycle, delivery.id, delivery.core});
    for (uint32_t core = 0; core < scenario.model.topology.cores(); ++core)
      outcome.receiveStalls.push_back(network.receiveStalls(core));
    return outcome;
  }
};

class EngineRun {
  const Scenario &scenario;
  std::vector<Noc::Delivery> deliveries;
  std::vector<Cycle> coreFree;

public:
  Noc network;

  explicit EngineRun(const Scenario &scenario)
      : scenario(scenario), coreFree(scenario.model.topology.cores()), network(scenario.model) {}

  void step() {
    size_t before = deliveries.size();
    network.step(deliveries);
    for (size_t i = before; i < deliveries.size(); ++i) {
      const Noc::Delivery &delivery = deliveries[i];
      Cycle taken = std::max(delivery.cycle, coreFree[delivery.core]);
      coreFree[delivery.core] = taken + scenario.packets[delivery.id].service;
      network.release(delivery, taken);
    }
  }
  size_t arrived() const { return deliveries.size(); }

  Outcome outcome() const {
    Outcome outcome{{}, network.flitHops().total(), {}};
    for (const Noc::Delivery &delivery : deliveries)
      outcome.arrivals.push_back({delivery.cycle, delivery.id, delivery.core});
    for (uint32_t core = 0; core < scenario.model.topology.cores(); ++core)
      outcome.receiveStalls.push_back(network.stallCycles(core));
    return outcome;
  }
};

size_t copiesOf(const Scenario &scenario) {
  size_t copies = 0;
  for (const CreatedPacket &packet : scenario.packets)
    copies += packet.destinations.size();
  return copies;
}

/// Up to cycle `end`. `advance` is called after each step, with the next creation of a packet.
template <class Run, class Advance>
Outcome simulate(const Scenario &scenario, Cycle end, Advance advance) {
  Run run(scenario);
  auto &network = run.network;
  uint32_t created = 0;
  for (size_t copies = copiesOf(scenario); run.arrived() < copies && network.now() < end;) {
    for (; created < scenario.packets.size(); ++created) {
      const CreatedPacket &packet = scenario.packets[created];
      if (packet.creation != network.now())
        break;
      uint32_t destination = packet.destinations.size() == 1
                                 ? packet.destinations[0]
                                 : network.addGroup(packet.source, packet.destinations);
      network.create(packet.source, {created, destination, packet.flits});
    }
    run.step();
    bool last = created == scenario.packets.size();
    advance(network, last ? never : scenario.packets[created].creation);
  }
  Outcome outcome = run.outcome();
  std::sort(outcome.arrivals.begin(), outcome.arrivals.end());
  return outcome;
}

template <class Run> Outcome simulateEachCycle(const Scenario &scenario, Cycle end) {
  return simulate<Run>(scenario, end, [](auto &, Cycle) {});
}

Outcome simulateActiveCycles(const Scenario &scenario, Cycle end) {
  return simulate<EngineRun>(scenario, end, [](Noc &noc, Cycle nextCreation) {
    if (Cycle next = std::min(noc.nextActive(), nextCreation); next != never)
      noc.skipTo(next);
  });
}

/// Each copy of each packet arrives.
Outcome simulateNaively(const Scenario &scenario) {
  Outcome naive = simulateEachCycle<NaiveRun>(scenario, latestEnd(scenario));
  RC_ASSERT(naive.arrivals.size() == copiesOf(scenario));
  return naive;
}

std::string describe(const Outcome &outcome) {
  std::string text =
      fmt::format("{} flit hops, stalls of cores {}", outcome.flitHops, outcome.receiveStalls);
  for (const Arrival &arrival : outcome.arrivals)
    text +=
        fmt::format(", packet {} at core {} in cycle {}", arrival.id, arrival.core, arrival.cycle);
  return text;
}

void expectEqual(const Outcome &naive, const Outcome &engine, const char *manner) {
  if (engine.arrivals != naive.arrivals || engine.flitHops != naive.flitHops ||
      engine.receiveStalls != naive.receiveStalls)
    RC_FAIL(fmt::format("the engine, {}, and the naive model differ\nnaive:  {}\nengine: {}",
                        manner, describe(naive), describe(engine)));
}

/// Checks an engine's model and the naive model on the same packets.
void compare(const Scenario &scenario) {
  Status usable = scenario.model.check();
  if (!usable)
    RC_FAIL(usable.error().text());
  Outcome naive = simulateNaively(scenario);
  Cycle end = naive.arrivals.empty() ? 1 : naive.arrivals.back().cycle + 1;
  expectEqual(naive, simulateEachCycle<EngineRun>(scenario, end), "stepped through each cycle");
  expectEqual(naive, simulateActiveCycles(scenario, end), "stepped through active cycles only");
}

} // namespace

RC_GTEST_PROP(NocEquivalence, EachPacketArrivesInTheSameCycle, ()) {
  compare(*scenarios(manyPackets(), any));
}

// Few policies have them, so scenarios above do not often.
RC_GTEST_PROP(NocEquivalence, EachCopyArrivesInTheSameCycle, ()) {
  auto packets = rc::gen::container<Packets>(packetWithin(60, someCores()));
  compare(*scenarios(packets, canMulticast));
}

// The buffers into a core are FIFOs: packet 1's head, behind the tail of packet 2, gives its credit
// back no earlier than the tail, in cycle 7 + 1. Found at random.
TEST(NocEquivalence, ABodyWaitsBehindATail) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  Scenario scenario{"xy", {}, {{0, 0, {1}, 1, 3}, {0, 0, {1}, 2, 0}, {1, 2, {1}, 1, 0}}};
  NocModel &model = scenario.model;
  model.topology = {3, 1, 1};
  model.policy = *routings.find("xy");
  model.bufferFlits = 2;
  model.timing.vcAllocationCycles = model.timing.switchAllocationCycles = 0;
  model.timing.switchCycles = 0;
  model.timing.creditCycles = 1;
  Outcome naive = simulateEachCycle<NaiveRun>(scenario, latestEnd(scenario));
  std::vector<Arrival> expected = {{4, 0, 1}, {5, 2, 1}, {9, 1, 1}};
  EXPECT_EQ(naive.arrivals, expected);
  Outcome engine = simulateEachCycle<EngineRun>(scenario, latestEnd(scenario));
  EXPECT_EQ(describe(naive), describe(engine));
}

// The closed form at the end of docs/semantics/noc.md, and what it asks of the buffers.
RC_GTEST_PROP(NocEquivalence, AnIdleNetworkNeedsTheClosedForm, ()) {
  Scenario scenario = *scenarios(onePacket(oneCore()), any);
  const CreatedPacket &packet = scenario.packets[0];
  const NocModel &model = scenario.model;
  const NocTiming &timing = model.timing;
  uint32_t from = model.topology.tileOf(packet.source);
  uint32_t to = model.topology.tileOf(packet.destinations[0]);

  int64_t routerCycles = timing.routeCycles + timing.vcAllocationCycles +
                         timing.switchAllocationCycles + timing.switchCycles;
  int64_t latency =
      1 + timing.linkCycles[LinkKind::Local] + routerCycles + timing.linkCycles[LinkKind::Local];
  // The tail follows the head at the distance of the links, and catches up in routers.
  const int64_t behind = packet.flits - 1;
  int64_t length = behind * timing.flitIntervalCycles[LinkKind::Local];
  std::set<LinkKind> passed = {LinkKind::Local};
  auto follow = [&](LinkKind kind) {
    length = std::max(length - timing.routeCycles - timing.vcAllocationCycles,
                      behind * timing.flitIntervalCycles[kind]);
    passed.insert(kind);
  };
  std::vector<Link> path = linksOfPath(model.topology, model.policy, from, to);
  for (const Link &link : path) {
    LinkKind kind = model.topology.linkKind(link.from, link.port);
    latency += routerCycles + timing.linkCycles[kind];
    follow(kind);
  }
  follow(LinkKind::Local);
  latency += length;
  int64_t fastest = never;
  for (LinkKind kind : passed)
    fastest = std::min(fastest, timing.flitIntervalCycles[kind]);
  int64_t buffered = std::min(model.bufferFlits, model.coreBuffer()) * fastest;
  bool creditsLast = std::all_of(passed.begin(), passed.end(), [&](LinkKind kind) {
    return timing.creditCycles[kind] + routerCycles + timing.linkCycles[kind] <= buffered;
  });

  Outcome naive = simulateNaively(scenario);
  int64_t measured = naive.arrivals[0].cycle - packet.creation;
  if (creditsLast)
    RC_ASSERT(measured == latency);
  else
    RC_ASSERT(measured >= latency);
  RC_ASSERT(model.zeroLoadLatency(from, to, packet.flits) == latency);
  RC_ASSERT(naive.flitHops == int64_t(path.size() + 1) * packet.flits);
}

// The rule of docs/semantics/noc.md, Multicast, from router to router along the tree.
namespace {

class CopiesInAnIdleNetwork {
  const NocModel &model;
  const CreatedPacket &packet;

public:
  std::vector<Arrival> arrivals;

  CopiesInAnIdleNetwork(const NocModel &model, const CreatedPacket &packet)
      : model(model), packet(packet) {}

  /// The packet comes to the front in cycle `front`.
  void leave(uint32_t router, Cycle front, const Cores &destinations) {
    const Topology &topology = model.topology;
    const NocTiming &timing = model.timing;
    std::map<uint32_t, Cores> copies; ///< by output
    for (uint32_t core : destinations) {
      uint32_t tile = topology.tileOf(core);
      uint32_t port = router == tile ? topology.linkPorts() + core % topology.coresPerTile
                                     : model.policy.ways(topology, router, tile, 0).begin()->port;
      copies[port].push_back(core);
    }
    Cycle lastFlit = (packet.flits - 1) * timing.flitIntervalCycles[LinkKind::Local];
    for (const auto &[port, behind] : copies) {
      Cycle sent = front + timing.routeCycles + timing.vcAllocationCycles;
      bool local = port >= topology.linkPorts();
      Cycle arrival = sent + timing.traversal(local ? LinkKind::Local
                                                    : topology.linkKind(router, uint8_t(port)));
      if (local)
        arrivals.push_back({arrival + lastFlit, 0, behind[0]});
      else
        leave(topology.behind(router, uint8_t(port))->router, arrival, behind);
      front = sent + lastFlit + 1;
    }
  }
};

} // namespace

RC_GTEST_PROP(NocEquivalence, AnIdleNetworkSendsOneCopyAfterTheOther, ()) {
  Scenario scenario = *scenarios(onePacket(someCores()), canMulticast);
  NocModel &model = scenario.model;
  // So that no credit is missing.
  model.bufferFlits = model.coreBufferFlits = 60;
  // So that the flits of a copy keep their distance from link to link.
  model.timing.flitIntervalCycles = model.timing.flitIntervalCycles[LinkKind::Local];
  const CreatedPacket &packet = scenario.packets[0];
  CopiesInAnIdleNetwork expected(model, packet);
  expected.leave(model.topology.tileOf(packet.source),
                 packet.creation + 1 + model.timing.linkCycles[LinkKind::Local],
                 packet.destinations);
  std::sort(expected.arrivals.begin(), expected.arrivals.end());
  RC_ASSERT(simulateNaively(scenario).arrivals == expected.arrivals);
}
