// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loading and running a network of the size of the published one for DVS gestures, cycle by cycle.
#include "simulator/cycle/CycleEngine.h"
#include "tests/perf/DvsNetwork.h"
#include <benchmark/benchmark.h>
#include <map>
#include <sys/resource.h>

using namespace nacre;

namespace {

std::unique_ptr<Engine> load(const DvsNetwork &dvs) {
  return makeCycleEngine(*ChipImage::fromBytes(dvs.image, "DVS"), dvs.chip);
}

void loadDvs(benchmark::State &state) {
  const DvsNetwork dvs = makeDvsNetwork();
  for (auto _ : state)
    benchmark::DoNotOptimize(load(dvs));
}

/// "3064 2857 ..." in one sample.
std::string spikesByLayer(Engine &engine, const DvsNetwork &dvs, int64_t steps) {
  std::vector<Spike> spikes;
  engine.run(dvs.pixels.data(), steps, &spikes);
  std::map<uint32_t, size_t> count;
  for (const Spike &spike : spikes)
    ++count[spike.population];
  std::string text = "spikes";
  for (auto [population, fired] : count)
    text += " " + std::to_string(fired);
  return text;
}

/// Argument: time steps.
void runDvs(benchmark::State &state) {
  const DvsNetwork dvs = makeDvsNetwork();
  auto engine = load(dvs);
  const int64_t steps = state.range(0);
  Counters sum;
  int64_t cycles = 0;
  for (auto _ : state) {
    SampleOutcome outcome = engine->run(dvs.pixels.data(), steps, nullptr);
    for (const Counters &counters : outcome.slices)
      sum += counters;
    cycles += outcome.chip.cycles;
  }
  const double ran = double(steps) * double(state.iterations());
  auto perSecond = [&](const char *name, double count) {
    state.counters[name] = benchmark::Counter(count, benchmark::Counter::kIsRate);
  };
  const int64_t links = sum[Event::HopsEastWest] + sum[Event::HopsNorthSouth];
  perSecond("steps", ran);
  perSecond("messages", double(sum[Event::PacketsSent]));
  perSecond("flit_hops", double(links + sum[Event::HopsLocal]));
  perSecond("cycles", double(cycles));
  state.counters["spikes_a_step"] = double(sum[Event::Spikes]) / ran;
  state.counters["messages_a_step"] = double(sum[Event::PacketsSent]) / ran;
  state.counters["synaptic_ops_a_step"] = double(sum[Event::SynapticOps]) / ran;
  state.SetLabel(spikesByLayer(*engine, dvs, steps));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_mb"] = double(usage.ru_maxrss) / 1024;
}

} // namespace

BENCHMARK(loadDvs)->Unit(benchmark::kMillisecond);
BENCHMARK(runDvs)->Arg(128)->Arg(1000)->Unit(benchmark::kMillisecond);
