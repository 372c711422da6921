// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random networks on random chips: the snn interpreter, and the functional and the cycle engine on
// the compiled image, make the same spikes and choose the same classes, however synapses are
// stored.
#include "tests/equivalence/Levels.h"
#include "compiler/Pipelines.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/relay/InsertRelays.h"
#include "compiler/networks/snn/Sheet.h"
#include "hw_models/chip/SynapseStorage.h"
#include "mlir/Parser/Parser.h"
#include "tests/equivalence/RandomSnn.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <regex>

using namespace nacre;

namespace {

/// Stores all synapses so, dense ones in the layout they have if this one is for convolutions only.
void storeAs(chip::DesignOp design, chip::SynapseLayout layout, bool codebook) {
  design.walk([&](chip::SynapsesOp op) {
    op.setCodebook(codebook);
    if (layout != chip::SynapseLayout::Shared || op.getFormat() == chip::SynapseFormat::Convolution)
      op.setLayout(layout);
  });
}

} // namespace

TEST(Levels, RandomNetworksOnRandomChips) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  std::mt19937_64 random(20240623);
  constexpr int64_t networks = 220, steps = 6;
  int64_t fitted = 0, spikesSeen = 0, coresSeen = 0, sparseSeen = 0, listedFlows = 0,
          renumbered = 0, relayed = 0, tables = 0;
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
    if (RelayPlan plan = planRelays(*problem); !plan.empty()) {
      insertRelays(op, plan);
      problem = problemFromSnn(op, chip);
      ASSERT_TRUE(mlir::succeeded(problem));
      ++relayed;
    }
    MappingOptions options;
    options.placement = n % 2 ? "random" : "sequential";
    options.seed = uint64_t(n);
    if (auto status = solve(*problem, options); !status) {
      ASSERT_EQ(status.error().exitCode, ExitCode::DoesNotFit) << status.error().message;
      continue;
    }
    ++fitted;
    tables += chip.routesByTables();
    coresSeen += int64_t(problem->slices.size());
    ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
    op->erase();
    std::vector<Expected> samples;
    for (int i = 0; i < 2; ++i) {
      samples.push_back(interpret(*interpreter, randomImage(random), steps));
      spikesSeen += int64_t(samples.back().spikes.size());
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
  EXPECT_GT(relayed, fitted / 10);
  EXPECT_GT(tables, fitted / 5);
  int64_t codebooks = 0;
  for (SynapseLayout layout : allSynapseLayouts) {
    EXPECT_GT((chosen[{layout, false}]), 100) << SynapseStorage{layout}.name();
    codebooks += chosen[{layout, true}];
  }
  EXPECT_GT(codebooks, 20);
}

TEST(Levels, NeuronsHeldSeveralTimes) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  std::mt19937_64 random(5);
  constexpr int64_t networks = 25, steps = 6;
  int64_t copies = 0, spikesSeen = 0;
  for (int64_t copied = 0, n = 0; copied < networks; ++n) {
    ASSERT_LT(n, 40 * networks) << "too few of the networks fit with copies";
    std::string text = randomSnn(random);
    ChipModel chip = randomChip(random);
    SCOPED_TRACE("network " + std::to_string(n) + ":\n" + text);
    chip.grid.columns = chip.grid.rows = 20;
    chip.limits.axonalDelaySteps = 64;
    chip.limits.axonsIn = 200;
    chip.limits.neurons = 4 + int64_t(random() % 20);
    chip.limits.targetsPerNeuron = 1 + int64_t(random() % 2);
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    ASSERT_TRUE(module);
    auto op = *module->getOps<snn::NetworkOp>().begin();
    auto interpreter = SnnInterpreter::create(op);
    ASSERT_TRUE(interpreter) << interpreter.error().message;
    auto problem = problemFromSnn(op, chip);
    ASSERT_TRUE(mlir::succeeded(problem));
    if (auto status = solve(*problem, {.placement = "sequential"}); !status) {
      ASSERT_EQ(status.error().exitCode, ExitCode::DoesNotFit) << status.error().message;
      continue;
    }
    if (!problem->slices.back().isCopy())
      continue;
    ++copied;
    for (const auto &slice : problem->slices)
      copies += slice.isCopy();
    ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
    op->erase();
    const Expected sample = interpret(*interpreter, randomImage(random), steps);
    spikesSeen += int64_t(sample.spikes.size());
    expectSame(*module->getOps<chip::DesignOp>().begin(), chip, {sample}, steps);
    if (HasFatalFailure())
      return;
  }
  EXPECT_GT(copies, 3 * networks);
  EXPECT_GT(spikesSeen, 50 * networks);
}

TEST(Levels, SpikesAsInput) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  std::mt19937_64 random(11);
  constexpr int64_t networks = 60, steps = 7;
  int64_t fitted = 0, spikesSeen = 0, copied = 0;
  for (int64_t n = 0; n < networks; ++n) {
    // The image of the random networks becomes spikes of the same shape.
    std::string text = std::regex_replace(
        randomSnn(random), std::regex("snn.input \\{zero_point = [0-9]+ : i32\\}"), "snn.input");
    const std::regex image("tensor<([0-9]+x[0-9]+x[0-9]+)xi16>");
    text = std::regex_replace(text, image, "tensor<$1xi1>");
    SCOPED_TRACE("network " + std::to_string(n) + ":\n" + text);
    ChipModel chip = randomChip(random);
    chip.grid.columns = chip.grid.rows = 12;
    chip.limits.targetsPerNeuron = n % 3 ? 64 : 2;
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    ASSERT_TRUE(module);
    auto op = *module->getOps<snn::NetworkOp>().begin();
    auto interpreter = SnnInterpreter::create(op);
    ASSERT_TRUE(interpreter) << interpreter.error().message;
    auto problem = problemWithRelays(op, chip);
    ASSERT_TRUE(mlir::succeeded(problem));
    if (auto status = solve(*problem, {.placement = "sequential"}); !status) {
      ASSERT_EQ(status.error().exitCode, ExitCode::DoesNotFit) << status.error().message;
      continue;
    }
    ++fitted;
    copied += problem->slices.back().isCopy();
    ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
    op->erase();
    std::vector<Expected> samples;
    for (int i = 0; i < 2; ++i) {
      SpikeTrain train;
      for (int64_t step = 0; step < steps - 1; ++step) { // none in the last step
        auto &frame = train.steps.emplace_back();
        for (uint32_t neuron = 0; neuron < imageChannels * imageHeight * imageWidth; ++neuron)
          if (random() % 4 == 0)
            frame.push_back(neuron);
      }
      samples.push_back(interpret(*interpreter, train, steps));
      spikesSeen += int64_t(samples.back().spikes.size());
    }
    expectSame(*module->getOps<chip::DesignOp>().begin(), chip, samples, steps);
    if (HasFatalFailure())
      return;
  }
  EXPECT_GT(fitted, networks / 2);
  EXPECT_GT(spikesSeen, 50 * fitted);
  EXPECT_GT(copied, 0);
}

TEST(Levels, AnInputNumberedAnew) {
  // Neurons i drive neurons i + 4 k: four groups, interleaved in both populations.
  constexpr int64_t neurons = 60, groups = 4, steps = 5;
  std::string offsets = "0", targets, last;
  for (int64_t i = 0; i < neurons; ++i) {
    offsets += ", " + std::to_string((i + 1) * neurons / groups);
    for (int64_t target = i % groups; target < neurons; target += groups)
      targets += (targets.empty() ? "" : ", ") + std::to_string(target);
    last += (i ? ", " : "") + std::to_string(i % 3 - 1);
  }
  mlir::MLIRContext context;
  loadAllDialects(context);
  auto module = mlir::parseSourceString<mlir::ModuleOp>(
      "snn.network @sparse {\n%x = snn.input : tensor<60x1x1xi1>\n"
      "%i = snn.sparse %x {offsets = dense<[" +
          offsets + "]> : tensor<61xi32>, targets = dense<[" + targets +
          "]> : tensor<900xi32>, weight = dense<1> : tensor<900xi8>, weight_bits = 2 : i32} : "
          "tensor<60x1x1xi1> -> tensor<60x1x1xi32>\n"
          "%s = snn.neuron \"group\" \"if\" (%i) {theta = array<i32: 9>, v0 = array<i32: 0>, "
          "bias = array<i32: 0>} : tensor<60x1x1xi32> -> tensor<60x1x1xi1>\n"
          "%o = snn.linear %s {weight = dense<[[" +
          last + "], [" + last +
          "]]> : tensor<2x60xi8>, weight_bits = 2 : i32} : "
          "tensor<60x1x1xi1> -> tensor<2x1x1xi32>\n"
          "snn.readout \"out\" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : "
          "tensor<2x1x1xi32>\n}\n",
      &context);
  ASSERT_TRUE(module);
  auto op = *module->getOps<snn::NetworkOp>().begin();
  auto interpreter = SnnInterpreter::create(op);
  ASSERT_TRUE(interpreter) << interpreter.error().message;
  ChipModel chip = *loadChip("unit");
  chip.limits.neurons = 16;
  auto problem = problemFromSnn(op, chip);
  ASSERT_TRUE(mlir::succeeded(problem));
  auto status = solve(*problem, {});
  ASSERT_TRUE(status) << status.error().message;
  ASSERT_TRUE(problem->isRenumbered(problem->populations.size() - 1));
  ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
  op->erase();
  SpikeTrain train;
  std::mt19937_64 random(3);
  for (int64_t step = 0; step < steps; ++step) {
    auto &frame = train.steps.emplace_back();
    for (uint32_t neuron = 0; neuron < neurons; ++neuron)
      if (random() % (2 + neuron % groups) == 0) // groups differ
        frame.push_back(neuron);
  }
  expectSame(*module->getOps<chip::DesignOp>().begin(), chip,
             {interpret(*interpreter, train, steps)}, steps);
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
  std::vector<uint8_t> pixels;
  for (int pixel = 0; pixel < 64; ++pixel)
    pixels.push_back(uint8_t(pixel % 17));
  const Expected sample = interpret(*interpreter, pixels, steps);
  // Some of the sheet fires, not all of it, in each step.
  const auto spikes = std::count_if(sample.spikes.begin(), sample.spikes.end(),
                                    [](const Spike &s) { return s.population == 1; });
  EXPECT_GT(spikes, steps * 1500 / 100);
  EXPECT_LT(spikes, steps * 1500 / 5);
  auto design = *(*module)->getOps<chip::DesignOp>().begin();
  int64_t renumbered = 0;
  design.walk([&](chip::PopulationOp p) { renumbered += p.getOrder().has_value(); });
  EXPECT_EQ(renumbered, 1);
  expectSame(design, chip, {sample}, steps);
}
