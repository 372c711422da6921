// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/StepPlayer.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre {

namespace {

Cycle restOf(const NocTiming &timing) {
  return std::max(timing.creditCycles.most(), timing.flitIntervalCycles.most()) + 1;
}

} // namespace

StepPlayer::StepPlayer(const Network &network, const CycleOptions &options)
    : network(network), options(options), planner(network),
      noc(network.noc, size_t(network.timing.axonOutFifoPackets), options.reverseOrder),
      restCycles(restOf(network.noc.timing)),
      patience(network.noc.patience(network.timing.packetFlits)),
      coreOfId(network.noc.topology.cores(), Network::none), trailingWork(network.cores.size()),
      busyUntil(network.cores.size()), recording(bool(options.stepDone)) {
  for (uint32_t core = 0; core < network.cores.size(); ++core)
    coreOfId[network.cores[core].id] = core;
  std::vector<uint32_t> ofKey; // destinations for the network
  for (const RoutingTree &tree : network.trees)
    ofKey.push_back(noc.addTree(tree));
  for (const Network::Message &message : network.messages) {
    if (message.key != Network::none) {
      destinations.push_back(ofKey[message.key]);
      continue;
    }
    std::vector<uint32_t> to;
    for (uint32_t route : message.routes)
      to.push_back(network.cores[network.routes[route].core].id);
    const uint32_t from = network.cores[network.slices[network.senderOf(message)].core].id;
    destinations.push_back(to.size() == 1 ? to.front() : noc.addGroup(from, to));
  }
}

Result<int64_t> StepPlayer::play(int64_t chipStep, const StepActivity &activity,
                                 PacketReceiver &receiver, std::vector<Counters> &counters) {
  const Cycle start = noc.now();
  stepRecord = {};
  noc.start();
  startCores(activity, counters);
  Cycle lastProgress = start;
  for (Cycle next; (next = noc.nextActive()) != never;) {
    if (noc.flitsUnderWay() == 0)
      lastProgress = std::max(lastProgress, next);
    if (next - lastProgress > patience)
      break;
    if (options.skipIdle)
      noc.skipTo(next);
    deliveries.clear();
    noc.step(deliveries);
    for (const Noc::Delivery &delivery : deliveries) {
      Cycle taken = receive(delivery, receiver, counters);
      noc.release(delivery, taken);
      lastProgress = std::max(lastProgress, taken);
    }
  }
  if (!noc.isIdle())
    return Error{fmt::format("in chip step {} the network on chip is stuck: {}", chipStep,
                             noc.describeWaiting()),
                 "the routing policy lets packets wait for each other, or never arrive"};
  assert(noc.flitHops() == hopsPlanned && "what is counted is what was sent");
  countStalls(counters);
  Cycle end = start;
  for (uint32_t core = 0; core < network.cores.size(); ++core)
    end = std::max({end, busyUntil[core],
                    noc.source(network.cores[core].id).lastEntered() + trailingWork[core]});
  if (recording)
    finishRecord(start);
  noc.skipTo(end + restCycles);
  return end - start;
}

void StepPlayer::startCores(const StepActivity &activity, std::vector<Counters> &counters) {
  packets.clear();
  std::fill(busyUntil.begin(), busyUntil.end(), 0);
  for (uint32_t core = 0; core < network.cores.size(); ++core) {
    const UpdatePlan &plan = planner.planFor(network.cores[core], activity, counters);
    trailingWork[core] = plan.trailingWork;
    for (const PlannedPacket &packet : plan.packets) {
      const Network::Message &message = network.messages[packet.message];
      noc.produce(network.cores[core].id,
                  {uint32_t(packets.size()), destinations[packet.message],
                   uint32_t(network.timing.packetFlits)},
                  packet.work);
      packets.push_back(
          {packet.message, network.slices[network.senderOf(message)].point(packet.neuron)});
      network.countPackets(packet.message, 1, counters);
      for (size_t kind = 0; kind < linkKinds; ++kind)
        hopsPlanned.ofKind[kind] += network.timing.packetFlits * message.links[kind];
    }
  }
}

/// The synapse unit of the core takes the packet when it arrives or when it has done with those
/// before; they come in this order. Returns when.
Cycle StepPlayer::receive(const Noc::Delivery &delivery, PacketReceiver &receiver,
                          std::vector<Counters> &counters) {
  const ChipModel::Timing &timing = network.timing;
  const SentPacket &packet = packets[delivery.id];
  const uint32_t core = coreOfId[delivery.core];
  const std::vector<uint32_t> &routes = network.messages[packet.message].routes;
  auto route = std::find_if(routes.begin(), routes.end(),
                            [&](uint32_t r) { return network.routes[r].core == core; });
  assert(route != routes.end());
  const Cycle taken = std::max(delivery.cycle, busyUntil[core]);
  busyUntil[core] = taken;
  lookups.clear();
  receiver.receive(network.routes[*route], packet.neuron, lookups);
  for (const Lookup &lookup : lookups) {
    int64_t rounds = (lookup.accumulates + timing.synapticLanes - 1) / timing.synapticLanes;
    Cycle cycles = timing.axonLookupCycles + lookup.words * timing.synapseWordCycles +
                   rounds * timing.synapticOpCycles;
    counters[lookup.slice][Event::SynapseCycles] += cycles;
    busyUntil[core] += cycles;
  }
  if (recording)
    stepRecord.deliveries.push_back({delivery.id, core, delivery.cycle, taken, busyUntil[core]});
  return taken;
}

void StepPlayer::countStalls(std::vector<Counters> &counters) const {
  for (const Network::Core &core : network.cores) {
    noc.source(core.id).forEachStall([&](const Packet &packet, Cycle cycles) {
      const Network::Message &message = network.messages[packets[packet.id].message];
      counters[network.senderOf(message)][Event::StallSendCycles] += cycles;
    });
    counters[core.firstSlice][Event::StallReceiveCycles] += noc.stallCycles(core.id);
  }
}

/// What the cores' update units did follows from when their packets entered the queue and left it.
void StepPlayer::recordSources(Cycle start) {
  auto add = [&](std::vector<StepRecord::Span> &spans, uint32_t core, Cycle begin, Cycle end) {
    if (begin == end)
      return;
    if (!spans.empty() && spans.back().core == core && spans.back().end == begin - start)
      spans.back().end = end - start;
    else
      spans.push_back({core, begin - start, end - start});
  };
  for (uint32_t core = 0; core < network.cores.size(); ++core) {
    const Source &source = noc.source(network.cores[core].id);
    source.forEachPacket(start, [&](const Packet &p, Cycle begun, Cycle ready, Cycle entered,
                                    Cycle departed) {
      const SentPacket &sent = packets[p.id];
      uint32_t slice = network.senderOf(network.messages[sent.message]);
      const Network::Population &population = network.populations[network.slices[slice].population];
      stepRecord.packets.push_back(
          {slice, population.index(sent.neuron), entered - start, departed - start});
      add(stepRecord.updates, core, begun, ready);
      add(stepRecord.sendStalls, core, ready, entered);
    });
    const Cycle last = source.lastEntered();
    add(stepRecord.updates, core, last, last + trailingWork[core]);
  }
}

void StepPlayer::finishRecord(Cycle start) {
  recordSources(start);
  for (StepRecord::Delivery &delivery : stepRecord.deliveries) {
    delivery.arrived -= start;
    delivery.taken -= start;
    delivery.done -= start;
  }
  std::sort(stepRecord.deliveries.begin(), stepRecord.deliveries.end(),
            [](const StepRecord::Delivery &a, const StepRecord::Delivery &b) {
              return std::pair(a.core, a.arrived) < std::pair(b.core, b.arrived);
            });
}

} // namespace nacre
