// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random netx files: the imported network makes the spikes that a plain model of Lava's sources
// makes of the file, in the interpreter and, on Loihi's chip model, in both engines.
#include "tests/netx/PlainNetx.h"
#include "compiler/Pipelines.h"
#include "compiler/import/netx/Importer.h"
#include "compiler/import/netx/Reader.h"
#include "compiler/import/netx/Writer.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "tests/equivalence/Levels.h"
#include "tests/netx/RandomNetx.h"
#include <algorithm>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

int32_t largestOf(const std::vector<int32_t> &values) {
  return int32_t(std::max_element(values.begin(), values.end()) - values.begin());
}

Expected expectedOf(const PlainRun &run, SpikeTrain train) {
  Expected expected;
  expected.train = std::move(train);
  for (size_t layer = 0; layer < run.spikes.size(); ++layer)
    for (size_t step = 0; step < run.spikes[layer].size(); ++step)
      for (uint32_t neuron : run.spikes[layer][step])
        expected.spikes.push_back({uint32_t(layer), neuron, uint32_t(step)});
  std::sort(expected.spikes.begin(), expected.spikes.end());
  return expected;
}

} // namespace

TEST(PlainNetx, RandomFilesInInterpreterAndChip) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  const ChipModel chip = *loadChip("loihi");
  std::mt19937_64 random(1);
  constexpr int64_t files = 200, steps = 14, range = int64_t(1) << 23;
  int64_t spikesSeen = 0, currents = 0, loops = 0, quiet = 0, mapped = 0;
  for (int64_t n = 0; n < files; ++n) {
    const RandomNetx made = makeRandomNetx(random);
    SCOPED_TRACE("file " + std::to_string(n));
    auto file = netx::readBytes(netx::writeBytes(made.file), "random.net");
    ASSERT_TRUE(file) << file.error().message;
    Findings findings;
    ImportOptions options;
    if (!made.saysInput)
      options.image = made.input;
    Imported imported = importNetx(*file, "random.net", options, findings, context);
    ASSERT_TRUE(imported.module) << findings.text("random.net");
    auto op = *imported.module->getOps<snn::NetworkOp>().begin();
    auto interpreter = SnnInterpreter::create(op);
    ASSERT_TRUE(interpreter) << interpreter.error().message;
    op.walk([&](snn::NeuronOp neuron) { currents += neuron.getModel() == "cuba"; });
    for (const netx::Layer &layer : made.file.layers)
      loops += layer.texts.at("type") == "dense_rec";

    std::vector<Expected> samples;
    for (int sample = 0; sample < 2; ++sample) {
      SpikeTrain train = makeRandomTrain(random, made.input, steps - 3);
      int64_t largest = 0;
      PlainRun plain = runPlainly(*file, made.input, train, steps, largest);
      ASSERT_LT(largest, range) << "Lava would wrap around or clip";
      Expected expected = expectedOf(plain, train);
      SnnRun run = interpreter->run(train, steps, true);
      std::vector<Spike> spikes;
      for (const SnnSpike &s : run.spikes)
        spikes.push_back({uint32_t(s.population), uint32_t(s.neuron), uint32_t(s.step)});
      ASSERT_EQ(spikes, expected.spikes);
      ASSERT_EQ(run.potentials, plain.counts);
      ASSERT_EQ(run.classAfterStep.back(), largestOf(plain.counts));
      expected.classes = run.classAfterStep;
      spikesSeen += int64_t(spikes.size());
      quiet += spikes.empty();
      samples.push_back(std::move(expected));
    }
    auto problem = problemFromSnn(op, chip);
    ASSERT_TRUE(mlir::succeeded(problem));
    MappingOptions mapping;
    mapping.placement = "sequential";
    auto status = solve(*problem, mapping);
    ASSERT_TRUE(status) << status.error().text();
    ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
    op->erase();
    expectSame(*imported.module->getOps<chip::DesignOp>().begin(), chip, samples, steps);
    ++mapped;
    if (HasFatalFailure())
      return;
  }
  // The test must have tested something.
  EXPECT_EQ(mapped, files);
  EXPECT_GT(spikesSeen, 100 * files);
  EXPECT_GT(currents, files);
  EXPECT_GT(loops, files / 5);
  EXPECT_LT(quiet, files / 2); // of two samples a file
}
