// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Time and memory of mapping ResNet-50, by image side and share of its channels, onto cores like
// Loihi's with twice the input axons (its last 3x3 layers read 4608 channels and taps), of which
// there are enough. One network a process shows its own peak memory: --benchmark_filter=/224/1
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/testing/Networks.h"
#include <benchmark/benchmark.h>
#include <sys/resource.h>

using namespace nacre;

static void mapResnet50(benchmark::State &state) {
  MappingProblem problem = testing::resnet50(state.range(0), 1.0 / double(state.range(1)));
  problem.chip = *loadChip("loihi");
  problem.chip.grid = {64, 64, 4};
  problem.chip.limits.axonsIn = 8192;
  for (auto _ : state)
    if (auto status = solve(problem, {"neighbours", "hilbert", 1}); !status)
      return state.SkipWithError(status.error().message.c_str());
  int64_t neurons = 0, weights = 0;
  for (const auto &population : problem.populations)
    neurons += population.shape.volume();
  for (const auto &edge : problem.edges)
    weights += int64_t(edge.weights.size());
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  state.counters["neurons"] = double(neurons);
  state.counters["weights"] = double(weights);
  state.counters["cores"] = double(problem.clusters);
  state.counters["flows"] = double(problem.flows.size());
  state.counters["peak_MiB"] = double(usage.ru_maxrss) / 1024;
}

// The last one has 9.9 million neurons; each before it about a tenth of the next.
BENCHMARK(mapResnet50)
    ->Args({32, 16})
    ->Args({64, 8})
    ->Args({128, 4})
    ->Args({224, 1})
    ->Unit(benchmark::kMillisecond);
