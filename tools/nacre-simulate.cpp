// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre simulate: a data set through a chip image.
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageNeurons.h"
#include "simulator/RunFiles.h"
#include "simulator/events/StimulusOptions.h"
#include "simulator/observers/Observers.h"
#include "simulator/report/ReportHtml.h"
#include "simulator/report/ReportJson.h"
#include "simulator/report/ReportText.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <algorithm>
#include <fmt/format.h>
#include <iostream>

using namespace nacre;

namespace {

struct Arguments {
  std::string image, chip, reference, output;
  RunFileOptions files;
  StimulusOptions stimuli;
  RunOptions run;
  ObserverOptions observers;
  OutputFormat format = OutputFormat::Text;
  ProgressMode progress = ProgressMode::Auto;
};

Result<ChipModel> chipOf(const ChipImage &image, const std::string &nameOrPath) {
  Result<ChipModel> chip = loadChip(nameOrPath.empty() ? image->chip()->str() : nameOrPath,
                                    {image->chip_columns(), image->chip_rows()});
  if (!chip && nameOrPath.empty())
    return Error{chip.error().message,
                 "the image names this chip; --chip gives the path of its file"};
  if (chip)
    if (Status same = image.checkChip(*chip); !same)
      return same.error();
  return chip;
}

/// The image's input must be what the data set has, its readout what the classes need.
Status checkShapes(const ChipImage &image, const Dataset &data) {
  const bool spikes = std::any_of(image->populations()->begin(), image->populations()->end(),
                                  [](const auto *p) { return p->input(); });
  if (spikes != data.isSpikes())
    return Error{fmt::format("the image takes {}, {} has {}", spikes ? "spikes" : "pixels",
                             data.name, spikes ? "pixels" : "spikes"),
                 "--dataset must name the kind of data the network was made for"};
  int64_t channels = image->input_channels(), height = image->input_height(),
          width = image->input_width();
  if (channels == 0 && data.channels > 0)
    return Error{"nothing comes into the image's network: its biases alone drive it",
                 "--dataset none runs it once", ExitCode::Usage};
  if (channels != data.channels || height != data.height || width != data.width)
    return Error{fmt::format("the image takes inputs of {}x{}x{}, {} has {}x{}x{}", channels,
                             height, width, data.name, data.channels, data.height, data.width),
                 "--dataset must name the kind of data the network was made for"};
  if (image->readout() == noReadout)
    return success();
  uint64_t outputs = volume(*image->populations()->Get(image->readout()));
  if (int64_t(outputs) < data.classes)
    return Error{fmt::format("the image tells {} classes apart, {} has {}", outputs, data.name,
                             data.classes)};
  return success();
}

/// report.json and report.html in the --output folder; says where on `log`.
Status writeReports(const Report &report, const std::string &json, const std::string &folder,
                    std::ostream &log) {
  Result<std::string> html = reportHtml(report);
  if (!html)
    return html.error();
  for (const auto &[name, bytes] : {std::pair("report.json", &json), {"report.html", &*html}}) {
    std::string path = folder + "/" + name;
    if (Status written = writeFile(path, *bytes); !written)
      return written;
    log << "wrote " << path << "\n";
  }
  return success();
}

Status checkFiles(const Arguments &arguments, const Observers &observers) {
  std::vector<std::string> files = {arguments.image, arguments.reference, arguments.files.spikes,
                                    arguments.files.checkpointFile()};
  if (!arguments.output.empty())
    for (const char *name : {"/report.json", "/report.html"})
      files.push_back(arguments.output + name);
  for (const std::string &file : observers.files())
    files.push_back(file);
  if (Status distinct = checkDistinct(files); !distinct)
    return distinct;
  if (!arguments.output.empty())
    if (Status writable = checkWritable(arguments.output + "/report.json"); !writable)
      return writable;
  return arguments.files.check();
}

/// The run, from where its files are; they grow with it.
Result<RunResult> run(const ChipImage &image, const ChipModel &chip, const Dataset &data,
                      const Arguments &arguments, RunFiles &files) {
  const int64_t begun = files.begun().samples;
  if (arguments.files.resume)
    std::cerr << fmt::format("resuming after {} of {} samples\n", begun, data.size());
  Progress progress("simulate", data.size(), ProgressOutput::standard(arguments.progress), begun);
  RunOptions options = arguments.run;
  options.recordSpikes = !arguments.files.spikes.empty();
  options.progress = [&](int64_t done, int64_t) { progress.update(done); };
  options.chunkDone = [&](const RunResult &sum, const Chunk &chunk) {
    return files.keep(sum, chunk);
  };
  return runDataset(image, chip, data, options, files.begun());
}

Status simulate(Arguments arguments) {
  Result<Observers> observers = Observers::choose(arguments.observers);
  if (!observers)
    return observers.error();
  if (Status good = checkFiles(arguments, *observers); !good)
    return good;
  Result<ChipImage> image = ChipImage::load(arguments.image);
  if (!image)
    return image.error();
  Result<ChipModel> chip = chipOf(*image, arguments.chip);
  if (!chip)
    return chip.error();
  Result<Dataset> data = openStimuli(arguments.stimuli);
  if (!data)
    return data.error();
  if (Status fits = checkShapes(*image, *data); !fits)
    return fits;
  RunOptions &options = arguments.run;
  options.cycleSamples = std::min(options.cycleSamples, data->size());
  if (Status sense = observers->check(data->size(), options.cycleSamples); !sense)
    return sense;
  options.countLinks = observers->countLinks();

  ReportInputs inputs{**image, *chip, {}, data->name};
  inputs.options = {{"chip", arguments.chip.empty() ? chip->name : arguments.chip},
                    {"cycle-samples", std::to_string(options.cycleSamples)},
                    {"dataset", arguments.stimuli.data.dataset},
                    {"samples", std::to_string(data->size())},
                    {"split", splitName(arguments.stimuli.data.split)},
                    {"time-steps", std::to_string(options.steps)}};
  if (data->isSpikes())
    inputs.options.emplace_back("bin-us", std::to_string(arguments.stimuli.stepUs()));
  if (arguments.stimuli.data.shuffle)
    inputs.options.emplace_back("seed", std::to_string(arguments.stimuli.data.seed));
  if (!arguments.reference.empty()) {
    Result<Reference> reference = readReference(arguments.reference);
    if (!reference)
      return reference.error();
    if (Status same = checkReference(*reference, (*image)->network()->str(), data->name,
                                     data->size(), options.steps);
        !same)
      return same;
    inputs.reference = *reference;
  }

  RunIdentity identity = identify(*image, *chip, *data);
  identity.insert(inputs.options.begin(), inputs.options.end());
  identity["links"] = options.countLinks ? "counted" : "not counted";
  Result<RunFiles> files = RunFiles::open(arguments.files, *image, std::move(identity));
  if (!files)
    return files.error();
  const ObserverSetting setting{*image, *chip, data->name, options.steps};
  std::vector<std::string> observed;
  if (Status watched = observers->watchSample(setting, *data, options.threads, observed); !watched)
    return watched;
  Result<RunResult> result = run(*image, *chip, *data, arguments, *files);
  if (!result)
    return result.error();
  inputs.run = std::move(*result);
  if (Status watched = observers->watchRun(setting, inputs.run, observed); !watched)
    return watched;

  Result<Report> report = makeReport(inputs);
  if (!report)
    return report.error();
  Result<std::string> json = reportJson(*report);
  if (!json)
    return json.error();
  bool asText = arguments.format == OutputFormat::Text;
  std::cout << (asText ? reportText(*report) : *json);
  std::ostream &log = asText ? std::cout : std::cerr;
  if (Status finished = files->finishSpikes(); !finished)
    return finished;
  if (!arguments.files.spikes.empty())
    log << "wrote " << arguments.files.spikes << "\n";
  for (const std::string &file : observed)
    log << "wrote " << file << "\n";
  if (!arguments.output.empty())
    if (Status written = writeReports(*report, *json, arguments.output, log); !written)
      return written;
  if (Status removed = files->removeCheckpoint(); !removed)
    return removed;
  if (report->agreesWithSnn == false)
    return Error{"the chip differs from the snn interpreter in accuracy or number of spikes",
                 "the reference may be of another network or data; if it is not, this is a bug"};
  return success();
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Simulate a chip image: accuracy, spikes, latency, energy", "nacre simulate");
  Arguments arguments;
  app.add_option("IMAGE", arguments.image, "A .nacre file, from 'nacre compile'")->required();
  app.add_option("--chip", arguments.chip,
                 "Name of a shipped chip, or path of a .yaml file (default: the image's chip)");
  addStimulusOptions(app, arguments.stimuli);
  addStepsOption(app, arguments.run.steps);
  arguments.run.cycleSamples = 100;
  app.add_option("--cycle-samples", arguments.run.cycleSamples,
                 "Simulate the first M samples cycle by cycle, for latency and energy")
      ->check(wholeNumber(0))
      ->capture_default_str();
  addThreadsOption(app, arguments.run.threads);
  app.add_option("--reference", arguments.reference,
                 "What 'nacre evaluate --format json' said about the same network and samples");
  app.add_option("--spikes", arguments.files.spikes, "Write each spike to this .csv file");
  addObserverOptions(app, arguments.observers);
  app.add_option("--output", arguments.output, "Write report.json and report.html to this folder");
  app.add_option("--checkpoint", arguments.files.checkpointFolder,
                 "Folder of the checkpoint, written as samples finish and removed in the end");
  app.add_flag("--resume", arguments.files.resume, "Go on from the checkpoint");
  addFormatOption(app, arguments.format);
  addProgressOption(app, arguments.progress);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(simulate(std::move(arguments)));
}
