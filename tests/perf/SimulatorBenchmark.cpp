// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Speed of both engines on one convolution layer, by activity: percent of its sources that fire in
// each step.
#include "simulator/cycle/CycleEngine.h"
#include "simulator/functional/FunctionalEngine.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <benchmark/benchmark.h>

using namespace nacre;

namespace {

constexpr uint32_t sources = 32, targets = 64, side = 32;
constexpr int64_t steps = 8;

/// 32 x 32 x 32 neurons feed 64 x 32 x 32 through a 3 x 3 kernel, about 1024 neurons a core on 96
/// cores. The pixels decide which neurons of the first population fire, in every step.
ChipImage buildConvolution(const ChipModel &chip) {
  ImageBuilder b(chip);
  b.image.input_channels = sources, b.image.input_height = b.image.input_width = side;
  uint32_t p = b.addPopulation(sources, side, side), q = b.addPopulation(targets, side, side);
  b.population(q).depth = 1;
  b.population(q).theta = {1 << 22};
  b.addHostConvolution(p, b.addWeights(std::vector<int8_t>(sources, 1)),
                       {1, 1, 1, 1, 0, 0, 1, 1, sources});
  std::vector<int8_t> kernel(targets * sources * 9);
  for (size_t i = 0; i < kernel.size(); ++i)
    kernel[i] = int8_t(i * 37 % 255 - 127);
  uint32_t weights = b.addWeights(kernel);
  for (uint32_t y = 0; y < side; ++y) {
    b.addSlice(y, p, image::Box(0, sources, y, y + 1, 0, side));
    image::Box rows(0, sources, y ? y - 1 : 0, std::min(y + 2, side), 0, side);
    for (uint32_t half = 0; half < 2; ++half) {
      image::Box box(half * targets / 2, (half + 1) * targets / 2, y, y + 1, 0, side);
      b.addConvolution(b.addSlice(side + 2 * y + half, q, box), p, weights,
                       {3, 3, 1, 1, 1, 1, 1, 1, 1}, 1, rows);
    }
  }
  b.addSlice(side * 3, b.addReadout(1, 2));
  return b.build();
}

void runConvolution(benchmark::State &state, bool timed) {
  ChipModel chip = makeTestChip(8, 8, 2);
  chip.timing.inputBufferFlits = chip.timing.axonInFifoPackets = 16;
  chip.timing.synapticLanes = 16;
  auto network = std::make_shared<const Network>(*buildConvolution(chip), chip);
  auto engine = timed ? makeCycleEngine(network, {}) : makeFunctionalEngine(network);
  std::vector<uint8_t> pixels(sources * side * side);
  for (size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = i * 2654435761u % 1000 < size_t(state.range(0)) * 10;
  Counters sum;
  int64_t cycles = 0;
  for (auto _ : state) {
    SampleOutcome outcome = engine->run(pixels.data(), steps, nullptr);
    for (const Counters &counters : outcome.slices)
      sum += counters;
    cycles += outcome.chip.cycles;
  }
  auto perSecond = [&](const char *name, int64_t count) {
    state.counters[name] = benchmark::Counter(double(count), benchmark::Counter::kIsRate);
  };
  perSecond("synaptic_ops", sum[Event::SynapticOps]);
  perSecond("flit_hops",
            sum[Event::HopsEastWest] + sum[Event::HopsNorthSouth] + sum[Event::HopsLocal]);
  perSecond("packets", sum[Event::PacketsSent]);
  if (timed)
    perSecond("cycles", cycles);
}

} // namespace

BENCHMARK_CAPTURE(runConvolution, functional, false)
    ->ArgName("activity")
    ->Arg(1)
    ->Arg(10)
    ->Arg(20)
    ->Arg(50)
    ->Arg(100)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(runConvolution, cycle, true)
    ->ArgName("activity")
    ->Arg(1)
    ->Arg(10)
    ->Arg(50)
    ->Unit(benchmark::kMillisecond);
