// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random small networks under random loads: the engine and the naive model deliver each packet in
// the same cycle.
#include "tests/noc/NaiveNoc.h"
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace nacre;

namespace {

using Cycle = Noc::Cycle;

struct CreatedPacket {
  Cycle creation = 0;
  uint32_t source = 0, destination = 0; ///< cores
  uint32_t flits = 1;
  auto operator<=>(const CreatedPacket &) const = default;
};

struct Scenario {
  std::string routing;
  NocModel model;
  std::vector<CreatedPacket> packets; ///< by creation; the index is the packet's id
};

std::string describe(const NocModel &model) {
  const NocTiming &timing = model.timing;
  return fmt::format(
      "{} columns, {} rows, {} cores a tile, {} virtual channels, {} flits a buffer\n"
      "route {}, VC allocation {}, switch allocation {}, switch {}, link {}, "
      "credit {}, flit interval {}\n",
      model.topology.columns, model.topology.rows, model.topology.coresPerTile,
      model.virtualChannels, model.bufferFlits, timing.routeCycles, timing.vcAllocationCycles,
      timing.switchAllocationCycles, timing.switchCycles, timing.linkCycles, timing.creditCycles,
      timing.flitIntervalCycles);
}

/// How RapidCheck prints a failing scenario.
void showValue(const Scenario &scenario, std::ostream &out) {
  out << "routing " << scenario.routing << ", " << describe(scenario.model);
  for (size_t id = 0; id < scenario.packets.size(); ++id) {
    const CreatedPacket &packet = scenario.packets[id];
    out << fmt::format("packet {}: {} flits from core {} to core {}, created in cycle {}\n", id,
                       packet.flits, packet.source, packet.destination, packet.creation);
  }
}

/// Shrinks towards `low`.
template <class T> rc::Gen<T> between(T low, T high) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(low, high + 1));
}

rc::Gen<NocModel> models() {
  using namespace rc::gen;
  return build<NocModel>(
      set(&NocModel::topology, build<Topology>(set(&Topology::columns, between(1u, 5u)),
                                               set(&Topology::rows, between(1u, 5u)),
                                               set(&Topology::coresPerTile, between(1u, 3u)))),
      set(&NocModel::virtualChannels, between(1u, 4u)),
      set(&NocModel::bufferFlits, between(1u, 8u)),
      set(&NocModel::timing,
          build<NocTiming>(set(&NocTiming::routeCycles, between<Cycle>(0, 3)),
                           set(&NocTiming::vcAllocationCycles, between<Cycle>(0, 3)),
                           set(&NocTiming::switchAllocationCycles, between<Cycle>(0, 2)),
                           set(&NocTiming::switchCycles, between<Cycle>(0, 2)),
                           set(&NocTiming::linkCycles, between<Cycle>(1, 4)),
                           set(&NocTiming::creditCycles, between<Cycle>(1, 5)),
                           set(&NocTiming::flitIntervalCycles, between<Cycle>(1, 3)))));
}

rc::Gen<CreatedPacket> packetWithin(Cycle cycles) {
  using namespace rc::gen;
  return build<CreatedPacket>(set(&CreatedPacket::creation, between<Cycle>(0, cycles)),
                              set(&CreatedPacket::source, between(0u, 5u * 5 * 3 - 1)),
                              set(&CreatedPacket::destination, between(0u, 5u * 5 * 3 - 1)),
                              set(&CreatedPacket::flits, between(1u, 6u)));
}

using Packets = std::vector<CreatedPacket>;

rc::Gen<Packets> onePacket() { return rc::gen::container<Packets>(1, packetWithin(30)); }

/// From light to saturating loads.
rc::Gen<Packets> manyPackets() {
  auto within = [](Cycle cycles) {
    return rc::gen::scale(2, rc::gen::container<Packets>(packetWithin(cycles)));
  };
  return rc::gen::oneOf(within(0), within(30), within(120), within(600));
}

rc::Gen<Scenario> scenarios(const rc::Gen<Packets> &packets) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  using namespace rc::gen;
  std::vector<std::string> names;
  for (const auto &[name, policy] : routings)
    names.push_back(name);
  auto any = build<Scenario>(set(&Scenario::routing, elementOf(names)),
                             set(&Scenario::model, models()), set(&Scenario::packets, packets));
  return map(any, [routings](Scenario scenario) {
    NocModel &model = scenario.model;
    model.policy = *routings.find(scenario.routing);
    model.topology.kind = model.policy.serves;
    uint32_t classes = model.policy.classes;
    model.virtualChannels = (model.virtualChannels + classes - 1) / classes * classes;
    for (CreatedPacket &packet : scenario.packets) {
      packet.source %= scenario.model.topology.cores();
      packet.destination %= scenario.model.topology.cores();
    }
    std::sort(scenario.packets.begin(), scenario.packets.end());
    return scenario;
  });
}

/// Something moves at least once in the sum of all delays, as no routing here can deadlock.
Cycle latestEnd(const Scenario &scenario) {
  const NocTiming &timing = scenario.model.timing;
  Cycle delays = 1 + timing.routeCycles + timing.vcAllocationCycles + timing.traversal() +
                 timing.creditCycles + timing.flitIntervalCycles;
  Cycle end = delays;
  for (const CreatedPacket &packet : scenario.packets)
    end += delays * packet.flits * (scenario.model.topology.columns + scenario.model.topology.rows);
  return end + (scenario.packets.empty() ? 0 : scenario.packets.back().creation);
}

struct Arrival {
  Cycle cycle = 0;
  uint32_t id = 0;
  auto operator<=>(const Arrival &) const = default;
};

struct Outcome {
  std::vector<Arrival> arrivals; ///< sorted
  int64_t flitHops = 0;
};

/// `advance` is called after each step, with the next creation of a packet.
template <class Network, class Advance>
Outcome simulate(const Scenario &scenario, Advance advance) {
  Network network(scenario.model);
  std::vector<Noc::Delivery> deliveries;
  Cycle end = latestEnd(scenario);
  uint32_t created = 0;
  while (deliveries.size() < scenario.packets.size() && network.now() < end) {
    for (; created < scenario.packets.size(); ++created) {
      const CreatedPacket &packet = scenario.packets[created];
      if (packet.creation != network.now())
        break;
      network.create(packet.source, {created, packet.destination, packet.flits});
    }
    network.step(deliveries);
    bool last = created == scenario.packets.size();
    advance(network, last ? Noc::never : scenario.packets[created].creation);
  }
  Outcome outcome{{}, network.flitHops()};
  for (const Noc::Delivery &delivery : deliveries)
    outcome.arrivals.push_back({delivery.cycle, delivery.id});
  std::sort(outcome.arrivals.begin(), outcome.arrivals.end());
  return outcome;
}

template <class Network> Outcome simulateEachCycle(const Scenario &scenario) {
  return simulate<Network>(scenario, [](Network &, Cycle) {});
}

Outcome simulateActiveCycles(const Scenario &scenario) {
  return simulate<Noc>(scenario, [](Noc &noc, Cycle nextCreation) {
    if (Cycle next = std::min(noc.nextActive(), nextCreation); next != Noc::never)
      noc.skipTo(next);
  });
}

std::string describe(const Outcome &outcome) {
  std::string text = fmt::format("{} flit hops", outcome.flitHops);
  for (const Arrival &arrival : outcome.arrivals)
    text += fmt::format(", packet {} in cycle {}", arrival.id, arrival.cycle);
  return text;
}

void expectEqual(const Outcome &naive, const Outcome &engine, const char *manner) {
  if (engine.arrivals != naive.arrivals || engine.flitHops != naive.flitHops)
    RC_FAIL(fmt::format("the engine, {}, and the naive model differ\nnaive:  {}\nengine: {}",
                        manner, describe(naive), describe(engine)));
}

} // namespace

RC_GTEST_PROP(NocEquivalence, EachPacketArrivesInTheSameCycle, ()) {
  Scenario scenario = *scenarios(manyPackets());
  RC_ASSERT(scenario.model.check());
  Outcome naive = simulateEachCycle<NaiveNoc>(scenario);
  RC_ASSERT(naive.arrivals.size() == scenario.packets.size());
  expectEqual(naive, simulateEachCycle<Noc>(scenario), "stepped through each cycle");
  expectEqual(naive, simulateActiveCycles(scenario), "stepped through active cycles only");
}

// The closed form at the end of docs/semantics/noc.md, and what it asks of the buffers.
RC_GTEST_PROP(NocEquivalence, AnIdleNetworkNeedsTheClosedForm, ()) {
  Scenario scenario = *scenarios(onePacket());
  const CreatedPacket &packet = scenario.packets[0];
  const Topology &topology = scenario.model.topology;
  const NocTiming &timing = scenario.model.timing;
  int64_t links =
      topology.distance(topology.tileOf(packet.source), topology.tileOf(packet.destination));
  int64_t routerCycles = timing.routeCycles + timing.vcAllocationCycles +
                         timing.switchAllocationCycles + timing.switchCycles + timing.linkCycles;
  int64_t latency = 1 + timing.linkCycles + (links + 1) * routerCycles +
                    (packet.flits - 1) * timing.flitIntervalCycles;

  Outcome naive = simulateEachCycle<NaiveNoc>(scenario);
  RC_ASSERT(naive.arrivals.size() == 1u);
  if (timing.creditCycles + routerCycles <= scenario.model.bufferFlits * timing.flitIntervalCycles)
    RC_ASSERT(naive.arrivals[0].cycle - packet.creation == latency);
  else
    RC_ASSERT(naive.arrivals[0].cycle - packet.creation >= latency);
  RC_ASSERT(scenario.model.zeroLoadLatency(links, packet.flits) == latency);
  RC_ASSERT(naive.flitHops == (links + 1) * packet.flits);
}
