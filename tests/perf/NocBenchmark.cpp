// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Speed of the network on chip: 8x8 mesh, uniform traffic, by load in percent of a flit per core and
// cycle.
#include "simulator/noc/SyntheticTraffic.h"
#include <benchmark/benchmark.h>

using namespace nacre;

static void runMesh(benchmark::State &state) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  TrafficPatternRegistry patterns;
  registerAllTrafficPatterns(patterns);
  NocModel model{{8, 8, 1}, **routings.get("xy", "routing policy"), 4, 8, {}};
  SyntheticOptions options;
  options.pattern = **patterns.get("uniform", "traffic pattern");
  options.rate = double(state.range(0)) / 100;
  int64_t flitHops = 0, cycles = 0;
  for (auto _ : state) {
    SyntheticResult result = runSynthetic(model, options);
    flitHops += result.flitHops;
    cycles += result.cyclesRun;
  }
  state.counters["flit_hops"] = benchmark::Counter(double(flitHops), benchmark::Counter::kIsRate);
  state.counters["cycles"] = benchmark::Counter(double(cycles), benchmark::Counter::kIsRate);
}

BENCHMARK(runMesh)->Arg(2)->Arg(10)->Arg(20)->Arg(40)->Unit(benchmark::kMillisecond);
