// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre compile: a network into a chip configuration.
#include "compiler/Pipelines.h"
#include "compiler/conversion/ConversionMethod.h"
#include "compiler/emit/ChipToImage.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/mapping/Place.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/route/Trees.h"
#include "compiler/reference/Calibrate.h"
#include "hw_models/chip/SynapseStorage.h"
#include "simulator/data/DataOptions.h"
#include "simulator/inspect/MappingReport.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <fmt/format.h>
#include <map>

using namespace nacre;

namespace {

struct Arguments {
  std::string input, output, dumpFolder, report;
  std::optional<std::string> stopAfter;
  CompileOptions compile;
  ImportOptions foreign;
  bool chipGiven = false;     ///< else a chip.design is for the chip it names
  bool methodGiven = false;   ///< only a quantized network is converted
  std::string placementGiven; ///< the option that says where to; only what has no cores yet goes
  DataOptions calibration{.dataset = "", .split = Split::Train, .samples = 64};
  std::string calibrationGiven; ///< an option that --calibrate needs beside it
  int64_t steps = 4, threads = 1;

  bool calibrating() const { return !calibration.dataset.empty(); }
};

std::string stageNames() {
  std::string names;
  for (const Stage &stage : compileStages())
    names += (names.empty() ? "" : ", ") + stage.name;
  return names;
}

/// What cannot go well is refused before any work is done.
Status checkArguments(const Arguments &arguments) {
  if (auto status = checkDistinct({arguments.input, arguments.output, arguments.report}); !status)
    return status;
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  if (auto method = methods.get(arguments.compile.method, "conversion method"); !method)
    return method.error();
  const CompileOptions &compile = arguments.compile;
  PackingRegistry packings;
  registerAllPackings(packings);
  if (auto packing = packings.get(compile.packing, "packing"); !packing)
    return packing.error();
  if (auto choice = PlacementChoice::of(
          {compile.packing, compile.placement, compile.seed, compile.objective, compile.effort});
      !choice)
    return choice.error();
  if (!arguments.calibrationGiven.empty() && !arguments.calibrating())
    return Error{arguments.calibrationGiven + " has no use without --calibrate",
                 "name a data set: --calibrate digits", ExitCode::Usage};
  auto chips = parseChipArray(compile.chips);
  if (!chips)
    return chips.error();
  auto chip = loadChip(compile.chip, *chips);
  if (!chip)
    return chip.error();
  if (!arguments.report.empty())
    if (auto status = checkMappingFile(arguments.report); !status)
      return status;
  MappingOptions mapping;
  mapping.routing = compile.routing;
  if (auto choice = RoutingChoice::of(mapping, *chip); !choice)
    return choice.error();
  if (!arguments.stopAfter)
    return checkWritable(arguments.output);
  if (!arguments.report.empty())
    return Error{"--report has no use: it is about an image, and --stop-after makes none",
                 "leave one of them out", ExitCode::Usage};
  if (llvm::none_of(compileStages(),
                    [&](const Stage &stage) { return stage.name == *arguments.stopAfter; }))
    return Error{"unknown stage '" + *arguments.stopAfter + "'", "known: " + stageNames(),
                 ExitCode::Usage};
  if (auto module = checkModulePath(arguments.output); !module)
    return module;
  return checkWritable(arguments.output);
}

/// Nothing that was asked for is ignored.
Status checkUse(const Arguments &arguments, Level input) {
  auto refuse = [&](std::string_view option, std::string_view is) {
    return Error{fmt::format("{} has no use: '{}' {}", option, arguments.input, is),
                 fmt::format("leave {} out, or start from the module before", option),
                 ExitCode::Usage};
  };
  if (arguments.methodGiven && input > Level::Qann)
    return refuse("--method", "is converted to spikes already");
  for (const std::string &option :
       {arguments.placementGiven, std::string(arguments.calibrating() ? "--calibrate" : "")})
    if (!option.empty() && input > Level::Snn)
      return refuse(option, "is mapped already");
  if (arguments.calibrating() && arguments.stopAfter == "fold")
    return Error{"--calibrate has no use: compilation stops after 'fold', before there are spikes",
                 "leave --calibrate out, or stop later", ExitCode::Usage};
  for (const Stage &stage : compileStages())
    if (stage.name == arguments.stopAfter && stage.from < Level::Snn)
      for (std::string_view option : {std::string_view(arguments.chipGiven ? "--chip" : ""),
                                      std::string_view(arguments.placementGiven)})
        if (!option.empty())
          return Error{fmt::format("{} has no use: compilation stops after '{}', before the chip",
                                   option, stage.name),
                       fmt::format("leave {} out, or stop later", option), ExitCode::Usage};
  return success();
}

/// The chip that the design is for, which --chip must not contradict.
Result<ChipModel> chipOf(chip::DesignOp design, const Arguments &arguments, Level input) {
  if (input < Level::Chip)
    return loadChip(arguments.compile.chip, *parseChipArray(arguments.compile.chips));
  std::string name = design.getChip().str();
  const ChipArray chips = {design.getChips()[0], design.getChips()[1]};
  if (!arguments.chipGiven) {
    auto chip = loadChip(name, chips);
    return chip ? chip
                : Error{chip.error().message,
                        "the chip.design names this chip; --chip gives the path of its file"};
  }
  auto chip = loadChip(arguments.compile.chip, chips);
  if (chip && chip->name != name)
    return Error{fmt::format("'{}' is mapped onto chip '{}', not onto '{}'", arguments.input, name,
                             chip->name),
                 "leave --chip out, or start from the module before it was mapped"};
  return chip;
}

/// "1 rows, 3 shared": how the design's blocks of synapses are stored.
std::string storageSummary(chip::DesignOp design) {
  std::map<SynapseStorage, int64_t> blocks;
  design.walk([&](chip::SynapsesOp op) {
    ++blocks[SynapseStorage{SynapseLayout(op.getLayout()), op.getCodebook()}];
  });
  std::string text;
  for (const auto &[storage, count] : blocks)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, storage.name());
  return text.empty() ? "none" : text;
}

Status writeReport(const std::string &bytes, const ChipModel &chip, const Arguments &arguments) {
  auto image = ChipImage::fromBytes(bytes, arguments.output);
  if (!image)
    return image.error();
  auto summary = summarize(*image, chip);
  return summary ? writeMapping(*summary, arguments.report) : summary.error();
}

Status writeImage(mlir::ModuleOp module, const Arguments &arguments, Level input) {
  auto designs = module.getOps<chip::DesignOp>();
  if (!llvm::hasSingleElement(designs))
    return Error{"'" + arguments.input + "' holds several networks; an image has one"};
  chip::DesignOp design = *designs.begin();
  auto chip = chipOf(design, arguments, input);
  if (!chip)
    return chip.error();
  auto bytes = emitImage(design, *chip);
  if (mlir::failed(bytes))
    return Error{"the image could not be made"};
  if (auto status = writeFile(arguments.output, *bytes); !status)
    return status;
  if (!arguments.report.empty())
    if (auto status = writeReport(*bytes, *chip, arguments); !status)
      return status;
  auto cores = design.getBody().getOps<chip::CoreOp>();
  auto layers = design.getBody().getOps<chip::PopulationOp>();
  auto flows = design.getBody().getOps<chip::FlowOp>();
  fmt::print("{}: '{}' on chip '{}': {} layers, {} cores, {} flows, {} bytes\n", arguments.output,
             design.getSymName().str(), design.getChip().str(),
             std::distance(layers.begin(), layers.end()), std::distance(cores.begin(), cores.end()),
             std::distance(flows.begin(), flows.end()), bytes->size());
  fmt::print("  blocks of synapses, as stored: {}\n", storageSummary(design));
  return success();
}

/// Measures the rates of the spiking networks, with which placement weighs their traffic.
Status calibrateModule(mlir::ModuleOp module, const Dataset &data, const Arguments &arguments) {
  for (snn::NetworkOp network : module.getOps<snn::NetworkOp>()) {
    Progress progress("calibration", data.size());
    const EvaluateOptions options{arguments.threads,
                                  [&](int64_t done, int64_t) { progress.update(done); }};
    if (auto status = calibrate(network, data, arguments.steps, options); !status)
      return status;
  }
  return success();
}

Status compile(mlir::ModuleOp module, const Arguments &arguments, Level input) {
  const std::string stopAfter = arguments.stopAfter.value_or("");
  if (arguments.calibrating()) {
    auto data = openDataset(arguments.calibration);
    if (!data)
      return data.error();
    if (input < Level::Snn)
      if (auto status = runStages(module, arguments.compile, "convert", arguments.dumpFolder);
          !status)
        return status;
    if (auto status = calibrateModule(module, *data, arguments); !status)
      return status;
    if (stopAfter == "convert")
      return success();
  }
  return runStages(module, arguments.compile, stopAfter, arguments.dumpFolder);
}

Status run(const Arguments &arguments) {
  if (auto status = checkArguments(arguments); !status)
    return status;
  mlir::MLIRContext context;
  loadAllDialects(context);
  auto module = readNetwork(arguments.input, arguments.foreign, context);
  if (!module)
    return module.error();
  auto level = levelOf(**module);
  if (!level)
    return level.error();
  if (auto status = checkUse(arguments, *level); !status)
    return status;
  DiagnosticPrinter printer(context);
  if (auto status = compile(**module, arguments, *level); !status)
    return status;
  if (arguments.stopAfter)
    return writeModule(**module, arguments.output);
  return writeImage(**module, arguments, *level);
}

} // namespace

int main(int argc, char **argv) {
  Arguments arguments;
  CLI::App app{"Compile a quantized or spiking network into a chip configuration", "nacre compile"};
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  PackingRegistry packings;
  registerAllPackings(packings);
  PlacementRegistry placements;
  registerAllPlacements(placements);
  ObjectiveRegistry objectives;
  registerAllObjectives(objectives);
  app.add_option("NETWORK", arguments.input,
                 "qann, snn or chip module (.mlir, .mlirbc), or a file of another tool: " +
                     foreignFormats())
      ->required();
  app.add_option("-o,--output", arguments.output, "Image to write, or a module with --stop-after")
      ->required();
  addImportOptions(app, arguments.foreign);
  CLI::Option *chip =
      app.add_option("--chip", arguments.compile.chip,
                     "Chip name or file ('nacre chips' lists them); a chip module names its own")
          ->capture_default_str();
  CLI::Option *chips = app.add_option("--chips", arguments.compile.chips,
                                      "Chips side by side, columns x rows, whose meshes are joined")
                           ->capture_default_str();
  CLI::Option *method =
      app.add_option("--method", arguments.compile.method, "Conversion method: " + methods.names())
          ->capture_default_str();
  CLI::Option *packing = app.add_option("--packing", arguments.compile.packing,
                                        "Which parts of layers share a core: " + packings.names())
                             ->capture_default_str();
  CLI::Option *placement =
      app.add_option("--placement", arguments.compile.placement, "Placement: " + placements.names())
          ->capture_default_str();
  CLI::Option *objective = app.add_option("--objective", arguments.compile.objective,
                                          "What placement makes small: " + objectives.names() +
                                              ", or a weighted sum such as energy+2*worst-link")
                               ->capture_default_str();
  CLI::Option *routing = app.add_option("--routing", arguments.compile.routing,
                                        "Routing: " + routingNames() +
                                            "; default: negotiated where the chip routes by "
                                            "tables, else policy, its own");
  CLI::Option *effort =
      app.add_option("--effort", arguments.compile.effort,
                     "How long placement and routing search: " + efforts().names())
          ->capture_default_str();
  CLI::Option *seconds =
      app.add_option("--placement-seconds", arguments.compile.placementSeconds,
                     "End placement after so long with the best so far, as Ctrl-C does")
          ->check(CLI::PositiveNumber);
  CLI::Option *seed = app.add_option("--seed", arguments.compile.seed, "Seed of a random placement")
                          ->check(wholeNumber(0))
                          ->capture_default_str();
  app.add_option("--calibrate", arguments.calibration.dataset,
                 "Measure on this data set how often neurons fire: their traffic weighs as much");
  CLI::Option *data = app.add_option("--data", arguments.calibration.folder,
                                     "Folder of the data set; default NACRE_DATA");
  CLI::Option *samples = app.add_option("--samples", arguments.calibration.samples,
                                        "First N training samples, to calibrate with")
                             ->check(wholeNumber(1))
                             ->capture_default_str();
  const std::vector<CLI::Option *> image = addImageOptions(app, arguments.calibration);
  CLI::Option *steps = addStepsOption(app, arguments.steps);
  CLI::Option *threads = addThreadsOption(app, arguments.threads);
  app.add_option("--stop-after", arguments.stopAfter,
                 "Write the module after a stage: " + stageNames());
  app.add_option("--dump-stages", arguments.dumpFolder, "Write the module after each stage here");
  app.add_option("--report", arguments.report,
                 "Write how the chip is used here: " + mappingFileEndings());
  if (auto code = parseCommandLine(app, argc, argv))
    return *code;
  arguments.chipGiven = chip->count() > 0;
  arguments.methodGiven = method->count() > 0;
  for (CLI::Option *option : {chips, packing, placement, objective, routing, effort, seconds, seed})
    if (option->count() > 0)
      arguments.placementGiven = option->get_name();
  for (CLI::Option *option : {data, samples, image[0], image[1], steps, threads})
    if (option->count() > 0)
      arguments.calibrationGiven = option->get_name();
  return exitCodeOf(run(arguments));
}
