// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre import: a network of another tool as a module, quantized (ONNX, TOSA) or spiking.
#include "compiler/Pipelines.h"
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/PostTraining.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/reference/Evaluate.h"
#include "dialects/qann/QannSize.h"
#include "simulator/data/DataOptions.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <fmt/format.h>
#include <iostream>

using namespace nacre;

namespace {

struct Arguments {
  std::string input, output, chip;
  ImportOptions foreign;
  DataOptions calibration{.dataset = "", .split = Split::Train, .samples = 256};
  PostTraining postTraining;
  int64_t activationBits = 4;
  std::string weightScales = "channel";
  std::string calibrationGiven; ///< an option that --calibrate needs beside it

  bool calibrating() const { return !calibration.dataset.empty(); }
};

/// What cannot go well is refused before any work is done.
Status check(const Arguments &arguments) {
  if (!isForeign(arguments.input))
    return Error{fmt::format("cannot tell the format of '{}'", arguments.input),
                 "files that can be imported: " + foreignFormats(), ExitCode::Usage};
  if (arguments.calibrating() && !canBeCalibrated(arguments.input))
    return Error{"--calibrate is for float networks in ONNX or TOSA files",
                 "the weights of other files are rounded without images", ExitCode::Usage};
  if (!arguments.calibrationGiven.empty() && !arguments.calibrating())
    return Error{arguments.calibrationGiven + " has no use without --calibrate",
                 "name a data set: --calibrate mnist", ExitCode::Usage};
  if (Status range = checkRange(arguments.postTraining.range); !range)
    return range;
  if (Status path = checkModulePath(arguments.output); !path)
    return path;
  if (!arguments.chip.empty() && arguments.foreign.sanaFeArchitecture.empty())
    return Error{"--chip-output has no use without --sana-fe-architecture",
                 "only SANA-FE's architectures are chips", ExitCode::Usage};
  if (Status distinct = checkDistinct({arguments.input, arguments.output, arguments.chip,
                                       arguments.foreign.sanaFeArchitecture});
      !distinct)
    return distinct;
  for (const std::string &file : {arguments.output, arguments.chip})
    if (Status writable = file.empty() ? success() : checkWritable(file); !writable)
      return writable;
  return success();
}

std::string sizeText(mlir::ModuleOp module) {
  auto networks = module.getOps<snn::NetworkOp>();
  if (networks.empty()) {
    const qann::NetworkSize size = qann::sizeOf(module);
    return fmt::format("{} neurons, {} parameters, {} MACs", size.neurons, size.parameters,
                       size.macs);
  }
  int64_t populations = 0, neurons = 0, weights = 0;
  for (mlir::Operation &op : (*networks.begin()).getBody().front()) {
    if (auto neuron = mlir::dyn_cast<snn::NeuronOp>(op))
      ++populations, neurons += neuron.getSpikes().getType().getNumElements();
    if (auto weight = op.getAttrOfType<mlir::ElementsAttr>("weight"))
      weights += weight.getNumElements();
  }
  return fmt::format("{} populations of {} neurons, {} weights", populations, neurons, weights);
}

/// Of how many calibration images the float network and what was made of it are right.
Status printAccuracy(mlir::ModuleOp module, const Dataset &images,
                     const PostTrainingReport &report) {
  auto network = QannInterpreter::create(module);
  if (!network)
    return network.error();
  auto quantized = evaluate(*network, images, {.threads = 1, .progress = {}});
  if (!quantized)
    return quantized.error();
  auto percent = [&](int64_t correct) { return 100.0 * double(correct) / double(report.samples); };
  std::cout << fmt::format("  on {} images of {}: float {:.2f} %, quantized {:.2f} %\n",
                           report.samples, images.name, percent(report.correct),
                           percent(quantized->correct));
  return success();
}

Status run(Arguments arguments) {
  if (Status good = check(arguments); !good)
    return good;
  if (arguments.calibrating()) {
    auto images = openDataset(arguments.calibration);
    if (!images)
      return images.error();
    arguments.postTraining.images = std::move(*images);
    arguments.postTraining.levels = (int64_t(1) << arguments.activationBits) - 1;
    arguments.postTraining.perChannel = arguments.weightScales == "channel";
    arguments.foreign.postTraining = &arguments.postTraining;
  }
  mlir::MLIRContext context;
  loadAllDialects(context);
  Findings findings;
  Imported imported = importNetwork(arguments.input, arguments.foreign, findings, context);
  std::cerr << findings.text(arguments.input);
  if (!findings.empty())
    return findings.error(arguments.input);
  if (!arguments.chip.empty())
    if (Status written = writeFile(arguments.chip, imported.chipFile); !written)
      return written;
  if (Status written = writeModule(*imported.module, arguments.output); !written)
    return written;
  std::cout << fmt::format("{}: {} nodes of {}{}: {}\n", arguments.output, imported.nodes,
                           imported.producer.empty() ? "an unnamed producer" : imported.producer,
                           imported.folded ? fmt::format(", {} of them constant", imported.folded)
                                           : "",
                           sizeText(*imported.module));
  for (const std::string &note : imported.notes)
    std::cout << fmt::format("  {}\n", note);
  if (!imported.report) {
    if (arguments.calibrating())
      std::cout << "  the file is quantized already, so --calibrate changed nothing\n";
    return success();
  }
  std::cout << imported.report->text();
  return printAccuracy(*imported.module, arguments.postTraining.images, *imported.report);
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Import a network of another tool as a module", "nacre import");
  Arguments arguments;
  app.add_option("FILE", arguments.input, "A file of another tool: " + foreignFormats())
      ->required();
  app.add_option("-o,--output", arguments.output, "Module to write, .mlir or .mlirbc")->required();
  addImportOptions(app, arguments.foreign);
  app.add_option("--chip-output", arguments.chip,
                 "Write the chip of --sana-fe-architecture to this .yaml file");
  app.add_option("--calibrate", arguments.calibration.dataset,
                 "Quantize a float network, by its activations on this data set");
  PostTraining &quantize = arguments.postTraining;
  CLI::Option *given[] = {
      app.add_option("--data", arguments.calibration.folder,
                     "Folder of the data set; default NACRE_DATA"),
      app.add_option("--samples", arguments.calibration.samples,
                     "First N training samples, to calibrate with")
          ->check(wholeNumber(1))
          ->capture_default_str(),
      app.add_option("--activation-bits", arguments.activationBits, "Bits of each activation")
          ->check(wholeNumber(1, 8))
          ->capture_default_str(),
      app.add_option("--weight-bits", quantize.weightBits, "Bits of the weights")
          ->check(wholeNumber(2, 8))
          ->capture_default_str(),
      app.add_option("--weight-scales", arguments.weightScales,
                     "Weights have one scale a channel or a layer; the last layer has one")
          ->check(CLI::IsMember({"channel", "layer"}))
          ->capture_default_str(),
      app.add_option("--range", quantize.range,
                     "How the range of an activation is chosen: " + rangeNames())
          ->capture_default_str(),
      app.add_option("--percentile", quantize.percentile, "Of --range percentile")
          ->check(CLI::Range(50.0, 100.0))
          ->capture_default_str(),
  };
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  for (CLI::Option *option : given)
    if (option->count() > 0)
      arguments.calibrationGiven = option->get_name();
  return exitCodeOf(run(std::move(arguments)));
}
