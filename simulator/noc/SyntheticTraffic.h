// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network under synthetic traffic: latency and throughput at one load.
#pragma once
#include "simulator/noc/Noc.h"
#include "simulator/noc/traffic/TrafficPattern.h"

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
  int64_t unfinished = 0; ///< did not arrive within as many cycles again as the run took: saturated
  double latency = 0;     ///< mean of the others in cycles, from creation to the tail's arrival
  double latencyError = 0; ///< half of the 95 % confidence interval, by ten batch means
  int64_t latencyMax = 0;
  double routersPassed = 0; ///< mean of a flit, of the whole run
  int64_t flitHops = 0;     ///< routers passed by flits in the whole run
  int64_t cyclesRun = 0;
};

SyntheticResult runSynthetic(const NocModel &model, const SyntheticOptions &options);

} // namespace nacre
