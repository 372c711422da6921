// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network under synthetic traffic: latency and throughput at one load.
#pragma once
#include "simulator/noc/Noc.h"
#include "simulator/noc/traffic/TrafficPattern.h"
#include <cmath>

namespace nacre {

struct SyntheticOptions {
  TrafficPattern pattern;
  double rate =
      0.1; ///< flits per core and cycle, > 0; a core creates packets as a Bernoulli process
  uint32_t packetFlits = 1;
  int64_t warmupCycles = 3000;
  int64_t cycles = 10000; ///< of measurement
  uint64_t seed = 1;
};

struct SyntheticResult {
  double rate = 0;         ///< offered
  double acceptedRate = 0; ///< flits that arrived per core and cycle of the measurement
  int64_t packets = 0;     ///< created in the measurement, of which
  int64_t unfinished = 0;  ///< did not arrive, although the run went on for as long again
  /// Some did not arrive, or latency rose significantly (99 %) and by a fifth in the measurement.
  bool saturated = false;
  double latency = NAN;      ///< mean in cycles of those that arrived, from creation to tail
  double latencyError = NAN; ///< half of the 95 % confidence interval, by ten batch means
  int64_t latencyMax = 0;
  double routersPassed = NAN; ///< their mean
  int64_t flitHops = 0;       ///< routers passed by flits in the whole run
  int64_t cyclesRun = 0;
};

/// The packets a run may create, far below what their numbers can tell apart.
inline constexpr double mostSyntheticPackets = 1 << 28;

/// Expected of a run that is not cut short.
double expectedPackets(const NocModel &model, const SyntheticOptions &options);

SyntheticResult runSynthetic(const NocModel &model, const SyntheticOptions &options);

} // namespace nacre
