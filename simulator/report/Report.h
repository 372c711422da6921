// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Everything a report says, as one struct: text, JSON and HTML only choose how to show it.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "simulator/RunResult.h"
#include "simulator/report/Energy.h"
#include "simulator/report/Reference.h"
#include "simulator/report/Spread.h"
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nacre {

namespace image {
struct Image;
}

/// Counters and exact energy over the samples of the run.
struct Activity {
  Counters counters;
  PartsFj energy;
  bool operator==(const Activity &) const = default;
};

struct LayerReport {
  std::string name;
  int64_t neurons = 0, cores = 0, depth = 0;
  bool spiking = false, mayFireTwice = false; ///< the latter in one step
  // The network itself has neither.
  bool relay = false; ///< repeats another layer's spikes
  bool copy = false; ///< neurons of another layer held again, so that their spikes leave from there
  Activity activity;
  /// Mean share of neurons silent in a step; absent where a neuron may fire twice in a step.
  std::optional<double> activationSparsity;
};

struct CoreReport {
  uint32_t id = 0;
  int64_t column = 0, row = 0, place = 0; ///< tile, and core within the tile
  std::vector<uint32_t> layers;           ///< indices into Report::layers, ascending
  int64_t neurons = 0;
  double neuronUse = 0;       ///< of the core's neuron limit
  std::optional<double> busy; ///< share of cycles spent on neurons and synapses
  Activity activity;
};

struct NetworkReport {
  std::string name;
  int64_t classes = 0; ///< neurons of the readout; 0: there is none
  int64_t neurons = 0;
  int64_t weights = 0, zeroWeights = 0;
  int64_t parameters = 0;     ///< weights, biases and thresholds, shared ones once
  int64_t footprintBytes = 0; ///< of the parameters in their widths
};

/// Mean energy of one sample by the usual estimate from operations alone.
struct OperationsEstimate {
  double snnFj = 0, hostFj = 0;
  std::optional<double> qannFj;
};

struct Report {
  NetworkReport network;
  ChipModel chip;
  std::string dataset;
  /// Options that can change a result, as given; sorted by name.
  std::vector<std::pair<std::string, std::string>> options;

  int64_t samples = 0, cycleSamples = 0, steps = 0;
  std::vector<int64_t> correctAfterStep;
  std::optional<Reference> reference;
  std::optional<bool> agreesWithSnn; ///< accuracy after each step and number of spikes are equal

  std::vector<LayerReport> layers;
  std::vector<CoreReport> cores;
  Activity slices; ///< sum over layers, and over cores
  ChipCounters chipCounters;
  PartsFj wholeChip; ///< barrier over all samples, clock and static over cycleSamples
  std::optional<LatencyReport> latency;   ///< absent without cycle samples
  std::optional<Interval> energyInterval; ///< of a sample's mean, in fJ; absent below two of them

  /// Mean of one sample. Cycle-only events are divided by the cycle samples.
  double perSample(Event event) const;
  /// Mean of one sample; absent for clock and static energy without cycle samples.
  std::optional<double> energyPerSampleFj(EnergyPart part) const;
  /// The parts that are present. Without cycle samples clock and static energy are missing.
  double energyPerSampleFj() const;
  /// All parts but clock and static energy: what the network's activity costs.
  double dynamicEnergyPerSampleFj() const;
  /// Energy over latency, both of one sample; absent without cycle samples.
  std::optional<double> meanPowerNw() const;
  OperationsEstimate operationsEstimate() const;

  double accuracy(int64_t correct) const { return double(correct) / double(samples); }
  Interval accuracyInterval(int64_t correct) const { return wilsonInterval(correct, samples); }
  double microseconds(double cycles) const { return cycles * double(chip.timing.cycleFs) / 1e9; }
};

/// Events that only the cycle engine counts.
inline bool isCycleEvent(Event event) { return event >= Event::UpdateCycles; }

struct ReportInputs {
  const image::Image &image;
  const ChipModel &chip;
  RunResult run;
  std::string dataset;
  std::vector<std::pair<std::string, std::string>> options = {};
  std::optional<Reference> reference = {};
};

/// `run` has at least one sample and one Counters per slice of the image.
Result<Report> makeReport(const ReportInputs &inputs);

} // namespace nacre
