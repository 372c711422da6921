// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/ReportFixture.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(Report, DescribesTheNetwork) {
  NetworkReport network = toyReport(toyRun()).network;
  EXPECT_EQ(network.name, "tiny & new");
  EXPECT_EQ(network.neurons, 6);
  EXPECT_EQ(network.classes, 2);
  EXPECT_EQ(network.weights, 8);
  EXPECT_EQ(network.zeroWeights, 2);
  EXPECT_EQ(network.parameters, 8 + 4 + 2 + 1);
  EXPECT_EQ(network.footprintBytes, 8 * 4 / 8 + 4 * (4 + 2 + 1));
}

TEST(Report, EnergyByHand) {
  Report report = toyReport(toyRun());
  // compute 16 ops * 10; memory 8 * 7 + 8 * 20; network 8 * 11 + 6 * 5 + 8 * 2;
  // neuron 22 * 30 + 26 * 3; host 24 * 4.
  EXPECT_EQ(report.slices.energy.fj, (std::array<int64_t, 8>{160, 216, 134, 738, 96}));
  // barrier 12 * 100; clock 240 * 1000; 2 mW * 240 ns.
  EXPECT_EQ(report.wholeChip.fj, (std::array<int64_t, 8>{0, 0, 0, 0, 0, 1200, 240000, 480000}));

  EXPECT_EQ(report.energyPerSampleFj(EnergyPart::Network), 134 / 4.0);
  EXPECT_EQ(report.energyPerSampleFj(EnergyPart::Barrier), 1200 / 4.0);
  EXPECT_EQ(report.energyPerSampleFj(EnergyPart::Clock), 240000 / 2.0) << "only two have cycles";
  EXPECT_EQ(report.energyPerSampleFj(), (160 + 216 + 134 + 738 + 96 + 1200) / 4.0 + 720000 / 2.0);
  EXPECT_EQ(report.dynamicEnergyPerSampleFj(), (160 + 216 + 134 + 738 + 96 + 1200) / 4.0);
  // 360,636 fJ in 120 cycles of 1 ns.
  EXPECT_DOUBLE_EQ(*report.meanPowerNw(), 360636 / 0.12);
}

TEST(Report, LayersAndCoresAddUpToTheChip) {
  Report report = toyReport(toyRun());
  Activity layers, cores;
  for (const LayerReport &layer : report.layers) {
    layers.counters += layer.activity.counters;
    for (size_t i = 0; i < energyPartCount; ++i)
      layers.energy.fj[i] += layer.activity.energy.fj[i];
  }
  for (const CoreReport &core : report.cores) {
    cores.counters += core.activity.counters;
    for (size_t i = 0; i < energyPartCount; ++i)
      cores.energy.fj[i] += core.activity.energy.fj[i];
  }
  EXPECT_EQ(layers, report.slices);
  EXPECT_EQ(cores, report.slices);
  EXPECT_EQ(report.layers[0].activity.energy.total(), 404 + 214);
  EXPECT_EQ(report.layers[1].activity.energy.total(), 726);
  EXPECT_EQ(report.cores[0].activity.energy.total(), 404);
  EXPECT_EQ(report.cores[1].activity.energy.total(), 214 + 726);
}

TEST(Report, PlacesAndUse) {
  Report report = toyReport(toyRun());
  ASSERT_EQ(report.cores.size(), 2u);
  const CoreReport &core = report.cores[1];
  EXPECT_EQ(core.id, 3u);
  EXPECT_EQ(core.column, 1);
  EXPECT_EQ(core.row, 0);
  EXPECT_EQ(core.place, 1);
  EXPECT_EQ(core.layers, (std::vector<uint32_t>{0, 1}));
  EXPECT_EQ(core.neurons, 4);
  EXPECT_EQ(core.neuronUse, 0.5);
  EXPECT_EQ(core.busy, 60 / 240.0);
  EXPECT_EQ(report.layers[0].cores, 2);
  EXPECT_EQ(report.layers[1].cores, 1);
  // 8 spikes of 4 neurons in 2 steps of 4 samples.
  EXPECT_EQ(report.layers[0].activationSparsity, 1 - 8 / 32.0);
  EXPECT_FALSE(report.layers[1].activationSparsity);
}

TEST(Report, CopiesAreALayerOfTheirOwn) {
  image::ImageT image;
  image::GetImage(toyImage().data())->UnPackTo(&image);
  image.cores[1]->slices[0]->copy = true; // of which 2 of the 8 spikes are
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(image::Image::Pack(builder, &image));
  Reference reference = toyReference();
  reference.snn.spikes = 6;
  Result<Report> report = makeReport({.image = *image::GetImage(builder.GetBufferPointer()),
                                      .chip = toyChip(),
                                      .run = toyRun(),
                                      .dataset = "digits test",
                                      .reference = reference});
  ASSERT_TRUE(report);
  ASSERT_EQ(report->layers.size(), 3u);
  const LayerReport &copies = report->layers[2];
  EXPECT_EQ(copies.name, "</script><b> (copies)");
  EXPECT_TRUE(copies.copy);
  EXPECT_EQ(copies.neurons, 2);
  EXPECT_EQ(copies.cores, 1);
  EXPECT_EQ(copies.activity.counters[Event::Spikes], 2);
  EXPECT_EQ(copies.activationSparsity, 1 - 2 / 16.0);
  EXPECT_EQ(report->layers[0].cores, 1);
  EXPECT_EQ(report->layers[0].activity.counters[Event::Spikes], 6);
  EXPECT_EQ(report->cores[1].layers, (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(report->slices.counters[Event::Spikes], 8);
  EXPECT_EQ(report->agreesWithSnn, true);
}

TEST(Report, LatencyAndEstimate) {
  Report report = toyReport(toyRun(), toyReference());
  ASSERT_TRUE(report.latency);
  EXPECT_EQ(report.latency->meanCycles, 120);
  EXPECT_EQ(report.latency->minCycles, 100);
  EXPECT_EQ(report.latency->maxCycles, 140);
  EXPECT_DOUBLE_EQ(report.microseconds(120), 0.12);
  OperationsEstimate estimate = report.operationsEstimate();
  EXPECT_EQ(estimate.snnFj, 4 * 900);
  EXPECT_EQ(estimate.hostFj, 8 * 4600);
  EXPECT_EQ(estimate.qannFj, 12 * 4600);
  EXPECT_FALSE(toyReport(toyRun()).operationsEstimate().qannFj);
}

TEST(Report, IntervalsOfWhatWasDrawn) {
  Report report = toyReport(toyRun());
  // Wilson for 3 of 4, z^2 = 3.8415: (0.75 + 0.4802 -+ sqrt(0.75 * 0.25 * 0.9604 + 0.2306))
  // / 1.9604.
  EXPECT_NEAR(report.accuracyInterval(3).low, 0.3006, 1e-4);
  EXPECT_NEAR(report.accuracyInterval(3).high, 0.9544, 1e-4);
  // 100 and 140 cycles: variance 800, standard error 20; t = 12.7062; no time is negative.
  ASSERT_TRUE(report.latency->interval && report.energyInterval);
  EXPECT_EQ(report.latency->interval->low, 0);
  EXPECT_NEAR(report.latency->interval->high, 120 + 20 * 12.7062, 1e-3);
  EXPECT_NEAR(report.energyInterval->high, 360628 + 12.7062 * 60005, 10);
}

TEST(Report, OneCycleSampleHasNoInterval) {
  RunResult run = toyRun();
  run.cycleSamples = 1, run.chip.cycles = 100;
  run.cycleTotals.pop_back();
  Report report = toyReport(run);
  EXPECT_EQ(report.latency->meanCycles, 100);
  EXPECT_FALSE(report.latency->interval);
  EXPECT_FALSE(report.energyInterval);
}

TEST(Report, WithoutCycleSamplesTimeIsNotKnown) {
  RunResult run = toyRun();
  run.cycleSamples = 0, run.chip.cycles = 0;
  run.cycleTotals.clear();
  Report report = toyReport(run);
  EXPECT_FALSE(report.latency);
  EXPECT_FALSE(report.energyInterval);
  EXPECT_FALSE(report.energyPerSampleFj(EnergyPart::Clock));
  EXPECT_FALSE(report.energyPerSampleFj(EnergyPart::Static));
  EXPECT_FALSE(report.cores[0].busy);
  EXPECT_EQ(report.energyPerSampleFj(), (1344 + 1200) / 4.0);
  EXPECT_EQ(report.dynamicEnergyPerSampleFj(), report.energyPerSampleFj());
  EXPECT_FALSE(report.meanPowerNw());
}

TEST(Report, ComparesWithTheInterpreter) {
  EXPECT_FALSE(toyReport(toyRun()).agreesWithSnn);
  EXPECT_EQ(toyReport(toyRun(), toyReference()).agreesWithSnn, true);
  Reference fewer = toyReference(), worse = toyReference();
  fewer.snn.spikes = 7;
  worse.snn.correctAfterStep = {1, 3};
  EXPECT_EQ(toyReport(toyRun(), fewer).agreesWithSnn, false);
  EXPECT_EQ(toyReport(toyRun(), worse).agreesWithSnn, false);
}
