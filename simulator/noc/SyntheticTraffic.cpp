// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/SyntheticTraffic.h"
#include "hw_models/noc/Path.h"
#include <algorithm>
#include <array>

namespace nacre {

namespace {

/// Creates packets in order of time and core: geometric distances are a Bernoulli process.
class Creator {
  const Topology &topology;
  const SyntheticOptions &options;
  double logMiss; ///< of a cycle without a new packet
  TrafficRandom random;
  Agenda due; ///< cores

  /// Few distances are longer than four times their mean.
  static Cycle usualDistance(const SyntheticOptions &options) {
    return Cycle(std::min(4 * options.packetFlits / options.rate, 4096.0));
  }

  int64_t distance() {
    double chance = double(random() >> 11) * 0x1p-53; // in [0, 1)
    double cycles = 1 + std::floor(std::log1p(-chance) / logMiss);
    return cycles < 1e15 ? int64_t(cycles) : int64_t(1e15);
  }

public:
  Creator(const Topology &topology, const SyntheticOptions &options)
      : topology(topology), options(options),
        logMiss(std::log1p(-options.rate / options.packetFlits)), random(options.seed),
        due(topology.cores(), usualDistance(options)) {
    for (uint32_t core = 0; core < topology.cores(); ++core)
      due.wake(core, distance() - 1);
  }

  int64_t next() const { return due.next(); }

  /// Calls f(core, destination) for each packet created in `cycle`.
  template <class F> void create(int64_t cycle, F f) {
    due.take(cycle, false, [&](uint32_t core) {
      f(core, options.pattern.destination(topology, core, random));
      due.wake(core, cycle + distance());
    });
  }
};

/// Latencies of packets by the tenth of the measurement in which they were created.
struct BatchMeans {
  static constexpr int batches = 10;
  static constexpr double student975 = 2.262; ///< quantile with 9 degrees of freedom
  static constexpr double student99 = 2.896;  ///< with 8
  std::array<double, batches> sum{};
  std::array<int64_t, batches> count{};

  double mean(int batch) const { return sum[size_t(batch)] / double(count[size_t(batch)]); }

  void finish(SyntheticResult &result) const {
    double total = 0, squares = 0;
    int64_t packets = 0, filled = 0;
    for (size_t b = 0; b < batches; ++b)
      total += sum[b], packets += count[b], filled += count[b] > 0;
    result.saturated = result.unfinished > 0;
    if (packets)
      result.latency = total / double(packets);
    if (filled < batches)
      return;
    for (int b = 0; b < batches; ++b)
      squares += std::pow(mean(b) - result.latency, 2);
    result.latencyError = student975 * std::sqrt(squares / (batches * (batches - 1)));
    result.saturated |= isRising(result.latency);
  }

  /// The regression line of the batch means.
  bool isRising(double overall) const {
    const double middle = (batches - 1) / 2.0, spread = batches * (batches * batches - 1) / 12.0;
    double covariance = 0, average = 0, residual = 0;
    for (int b = 0; b < batches; ++b)
      covariance += (b - middle) * mean(b), average += mean(b) / batches;
    const double slope = covariance / spread;
    for (int b = 0; b < batches; ++b)
      residual += std::pow(mean(b) - average - slope * (b - middle), 2);
    double error = std::sqrt(residual / (batches - 2) / spread);
    return slope > student99 * error && slope * batches > overall / 5;
  }
};

/// Cycles in which packets may still arrive after the measurement.
int64_t drainCycles(const NocModel &model, const SyntheticOptions &options) {
  // More than the longest path has, but for small trees.
  int64_t links = 2 * (model.topology.columns + model.topology.rows);
  int64_t idle = links * model.zeroLoadLatency(0, 0, options.packetFlits);
  return std::max(options.warmupCycles + options.cycles, 4 * idle);
}

uint32_t linksBetween(const NocModel &model, uint32_t from, uint32_t to) {
  return model.policy.detours ? uint32_t(linksOfPath(model.topology, model.policy, from, to).size())
                              : model.topology.distance(from, to);
}

struct Created {
  int64_t cycle = 0;
  uint32_t routers = 0; ///< on its path
};

} // namespace

double expectedPackets(const NocModel &model, const SyntheticOptions &options) {
  double cycles =
      double(options.warmupCycles) + double(options.cycles) + double(drainCycles(model, options));
  return cycles * model.topology.cores() * options.rate / options.packetFlits;
}

SyntheticResult runSynthetic(const NocModel &model, const SyntheticOptions &options) {
  Noc noc(model);
  Creator creator(model.topology, options);
  const Topology &topology = model.topology;
  const int64_t begin = options.warmupCycles, end = begin + options.cycles;
  const int64_t last = end + drainCycles(model, options);
  std::vector<Created> packets;
  std::vector<Noc::Delivery> arrived;
  BatchMeans means;
  SyntheticResult result;
  result.rate = options.rate;
  int64_t flitsInWindow = 0, arrivedPackets = 0, routersPassed = 0;
  while (noc.now() < end || (result.unfinished > 0 && noc.now() < last)) {
    if (int64_t next = std::min(creator.next(), noc.nextActive()); next > noc.now()) {
      noc.skipTo(std::min(next, last));
      continue;
    }
    creator.create(noc.now(), [&](uint32_t core, uint32_t destination) {
      noc.create(core, {uint32_t(packets.size()), destination, options.packetFlits});
      uint32_t links = linksBetween(model, topology.tileOf(core), topology.tileOf(destination));
      packets.push_back({noc.now(), links + 1});
      bool measured = noc.now() >= begin && noc.now() < end;
      result.packets += measured;
      result.unfinished += measured;
    });
    arrived.clear();
    noc.step(arrived);
    for (const Noc::Delivery &delivery : arrived) {
      noc.release(delivery, delivery.cycle);
      if (delivery.cycle >= begin && delivery.cycle < end)
        flitsInWindow += options.packetFlits;
      int64_t created = packets[delivery.id].cycle, latency = delivery.cycle - created;
      if (created < begin || created >= end)
        continue;
      --result.unfinished;
      ++arrivedPackets;
      routersPassed += packets[delivery.id].routers;
      size_t batch = size_t((created - begin) * BatchMeans::batches / options.cycles);
      means.sum[batch] += double(latency);
      ++means.count[batch];
      result.latencyMax = std::max(result.latencyMax, latency);
    }
  }
  means.finish(result);
  result.acceptedRate =
      double(flitsInWindow) / double(options.cycles) / double(model.topology.cores());
  result.flitHops = noc.flitHops().total();
  if (arrivedPackets)
    result.routersPassed = double(routersPassed) / double(arrivedPackets);
  result.cyclesRun = noc.now();
  return result;
}

} // namespace nacre
