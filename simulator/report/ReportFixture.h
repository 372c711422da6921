// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chip, an image and a run small enough to be added up by hand; for tests.
#pragma once
#include "hw_models/image/ChipImage.h"
#include "simulator/report/Report.h"

namespace nacre {

/// Two tiles of two cores; every cost another small number.
inline ChipModel toyChip() {
  ChipModel chip;
  chip.name = "toy";
  chip.description = "for tests";
  chip.grid = {2, 1, 2};
  chip.limits.neurons = 8;
  chip.timing.cycleFs = 1'000'000;
  ChipModel::Energy &e = chip.energy;
  e.synapticOpFj = 10, e.synapseWordFj = 20, e.neuronUpdateActiveFj = 30, e.neuronUpdateIdleFj = 3;
  e.axonLookupFj = 7, e.spikeOutFj = 11, e.hopEastWestFj = 5, e.hopNorthSouthFj = 6;
  e.hopLocalFj = 2, e.barrierFj = 100, e.clockCycleFj = 1000, e.hostWordFj = 4;
  e.staticPowerNw = 2'000'000;
  chip.quantities = {{"energy.synaptic_op_fj", 10, "10", "a <source>", "estimate", "a note"}};
  return chip;
}

/// Four hidden neurons on two cores, a readout of two beside the second half.
inline std::string toyImage() {
  flatbuffers::FlatBufferBuilder builder;
  std::vector<int32_t> theta = {5}, none, hiddenBias = {1, 2, 3, 4}, readoutBias = {0, 1};
  std::vector<int8_t> values = {1, 0, -2, 3, 0, 5, 6, -7};
  image::NeuronOptions fireOnce(image::Reset::Subtract, false, 1, 0, 0, 0, 0, 16);
  auto hidden = image::CreatePopulationDirect(builder, "</script><b>", 4, 1, 1, 1, true, "if",
                                              &fireOnce, &theta, &none, &hiddenBias);
  auto readout = image::CreatePopulationDirect(builder, "readout", 2, 1, 1, 2, false, "", nullptr,
                                               &none, &none, &readoutBias);
  auto weights = image::CreateWeightsDirect(builder, 4, &values);
  auto slice = [&](uint32_t population, uint32_t first, uint32_t end) {
    image::Box box(first, end, 0, 1, 0, 1);
    return image::CreateSliceDirect(builder, population, &box);
  };
  std::vector<flatbuffers::Offset<image::Slice>> left = {slice(0, 0, 2)};
  std::vector<flatbuffers::Offset<image::Slice>> right = {slice(0, 2, 4), slice(1, 0, 2)};
  std::vector<flatbuffers::Offset<image::Core>> cores = {
      image::CreateCoreDirect(builder, 0, &left), image::CreateCoreDirect(builder, 3, &right)};
  std::vector<flatbuffers::Offset<image::Population>> populations = {hidden, readout};
  std::vector<flatbuffers::Offset<image::Weights>> allWeights = {weights};
  std::vector<flatbuffers::Offset<image::HostSynapses>> host;
  builder.Finish(image::CreateImageDirect(builder, "tiny & new", "toy", 0, 1, 2, 2, 0, &populations,
                                          &allWeights, &cores, &host, 1));
  return {reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize()};
}

inline RunResult toyRun() {
  RunResult run;
  run.samples = 4, run.steps = 2, run.cycleSamples = 2;
  run.correctAfterStep = {2, 3};
  run.chip.chipSteps = 12, run.chip.cycles = 240;
  run.slices.resize(3);
  using enum Event;
  Counters &left = run.slices[0], &right = run.slices[1], &readout = run.slices[2];
  left[Spikes] = 6, left[PacketsSent] = 6, left[HopsEastWest] = 6, left[HopsLocal] = 6;
  left[UpdatesActive] = 8, left[UpdatesIdle] = 8, left[HostBiasLoads] = 8, left[HostMacs] = 16;
  left[HostWords] = 8, left[UpdateCycles] = 40;
  right[Spikes] = 2, right[PacketsSent] = 2, right[HopsLocal] = 2, right[UpdatesActive] = 4;
  right[UpdatesIdle] = 12, right[HostBiasLoads] = 8, right[HostMacs] = 16, right[UpdateCycles] = 20;
  right[HostWords] = 8;
  readout[AxonLookups] = 8, readout[SynapseWords] = 8, readout[SynapticOps] = 16;
  readout[UpdatesActive] = 10, readout[UpdatesIdle] = 6;
  readout[HostReads] = 8, readout[HostWords] = 8;
  readout[SynapseCycles] = 30, readout[UpdateCycles] = 10;
  run.cycleTotals.resize(2);
  SampleTotals &first = run.cycleTotals[0], &second = run.cycleTotals[1];
  first.chip.chipSteps = second.chip.chipSteps = 3;
  first.chip.cycles = 100, second.chip.cycles = 140;
  first.events[SynapticOps] = 3, second.events[SynapticOps] = 5;
  return run;
}

inline Reference toyReference() {
  Reference reference;
  reference.network = "tiny & new";
  reference.dataset = "digits test";
  reference.samples = 4, reference.steps = 2;
  reference.qann = Reference::Qann{4, 12, 15};
  reference.snn = {{2, 3}, 8, 16, "exact"};
  return reference;
}

inline Report toyReport(const RunResult &run, std::optional<Reference> reference = {},
                        const ChipModel &chip = toyChip()) {
  std::string bytes = toyImage();
  ReportInputs inputs{*image::GetImage(bytes.data()), chip, run, "digits test"};
  inputs.options = {{"time-steps", "2"}, {"chip", "toy"}};
  inputs.reference = std::move(reference);
  Result<Report> report = makeReport(inputs);
  assert(report);
  return *report;
}

} // namespace nacre
