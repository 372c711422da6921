// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/equivalence/Levels.h"
#include "compiler/emit/ChipToImage.h"
#include "mlir/IR/Verifier.h"
#include <gtest/gtest.h>

namespace nacre {

ChipModel randomChip(std::mt19937_64 &random) {
  ChipModel chip = *loadChip("unit");
  auto pick = [&](int64_t low, int64_t high) { return low + int64_t(random() % (high - low + 1)); };
  chip.limits.weightBits = 16;
  chip.limits.neurons = pick(4, 60);
  chip.limits.axonsIn = pick(40, 200);
  chip.limits.axonsOut = pick(40, 300);
  chip.limits.axonalDelaySteps = pick(0, 1) ? 64 : pick(1, 2);
  chip.limits.sharedKernels = pick(0, 1);
  chip.limits.sparseSynapses = pick(0, 1);
  chip.limits.codebookEntries = pick(0, 1) * pick(1, 16);
  chip.timing.synapseWordBits = pick(1, 64);
  chip.timing.inputBufferFlits = pick(1, 4);
  std::mt19937_64 apart = random; // so that the other draws do not depend on these
  if (apart() % 3 == 0) {
    chip.routingPolicy = byTables;
    chip.limits.routingTableEntries = 1 << 20;
    chip.limits.multicast = apart() % 2;
    chip.grid.kind = apart() % 2 ? TopologyKind::Mesh : TopologyKind::Torus;
  }
  return chip;
}

static Expected expectedOf(const SnnRun &run) {
  Expected sample{{}, {}, run.classAfterStep};
  for (const SnnSpike &s : run.spikes)
    sample.spikes.push_back({uint32_t(s.population), uint32_t(s.neuron), uint32_t(s.step)});
  return sample;
}

Expected interpret(SnnInterpreter &interpreter, std::vector<uint8_t> pixels, int64_t steps) {
  Expected sample = expectedOf(interpreter.run(pixels.data(), steps, true));
  sample.pixels = std::move(pixels);
  return sample;
}

Expected interpret(SnnInterpreter &interpreter, SpikeTrain train, int64_t steps) {
  Expected sample = expectedOf(interpreter.run(train, steps, true));
  sample.train = std::move(train);
  return sample;
}

/// Without those of relays, which the network does not have.
static std::vector<Spike> run(Engine &engine, const image::Image &image, Stimulus input,
                              int64_t steps, std::vector<int32_t> &classes) {
  std::vector<Spike> spikes;
  classes = engine.run(input, steps, &spikes).classAfterStep;
  std::erase_if(spikes, [&](const Spike &spike) {
    return image.populations()->Get(spike.population)->relay();
  });
  return spikes;
}

void expectSame(chip::DesignOp design, const ChipModel &chip, const std::vector<Expected> &samples,
                int64_t steps) {
  ASSERT_TRUE(mlir::succeeded(mlir::verify(design)));
  auto bytes = emitImage(design, chip);
  ASSERT_TRUE(mlir::succeeded(bytes));
  auto image = ChipImage::fromBytes(*bytes, "random");
  ASSERT_TRUE(image) << image.error().message;
  auto functional = makeFunctionalEngine(*image, chip), cycle = makeCycleEngine(*image, chip);
  for (const Expected &sample : samples)
    for (Engine *engine : {functional.get(), cycle.get()}) {
      std::vector<int32_t> classes;
      ASSERT_EQ(run(*engine, **image, sample.stimulus(), steps, classes), sample.spikes);
      ASSERT_EQ(classes, sample.classes);
    }
}

} // namespace nacre
