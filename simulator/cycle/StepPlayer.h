// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chip step, cycle by cycle: cores send what they planned, the network carries it, cores receive.
#pragma once
#include "simulator/Engine.h"
#include "simulator/StepRecord.h"
#include "simulator/cycle/PacketReceiver.h"
#include "simulator/cycle/UpdatePlan.h"
#include "simulator/noc/Noc.h"

namespace nacre {

class StepPlayer {
  struct SentPacket {
    uint32_t message = 0;
    Point neuron{};
  };

  const Network &network;
  const CycleOptions options;
  UpdatePlanner planner;
  Noc noc;
  const Cycle restCycles; ///< after which all credits are back and all links free
  const Cycle patience;   ///< cycles of the network without a delivery, after which none will come
  std::vector<uint32_t> coreOfId;     ///< physical id -> index into Network::cores
  std::vector<uint32_t> destinations; ///< of messages, for the network
  std::vector<SentPacket> packets;    ///< of the chip step
  std::vector<Cycle> trailingWork;    ///< of each core's update unit
  std::vector<Cycle> busyUntil;       ///< of each core's synapse unit
  std::vector<Noc::Delivery> deliveries;
  std::vector<Lookup> lookups;
  Noc::FlitHops hopsPlanned; ///< of all packets so far, by their paths
  const bool recording;
  StepRecord stepRecord; ///< empty unless recording

  void startCores(const StepActivity &activity, std::vector<Counters> &counters);
  Cycle receive(const Noc::Delivery &delivery, PacketReceiver &receiver,
                std::vector<Counters> &counters);
  void countStalls(std::vector<Counters> &counters) const;
  void recordSources(Cycle start);
  void finishRecord(Cycle start);

public:
  StepPlayer(const Network &network, const CycleOptions &options);

  /// Plays a chip step in which the neurons did what `activity` says. Counts packets, hops and all
  /// that takes time. Returns the cycles until the last core was done, or an error that says what
  /// hangs.
  Result<int64_t> play(int64_t chipStep, const StepActivity &activity, PacketReceiver &receiver,
                       std::vector<Counters> &counters);

  /// Of the last step: what its cores did, where CycleOptions::stepDone asks for it.
  StepRecord &recorded() { return stepRecord; }

  std::vector<int64_t> takeLinkFlits() { return noc.takeLinkFlits(); }
};

} // namespace nacre
