// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre check: all that stands in the way of mapping a network onto a chip.
#include "compiler/Pipelines.h"
#include "compiler/conversion/ConversionMethod.h"
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/mapping/FitReport.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/relay/InsertRelays.h"
#include "support/CommandLine.h"
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace nacre;

namespace {

struct Arguments {
  std::string input;
  CompileOptions compile;
  ImportOptions foreign;
  bool methodGiven = false; ///< only a quantized network is converted
  OutputFormat format = OutputFormat::Text;
};

Result<ChipModel> chipOf(const CompileOptions &compile) {
  auto chips = parseChipArray(compile.chips);
  return chips ? loadChip(compile.chip, *chips) : chips.error();
}

/// Refuses what could be known before any work.
Status checkNames(const Arguments &arguments) {
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  if (auto method = methods.get(arguments.compile.method, "conversion method"); !method)
    return method.error();
  PackingRegistry packings;
  registerAllPackings(packings);
  if (auto packing = packings.get(arguments.compile.packing, "packing"); !packing)
    return packing.error();
  auto chip = chipOf(arguments.compile);
  return chip ? success() : Status(chip.error());
}

/// Brings the module to the level that is mapped.
Status makeSpiking(mlir::ModuleOp module, const Arguments &arguments) {
  auto level = levelOf(module);
  if (!level)
    return level.error();
  if (*level > Level::Snn)
    return Error{fmt::format("'{}' is mapped already", arguments.input),
                 "start from the module before", ExitCode::Usage};
  if (*level == Level::Snn && arguments.methodGiven)
    return Error{
        fmt::format("--method has no use: '{}' is converted to spikes already", arguments.input),
        "leave --method out, or start from the module before", ExitCode::Usage};
  return *level < Level::Snn ? runStages(module, arguments.compile, "convert", "") : success();
}

/// Lists all that stands in the way of importing a file of another tool.
Status checkImport(const Arguments &arguments, mlir::MLIRContext &context) {
  Findings findings;
  (void)importNetwork(arguments.input, arguments.foreign, findings, context);
  if (findings.empty())
    return success();
  if (arguments.format == OutputFormat::Text)
    std::cout << findings.text(arguments.input);
  else
    std::cout << nlohmann::ordered_json{{"file", arguments.input}, {"findings", findings.json()}}
                     .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
              << "\n";
  return findings.error(arguments.input);
}

/// Whether all networks of the module fit.
Result<bool> check(const Arguments &arguments) {
  if (auto status = checkNames(arguments); !status)
    return status.error();
  const ChipModel chip = *chipOf(arguments.compile);
  mlir::MLIRContext context;
  loadAllDialects(context);
  if (isForeign(arguments.input))
    if (auto importable = checkImport(arguments, context); !importable)
      return importable.error();
  auto module = readNetwork(arguments.input, arguments.foreign, context);
  if (!module)
    return module.error();
  DiagnosticPrinter printer(context);
  if (auto status = makeSpiking(**module, arguments); !status)
    return status.error();
  bool fits = true;
  nlohmann::ordered_json networks = nlohmann::ordered_json::array();
  for (snn::NetworkOp network : (**module).getOps<snn::NetworkOp>()) {
    auto problem = problemWithRelays(network, chip);
    if (mlir::failed(problem))
      return Error{"the network could not be read"};
    auto fit = checkFit(*problem, arguments.compile.packing);
    if (!fit)
      return fit.error();
    const std::string remedies =
        fit->misfits.empty() ? "" : *remediesFor(*problem, arguments.compile.packing);
    const std::string name = network.getSymName().str();
    fits &= fit->misfits.empty();
    if (arguments.format == OutputFormat::Text)
      std::cout << fitText(*fit, remedies, name, chip);
    else
      networks.push_back(fitJson(*fit, remedies, name, chip));
  }
  if (arguments.format == OutputFormat::Json)
    std::cout << networks.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  return fits;
}

} // namespace

int main(int argc, char **argv) {
  Arguments arguments;
  CLI::App app{"List all that stands in the way of mapping a network onto a chip", "nacre check"};
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  PackingRegistry packings;
  registerAllPackings(packings);
  app.add_option("NETWORK", arguments.input,
                 "qann or snn module (.mlir, .mlirbc), or a file of another tool: " +
                     foreignFormats())
      ->required();
  app.add_option("--chip", arguments.compile.chip, "Chip name or file ('nacre chips' lists them)")
      ->capture_default_str();
  app.add_option("--chips", arguments.compile.chips,
                 "Chips side by side, columns x rows, whose meshes are joined")
      ->capture_default_str();
  CLI::Option *method =
      app.add_option("--method", arguments.compile.method, "Conversion method: " + methods.names())
          ->capture_default_str();
  app.add_option("--packing", arguments.compile.packing,
                 "Which parts of layers share a core: " + packings.names())
      ->capture_default_str();
  addImportOptions(app, arguments.foreign);
  addFormatOption(app, arguments.format);
  if (auto code = parseCommandLine(app, argc, argv))
    return *code;
  arguments.methodGiven = method->count() > 0;
  auto fits = check(arguments);
  if (int code = exitCodeOf(fits ? success() : Status(fits.error())); code || !fits)
    return code;
  return *fits ? int(ExitCode::Done) : int(ExitCode::DoesNotFit);
}
