// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/StimulusOptions.h"
#include "simulator/events/EventDataset.h"
#include "simulator/events/EventFrames.h"
#include "support/CommandLine.h"
#include <cstdlib>
#include <fmt/format.h>

namespace nacre {

static EventDatasetReaderRegistry recordings() {
  EventDatasetReaderRegistry registry;
  registerAllEventDatasetReaders(registry);
  return registry;
}

void addStimulusOptions(CLI::App &app, StimulusOptions &options) {
  addDataOptions(app, options.data);
  CLI::Option *dataset = app.get_option("--dataset");
  std::string help = dataset->get_description();
  for (const auto &[name, reader] : recordings())
    help += fmt::format("\n{}: {}", name, reader.summary);
  dataset->description(help);
  app.add_option("--bin-us", options.binUs,
                 "Of recordings: length of a time step in us (default: 1000)")
      ->check(wholeNumber(1, int64_t(1) << 40));
}

static SpikeTrain trainOf(const EventFrames &frames) {
  SpikeTrain train;
  for (int64_t step = 0; step < frames.steps; ++step) {
    std::vector<uint32_t> &spikes = train.steps.emplace_back();
    const uint16_t *counts = frames.frame(step);
    for (int64_t neuron = 0; neuron < frames.frameSize(); ++neuron)
      if (counts[neuron] > 0)
        spikes.push_back(uint32_t(neuron));
  }
  return train;
}

static Error unused(const StimulusOptions &options, const char *option) {
  return {fmt::format("{} means nothing to the data set '{}'", option, options.data.dataset), "",
          ExitCode::Usage};
}

static Result<Dataset> openImages(const StimulusOptions &options,
                                  const EventDatasetReaderRegistry &others) {
  DatasetReaderRegistry images;
  registerAllDatasetReaders(images);
  if (auto known = images.get(options.data.dataset, "data set"); !known) {
    Error error = known.error();
    error.remedy += ", " + others.names();
    return error;
  }
  if (options.binUs)
    return unused(options, "--bin-us");
  return openDataset(options.data);
}

Result<Dataset> openStimuli(const StimulusOptions &options) {
  const EventDatasetReaderRegistry registry = recordings();
  const EventDatasetReader *reader = registry.find(options.data.dataset);
  if (!reader)
    return openImages(options, registry);
  if (!options.data.imageShape.empty() || !options.data.labelColumn.empty())
    return unused(options, options.data.imageShape.empty() ? "--label-column" : "--image-shape");
  std::string folder = options.data.folder;
  if (const char *variable = std::getenv("NACRE_DATA"); folder.empty() && variable)
    folder = variable;
  if (folder.empty())
    return Error{fmt::format("the data set '{}' does not ship with Nacre", options.data.dataset),
                 "name the folder of its files with --data or NACRE_DATA", ExitCode::Usage};
  auto set = reader->open(datasetFolder(folder, options.data.dataset), options.data.split);
  if (!set)
    return set.error();
  Dataset data;
  data.name = (*set)->name;
  auto order = chooseSamples(options.data, (*set)->size(), data.name);
  if (!order)
    return order.error();
  data.channels = (*set)->hasPolarities ? 2 : 1, data.height = (*set)->height,
  data.width = (*set)->width;
  data.classes = (*set)->classes;
  const BinOptions bins = {.binUs = options.stepUs(), .mergePolarities = !(*set)->hasPolarities};
  for (int64_t index : *order) {
    auto recording = (*set)->read(index);
    if (!recording)
      return recording.error();
    auto frames = binEvents(*recording, bins);
    if (!frames)
      return frames.error();
    data.recordings.push_back(trainOf(*frames));
    data.labels.push_back(uint8_t((*set)->labels[size_t(index)]));
  }
  return data;
}

} // namespace nacre
