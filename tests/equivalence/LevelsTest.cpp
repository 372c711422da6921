// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random networks on random chips: the snn interpreter, and the functional and the cycle engine on
// the compiled image, make the same spikes and choose the same classes, however synapses are
// stored.
#include "compiler/Pipelines.h"
#include "compiler/emit/ChipToImage.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "compiler/networks/snn/Sheet.h"
#include "compiler/reference/SnnInterpreter.h"
#include "hw_models/chip/SynapseStorage.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "simulator/Engine.h"
#include "tests/equivalence/RandomSnn.h"
#include <gtest/gtest.h>
#include <map>

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
  chip.limits.sparseSynapses = pick(0, 1);
  chip.limits.codebookEntries = pick(0, 1) * pick(1, 16);
  chip.timing.synapseWordBits = pick(1, 64);
  chip.timing.inputBufferFlits = pick(1, 4);
  return chip;
}

std::vector<Spike> run(Engine &engine, const uint8_t *image, int64_t steps,
                       std::vector<int32_t> &classes) {
  std::vector<Spike> spikes;
  classes = engine.run(image, steps, &spikes).classAfterStep;
  return spikes;
}

/// Stores all synapses so, dense ones in the layout they have if this one is for convolutions only.
void storeAs(chip::DesignOp design, chip::SynapseLayout layout, bool codebook) {
  design.walk([&](chip::SynapsesOp op) {
    op.setCodebook(codebook);
    if (layout != chip::SynapseLayout::Shared || op.getFormat() == chip::SynapseFormat::Convolution)
      op.setLayout(layout);
  });
}

/// What one sample should do, by the interpreter.
struct Expected {
  std::vector<uint8_t> pixels;
  std::vector<Spike> spikes;
  std::vector<int32_t> classes;
};

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
      ASSERT_EQ(run(*engine, sample.pixels.data(), steps, classes), sample.spikes);
      ASSERT_EQ(classes, sample.classes);
    }
}

} // namespace

TEST(Levels, RandomNetworksOnRandomChips) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  std::mt19937_64 random(20240623);
  constexpr int64_t networks = 220, steps = 6;
  int64_t fitted = 0, spikesSeen = 0, coresSeen = 0, sparseSeen = 0, listedFlows = 0,
          renumbered = 0;
  std::map<SynapseStorage, int64_t> chosen;
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
    MappingOptions options;
    options.placement = n % 2 ? "random" : "sequential";
    options.seed = uint64_t(n);
    if (auto status = solve(*problem, options); !status) {
      ASSERT_EQ(status.error().exitCode, ExitCode::DoesNotFit) << status.error().message;
      continue;
    }
    ++fitted;
    coresSeen += int64_t(problem->slices.size());
    ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
    op->erase();
    std::vector<Expected> samples(2);
    for (Expected &sample : samples) {
      sample.pixels.resize(size_t(imageChannels * imageHeight * imageWidth));
      for (uint8_t &pixel : sample.pixels)
        pixel = uint8_t(random() % 17);
      SnnRun run = interpreter->run(sample.pixels.data(), steps, true);
      for (const SnnSpike &s : run.spikes)
        sample.spikes.push_back({uint32_t(s.population), uint32_t(s.neuron), uint32_t(s.step)});
      sample.classes = run.classAfterStep;
      spikesSeen += int64_t(sample.spikes.size());
    }
    auto design = *module->getOps<chip::DesignOp>().begin();
    design.walk(
        [&](chip::SynapsesOp op) { ++chosen[{SynapseLayout(op.getLayout()), op.getCodebook()}]; });
    design.walk(
        [&](chip::SynapsesOp op) { sparseSeen += op.getFormat() == chip::SynapseFormat::Sparse; });
    design.walk([&](chip::PopulationOp op) { renumbered += op.getOrder().has_value(); });
    design.walk([&](chip::FlowOp op) { listedFlows += op.getNeurons().has_value(); });
    expectSame(design, chip, samples, steps);
    // And stored otherwise than the compiler chose.
    chip.limits.sharedKernels = chip.limits.sparseSynapses = true;
    chip.limits.codebookEntries = 256;
    storeAs(design, chip::SynapseLayout(n % 3), n / 3 % 2);
    expectSame(design, chip, samples, steps);
    if (HasFatalFailure())
      return;
  }
  // The test must have tested something: most networks fit, on several cores, and spike.
  EXPECT_GT(fitted, networks * 6 / 10);
  EXPECT_GT(coresSeen, 5 * fitted);
  EXPECT_GT(spikesSeen, 50 * fitted);
  EXPECT_GT(sparseSeen, 3 * fitted);
  EXPECT_GT(listedFlows, 3 * fitted);
  EXPECT_GT(renumbered, fitted / 10);
  int64_t codebooks = 0;
  for (SynapseLayout layout : allSynapseLayouts) {
    EXPECT_GT((chosen[{layout, false}]), 100) << SynapseStorage{layout}.name();
    codebooks += chosen[{layout, true}];
  }
  EXPECT_GT(codebooks, 20);
}

TEST(Levels, ASheetOfNeuronsNumberedAnew) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  auto module = makeSheet({1500, 20, 1}, &context);
  ASSERT_TRUE(module) << module.error().message;
  auto op = *(*module)->getOps<snn::NetworkOp>().begin();
  auto interpreter = SnnInterpreter::create(op);
  ASSERT_TRUE(interpreter) << interpreter.error().message;
  ChipModel chip = *loadChip("unit");
  chip.limits.neurons = 130;
  auto problem = problemFromSnn(op, chip);
  ASSERT_TRUE(mlir::succeeded(problem));
  auto status = solve(*problem, {});
  ASSERT_TRUE(status) << status.error().message;
  ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
  op->erase();

  constexpr int64_t steps = 12;
  Expected sample;
  for (int pixel = 0; pixel < 64; ++pixel)
    sample.pixels.push_back(uint8_t(pixel % 17));
  SnnRun run = interpreter->run(sample.pixels.data(), steps, true);
  for (const SnnSpike &s : run.spikes)
    sample.spikes.push_back({uint32_t(s.population), uint32_t(s.neuron), uint32_t(s.step)});
  sample.classes = run.classAfterStep;
  // Some of the sheet fires, not all of it, in each step.
  EXPECT_GT(run.activity[1].spikes, steps * 1500 / 100);
  EXPECT_LT(run.activity[1].spikes, steps * 1500 / 5);
  auto design = *(*module)->getOps<chip::DesignOp>().begin();
  int64_t renumbered = 0;
  design.walk([&](chip::PopulationOp p) { renumbered += p.getOrder().has_value(); });
  EXPECT_EQ(renumbered, 1);
  expectSame(design, chip, {sample}, steps);
}
