// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random networks on random chips: the snn interpreter, and the functional and the cycle engine on
// the compiled image, make the same spikes and choose the same classes.
#include "compiler/Pipelines.h"
#include "compiler/emit/ChipToImage.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "compiler/reference/SnnInterpreter.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "simulator/Engine.h"
#include "tests/equivalence/RandomSnn.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

/// The chip `unit`, narrowed so that networks need several cores.
ChipModel randomChip(std::mt19937_64 &random) {
  ChipModel chip = *loadChip("unit");
  auto pick = [&](int64_t low, int64_t high) { return low + int64_t(random() % (high - low + 1)); };
  chip.limits.neurons = pick(4, 60);
  chip.limits.axonsIn = pick(40, 200);
  chip.limits.axonsOut = pick(40, 300);
  chip.limits.sharedKernels = pick(0, 1);
  chip.timing.inputBufferFlits = pick(1, 4);
  return chip;
}

std::vector<Spike> run(Engine &engine, const uint8_t *image, int64_t steps,
                       std::vector<int32_t> &classes) {
  std::vector<Spike> spikes;
  classes = engine.run(image, steps, &spikes).classAfterStep;
  return spikes;
}

} // namespace

TEST(Levels, RandomNetworksOnRandomChips) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  std::mt19937_64 random(20240623);
  constexpr int64_t networks = 150, steps = 6;
  int64_t fitted = 0, spikesSeen = 0, coresSeen = 0;
  for (int64_t n = 0; n < networks; ++n) {
    std::string text = randomSnn(random);
    SCOPED_TRACE("network " + std::to_string(n) + ":\n" + text);
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    ASSERT_TRUE(module);
    auto op = *module->getOps<snn::NetworkOp>().begin();
    auto interpreter = SnnInterpreter::create(op);
    ASSERT_TRUE(interpreter) << interpreter.error().message;

    ChipModel chip = randomChip(random);
    auto problem = problemFromSnn(op, chip);
    ASSERT_TRUE(mlir::succeeded(problem));
    MappingOptions options{n % 2 ? "random" : "sequential", uint64_t(n)};
    if (auto status = solve(*problem, options); !status) {
      ASSERT_EQ(status.error().exitCode, ExitCode::DoesNotFit) << status.error().message;
      continue;
    }
    ++fitted;
    coresSeen += int64_t(problem->slices.size());
    ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
    op->erase();
    ASSERT_TRUE(mlir::succeeded(mlir::verify(*module)));
    auto bytes = emitImage(*module->getOps<chip::DesignOp>().begin(), chip);
    ASSERT_TRUE(mlir::succeeded(bytes));
    auto image = ChipImage::fromBytes(*bytes, "random");
    ASSERT_TRUE(image) << image.error().message;

    auto functional = makeFunctionalEngine(*image, chip), cycle = makeCycleEngine(*image, chip);
    for (int64_t sample = 0; sample < 2; ++sample) {
      std::vector<uint8_t> pixels(size_t(imageChannels * imageHeight * imageWidth));
      for (uint8_t &pixel : pixels)
        pixel = uint8_t(random() % 17);
      SnnRun expected = interpreter->run(pixels.data(), steps, true);
      std::vector<Spike> wanted;
      for (const SnnSpike &s : expected.spikes)
        wanted.push_back({uint32_t(s.population), uint32_t(s.neuron), uint32_t(s.step)});
      spikesSeen += int64_t(wanted.size());
      for (Engine *engine : {functional.get(), cycle.get()}) {
        std::vector<int32_t> classes;
        ASSERT_EQ(run(*engine, pixels.data(), steps, classes), wanted);
        ASSERT_EQ(classes, expected.classAfterStep);
      }
    }
  }
  // The test must have tested something: most networks fit, on several cores, and spike.
  EXPECT_GT(fitted, networks * 6 / 10);
  EXPECT_GT(coresSeen, 5 * fitted);
  EXPECT_GT(spikesSeen, 50 * fitted);
}
