// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Report.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageNeurons.h"
#include "hw_models/image/ImageRows.h"
#include <algorithm>
#include <cassert>
#include <map>
#include <set>

namespace nacre {

double Report::perSample(Event event) const {
  int64_t over = isCycleEvent(event) ? cycleSamples : samples;
  return over ? double(slices.counters[event]) / double(over) : 0;
}

std::optional<double> Report::energyPerSampleFj(EnergyPart part) const {
  if (!isTimed(part))
    return double(slices.energy[part] + wholeChip[part]) / double(samples);
  if (cycleSamples == 0)
    return std::nullopt;
  return double(wholeChip[part]) / double(cycleSamples);
}

double Report::energyPerSampleFj() const {
  double sum = 0;
  for (size_t part = 0; part < energyPartCount; ++part)
    sum += energyPerSampleFj(EnergyPart(part)).value_or(0);
  return sum;
}

double Report::dynamicEnergyPerSampleFj() const {
  return energyPerSampleFj() - energyPerSampleFj(EnergyPart::Clock).value_or(0) -
         energyPerSampleFj(EnergyPart::Static).value_or(0);
}

std::optional<double> Report::meanPowerNw() const {
  if (!latency || latency->meanCycles == 0)
    return std::nullopt;
  return energyPerSampleFj() / microseconds(latency->meanCycles); // 1 fJ in 1 us is 1 nW
}

OperationsEstimate Report::operationsEstimate() const {
  using namespace operations45nm;
  OperationsEstimate estimate;
  estimate.snnFj = perSample(Event::SynapticOps) * accumulateFj;
  estimate.hostFj = perSample(Event::HostMacs) * multiplyAccumulateFj;
  if (reference && reference->qann)
    estimate.qannFj = double(reference->qann->macsPerSample) * multiplyAccumulateFj;
  return estimate;
}

static NetworkReport describeNetwork(const image::Image &image) {
  NetworkReport network;
  network.name = image.network()->str();
  if (image.readout() != noReadout)
    network.classes = int64_t(volume(*image.populations()->Get(image.readout())));
  int64_t bits = 0;
  for (const image::Weights *weights : *image.weights()) {
    const WeightSpan values = spanOf(*weights);
    network.weights += int64_t(values.size());
    network.zeroWeights += values.zeros();
    bits += int64_t(values.size()) * weights->bits();
  }
  int64_t integers = 0;
  for (const image::Population *population : *image.populations()) {
    network.neurons += int64_t(volume(*population));
    for (auto *values : {population->bias(), population->theta()})
      integers += values ? values->size() : 0;
  }
  network.parameters = network.weights + integers;
  network.footprintBytes = (bits + 7) / 8 + 4 * integers;
  return network;
}

static bool mayFireTwice(const image::Population &population) {
  return !population.options() || population.options()->max_spikes() != 1;
}

static std::vector<LayerReport> describeLayers(const image::Image &image) {
  std::vector<LayerReport> layers;
  for (const image::Population *population : *image.populations()) {
    LayerReport &layer = layers.emplace_back();
    layer.name = population->name()->str();
    layer.neurons = int64_t(volume(*population));
    layer.depth = population->depth();
    layer.spiking = population->spiking();
    layer.mayFireTwice = mayFireTwice(*population);
    layer.relay = population->relay();
  }
  return layers;
}

/// The layer of each slice, in the image's order. Copies are a layer of their own, behind the
/// populations, whose entry is added with the first of them.
static std::vector<uint32_t> layersOfSlices(const image::Image &image,
                                            std::vector<LayerReport> &layers) {
  std::vector<uint32_t> layerOf;
  std::map<uint32_t, uint32_t> copiesOf; // by population
  for (const image::Core *core : *image.cores())
    for (size_t i = 0; core->slices() && i < core->slices()->size(); ++i) {
      const image::Slice &slice = *core->slices()->Get(unsigned(i));
      uint32_t layer = slice.population();
      if (slice.copy()) {
        auto [known, fresh] = copiesOf.try_emplace(layer, uint32_t(layers.size()));
        if (fresh) {
          LayerReport copies = layers[layer];
          copies.name += " (copies)";
          copies.neurons = 0;
          copies.copy = true;
          layers.push_back(std::move(copies));
        }
        layer = known->second;
        layers[layer].neurons += int64_t(volume(*slice.box()));
      }
      layerOf.push_back(layer);
    }
  return layerOf;
}

/// `layerOf`: of its slices.
static CoreReport describeCore(const image::Core &core, const uint32_t *layerOf,
                               const ChipModel &chip) {
  CoreReport report;
  report.id = core.id();
  int64_t tile = core.id() / chip.grid.coresPerTile;
  report.place = core.id() % chip.grid.coresPerTile;
  report.column = tile % chip.grid.columns;
  report.row = tile / chip.grid.columns;
  std::set<uint32_t> layers;
  for (size_t i = 0; core.slices() && i < core.slices()->size(); ++i) {
    const image::Slice *slice = core.slices()->Get(i);
    layers.insert(layerOf[i]);
    report.neurons += int64_t(volume(*slice->box()));
  }
  report.layers.assign(layers.begin(), layers.end());
  report.neuronUse = double(report.neurons) / double(chip.limits.neurons);
  return report;
}

static void addTo(Activity &activity, const Counters &counters, const PartsFj &energy) {
  activity.counters += counters;
  for (size_t part = 0; part < energyPartCount; ++part)
    activity.energy.fj[part] += energy.fj[part];
}

Result<Report> makeReport(const ReportInputs &inputs) {
  const image::Image &image = inputs.image;
  const ChipModel &chip = inputs.chip;
  const RunResult &run = inputs.run;
  assert(run.samples > 0 && run.cycleTotals.size() == size_t(run.cycleSamples));

  // The sum first: once it fits, so do the energies of its terms.
  Counters sum;
  for (const Counters &slice : run.slices)
    sum += slice;
  Result<PartsFj> sliceSum = sliceEnergy(sum, chip.energy);
  Result<PartsFj> wholeChip = wholeChipEnergy(run.chip, chip);
  if (!sliceSum || !wholeChip)
    return sliceSum ? wholeChip.error() : sliceSum.error();

  Report report;
  report.network = describeNetwork(image);
  report.chip = chip;
  report.dataset = inputs.dataset;
  report.options = inputs.options;
  std::sort(report.options.begin(), report.options.end());
  report.samples = run.samples;
  report.cycleSamples = run.cycleSamples;
  report.steps = run.steps;
  report.correctAfterStep = run.correctAfterStep;
  report.slices = {sum, *sliceSum};
  report.chipCounters = run.chip;
  report.wholeChip = *wholeChip;
  report.latency = latencyOf(run.cycleTotals);
  report.energyInterval = energyInterval(run, chip, report.energyPerSampleFj());
  report.layers = describeLayers(image);

  const std::vector<uint32_t> layerOf = layersOfSlices(image, report.layers);
  assert(layerOf.size() == run.slices.size());
  size_t next = 0;
  for (const image::Core *core : *image.cores()) {
    CoreReport &entry = report.cores.emplace_back(describeCore(*core, &layerOf[next], chip));
    for (uint32_t layer : entry.layers)
      ++report.layers[layer].cores;
    for (size_t i = 0; core->slices() && i < core->slices()->size(); ++i) {
      const uint32_t layer = layerOf[next];
      const Counters &counters = run.slices[next++];
      PartsFj energy = *sliceEnergy(counters, chip.energy);
      addTo(entry.activity, counters, energy);
      addTo(report.layers[layer].activity, counters, energy);
    }
    if (run.chip.cycles > 0) {
      const Counters &c = entry.activity.counters;
      entry.busy =
          double(c[Event::UpdateCycles] + c[Event::SynapseCycles]) / double(run.chip.cycles);
    }
  }

  for (LayerReport &layer : report.layers) {
    if (!layer.spiking || layer.mayFireTwice)
      continue;
    double chances = double(layer.neurons) * double(run.steps) * double(run.samples);
    layer.activationSparsity = 1 - double(layer.activity.counters[Event::Spikes]) / chances;
  }
  if (inputs.reference) {
    report.reference = inputs.reference;
    int64_t ofNetwork = 0;
    for (const LayerReport &layer : report.layers)
      ofNetwork += layer.relay || layer.copy ? 0 : layer.activity.counters[Event::Spikes];
    report.agreesWithSnn = inputs.reference->snn.correctAfterStep == run.correctAfterStep &&
                           inputs.reference->snn.spikes == ofNetwork;
  }
  return report;
}

} // namespace nacre
