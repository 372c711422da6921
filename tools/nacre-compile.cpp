// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre compile: a network into a chip configuration.
#include "compiler/Pipelines.h"
#include "compiler/conversion/ConversionMethod.h"
#include "compiler/emit/ChipToImage.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/mapping/place/Placement.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <fmt/format.h>

using namespace nacre;

namespace {

struct Arguments {
  std::string input, output, stopAfter, dumpFolder;
  CompileOptions compile;
};

std::string stageNames() {
  std::string names;
  for (const Stage &stage : compileStages())
    names += (names.empty() ? "" : ", ") + stage.name;
  return names;
}

/// Unknown names are usage errors before any work is done.
Status checkNames(const Arguments &arguments) {
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  if (auto method = methods.get(arguments.compile.method, "conversion method"); !method)
    return method.error();
  PlacementRegistry placements;
  registerAllPlacements(placements);
  if (auto placement = placements.get(arguments.compile.placement, "placement"); !placement)
    return placement.error();
  if (auto chip = loadChip(arguments.compile.chip); !chip)
    return chip.error();
  bool known = arguments.stopAfter.empty();
  for (const Stage &stage : compileStages())
    known |= stage.name == arguments.stopAfter;
  if (!known)
    return Error{"unknown stage '" + arguments.stopAfter + "'", "known: " + stageNames(),
                 ExitCode::Usage};
  return arguments.stopAfter.empty() ? success() : checkModulePath(arguments.output);
}

Status writeImage(mlir::ModuleOp module, const Arguments &arguments) {
  auto designs = module.getOps<chip::DesignOp>();
  if (!llvm::hasSingleElement(designs))
    return Error{"'" + arguments.input + "' holds several networks; an image has one"};
  chip::DesignOp design = *designs.begin();
  auto bytes = emitImage(design);
  if (mlir::failed(bytes))
    return Error{"the image could not be made"};
  if (auto status = writeFile(arguments.output, *bytes); !status)
    return status;
  auto cores = design.getBody().getOps<chip::CoreOp>();
  auto layers = design.getBody().getOps<chip::PopulationOp>();
  auto flows = design.getBody().getOps<chip::FlowOp>();
  fmt::print("{}: '{}' on chip '{}': {} layers, {} cores, {} flows, {} bytes\n", arguments.output,
             design.getSymName().str(), design.getChip().str(),
             std::distance(layers.begin(), layers.end()), std::distance(cores.begin(), cores.end()),
             std::distance(flows.begin(), flows.end()), bytes->size());
  return success();
}

Status run(const Arguments &arguments) {
  if (auto status = checkNames(arguments); !status)
    return status;
  mlir::MLIRContext context;
  loadAllDialects(context);
  auto module = readModule(arguments.input, &context);
  if (!module)
    return module.error();
  DiagnosticPrinter printer(context);
  if (auto status =
          runStages(**module, arguments.compile, arguments.stopAfter, arguments.dumpFolder);
      !status)
    return status;
  if (!arguments.stopAfter.empty())
    return writeModule(**module, arguments.output);
  return writeImage(**module, arguments);
}

} // namespace

int main(int argc, char **argv) {
  Arguments arguments;
  CLI::App app{"Compile a quantized or spiking network into a chip configuration", "nacre compile"};
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  PlacementRegistry placements;
  registerAllPlacements(placements);
  app.add_option("NETWORK", arguments.input, "qann, snn or chip module (.mlir, .mlirbc)")
      ->required();
  app.add_option("-o,--output", arguments.output, "Image to write, or a module with --stop-after")
      ->required();
  app.add_option("--chip", arguments.compile.chip, "Chip name or file ('nacre chips' lists them)")
      ->capture_default_str();
  app.add_option("--method", arguments.compile.method, "Conversion method: " + methods.names())
      ->capture_default_str();
  app.add_option("--placement", arguments.compile.placement, "Placement: " + placements.names())
      ->capture_default_str();
  app.add_option("--seed", arguments.compile.seed, "Seed of a random placement")
      ->capture_default_str();
  app.add_option("--stop-after", arguments.stopAfter,
                 "Write the module after a stage: " + stageNames());
  app.add_option("--dump-stages", arguments.dumpFolder, "Write the module after each stage here");
  if (auto code = parseCommandLine(app, argc, argv))
    return *code;
  return exitCodeOf(run(arguments));
}
