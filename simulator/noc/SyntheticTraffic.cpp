// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/SyntheticTraffic.h"
#include <array>
#include <cmath>
#include <queue>

namespace nacre {

namespace {

/// Creates packets in order of time and core: geometric distances are a Bernoulli process.
class Creator {
  using Due = std::pair<int64_t, uint32_t>; ///< cycle, core
  const Topology &topology;
  const SyntheticOptions &options;
  double logMiss; ///< of a cycle without a new packet
  TrafficRandom random;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due;

  int64_t distance() {
    double chance = double(random() >> 11) * 0x1p-53; // in [0, 1)
    double cycles = 1 + std::floor(std::log1p(-chance) / logMiss);
    return cycles < 1e15 ? int64_t(cycles) : int64_t(1e15);
  }

public:
  Creator(const Topology &topology, const SyntheticOptions &options)
      : topology(topology), options(options),
        logMiss(std::log1p(-options.rate / options.packetFlits)), random(options.seed) {
    for (uint32_t core = 0; core < topology.cores(); ++core)
      due.push({distance() - 1, core});
  }

  int64_t next() const { return due.top().first; }

  /// Calls f(core, destination) for each packet created in `cycle`.
  template <class F> void create(int64_t cycle, F f) {
    while (due.top().first == cycle) {
      uint32_t core = due.top().second;
      due.pop();
      f(core, options.pattern.destination(topology, core, random));
      due.push({cycle + distance(), core});
    }
  }
};

/// Latencies of packets by the tenth of the measurement in which they were created.
struct BatchMeans {
  static constexpr size_t batches = 10;
  static constexpr double student = 2.262; ///< 97.5 % quantile with 9 degrees of freedom
  std::array<double, batches> sum{};
  std::array<int64_t, batches> count{};

  void finish(SyntheticResult &result) const {
    double total = 0, squares = 0;
    int64_t packets = 0, filled = 0;
    for (size_t b = 0; b < batches; ++b)
      total += sum[b], packets += count[b], filled += count[b] > 0;
    result.latency = packets ? total / double(packets) : 0;
    for (size_t b = 0; b < batches; ++b)
      if (count[b])
        squares += std::pow(sum[b] / double(count[b]) - result.latency, 2);
    result.latencyError = filled == batches ? student * std::sqrt(squares / 90) : NAN;
  }
};

} // namespace

SyntheticResult runSynthetic(const NocModel &model, const SyntheticOptions &options) {
  Noc noc(model);
  Creator creator(model.topology, options);
  const int64_t begin = options.warmupCycles, end = begin + options.cycles;
  std::vector<int64_t> createdAt; ///< by packet
  std::vector<Noc::Delivery> arrived;
  BatchMeans means;
  SyntheticResult result;
  result.rate = options.rate;
  int64_t flitsInWindow = 0, flits = 0;
  while (noc.now() < end || (result.unfinished > 0 && noc.now() < 2 * end)) {
    if (int64_t next = std::min(creator.next(), noc.nextActive()); next > noc.now()) {
      noc.skipTo(std::min(next, 2 * end));
      continue;
    }
    creator.create(noc.now(), [&](uint32_t core, uint32_t destination) {
      noc.create(core, {uint32_t(createdAt.size()), destination, options.packetFlits});
      createdAt.push_back(noc.now());
      bool measured = noc.now() >= begin && noc.now() < end;
      result.packets += measured;
      result.unfinished += measured;
    });
    arrived.clear();
    noc.step(arrived);
    for (const Noc::Delivery &delivery : arrived) {
      flits += options.packetFlits;
      if (delivery.cycle >= begin && delivery.cycle < end)
        flitsInWindow += options.packetFlits;
      int64_t created = createdAt[delivery.id], latency = delivery.cycle - created;
      if (created < begin || created >= end)
        continue;
      --result.unfinished;
      size_t batch = size_t((created - begin) * int64_t(BatchMeans::batches) / options.cycles);
      means.sum[batch] += double(latency);
      ++means.count[batch];
      result.latencyMax = std::max(result.latencyMax, latency);
    }
  }
  means.finish(result);
  result.acceptedRate =
      double(flitsInWindow) / double(options.cycles) / double(model.topology.cores());
  result.flitHops = noc.flitHops();
  result.routersPassed = flits ? double(noc.flitHops()) / double(flits) : 0;
  result.cyclesRun = noc.now();
  return result;
}

} // namespace nacre
