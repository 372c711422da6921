// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre network: a built-in network, untrained, as a quantized module, or a sheet of randomly
// connected neurons as a spiking one.
#include "compiler/io/ModuleFile.h"
#include "compiler/networks/BuiltinNetwork.h"
#include "compiler/networks/QuantizeUntrained.h"
#include "compiler/networks/snn/Sheet.h"
#include "dialects/qann/QannSize.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <fmt/format.h>
#include <iostream>

using namespace nacre;

namespace {

struct Options {
  std::string name, output;
  int64_t seed = 1, weightBits = 8, levels = 3;
  SheetOptions sheet;
  std::string onlyQuantized, onlySheet; ///< an option given that is for these
  bool list = false;
};

constexpr auto sheetName = "sheet";

std::string listText(const BuiltinNetworkRegistry &networks) {
  constexpr auto row = "{:<16}{:>13}{:>13}{:>16}  {}\n";
  std::string text =
      fmt::format(row, "network", "neurons", "parameters", "MACs", "image and layers");
  for (const auto &[name, network] : networks) {
    mlir::MLIRContext context;
    qann::NetworkSize size = qann::sizeOf(*network.build(&context, std::nullopt));
    text += fmt::format(row, name, size.neurons, size.parameters, size.macs, network.summary);
  }
  return text + fmt::format(row, sheetName, "--neurons", "", "",
                            "spiking; 1x8x8, neurons connected by distance (--fan-out)");
}

Status checkOutput(const Options &options) {
  if (Status module = checkModulePath(options.output); !module)
    return module;
  return checkWritable(options.output);
}

Status writeSheet(const Options &options) {
  if (Status output = checkOutput(options); !output)
    return output;
  mlir::MLIRContext context;
  SheetOptions sheet = options.sheet;
  sheet.seed = uint64_t(options.seed);
  auto module = makeSheet(sheet, &context);
  if (!module)
    return module.error();
  if (Status written = writeModule(**module, options.output); !written)
    return written;
  std::cout << fmt::format("{}: '{}', seed {}: {} neurons with {} synapses each\n", options.output,
                           sheetName, options.seed, sheet.neurons, sheet.fanOut);
  return success();
}

Status write(const BuiltinNetwork &network, const Options &options) {
  if (Status output = checkOutput(options); !output)
    return output;
  mlir::MLIRContext context;
  auto module = network.build(&context, uint64_t(options.seed));
  quantizeUntrained(*module, network.pixels, int(options.weightBits), options.levels);
  if (Status written = writeModule(*module, options.output); !written)
    return written;
  qann::NetworkSize size = qann::sizeOf(*module);
  std::cout << fmt::format("{}: '{}', untrained, seed {}: {} neurons, {} parameters, {} MACs\n",
                           options.output, options.name, options.seed, size.neurons,
                           size.parameters, size.macs);
  return success();
}

Status run(const Options &options) {
  BuiltinNetworkRegistry networks;
  registerAllBuiltinNetworks(networks);
  if (options.list) {
    std::cout << listText(networks);
    return success();
  }
  for (auto [name, value] : {std::pair("NAME", options.name), {"--output", options.output}})
    if (value.empty())
      return Error{fmt::format("{} is required", name), "--list lists the networks",
                   ExitCode::Usage};
  const bool isSheet = options.name == sheetName;
  if (const std::string &given = isSheet ? options.onlyQuantized : options.onlySheet;
      !given.empty())
    return Error{fmt::format("{} has no use for '{}'", given, options.name), "leave it out",
                 ExitCode::Usage};
  if (isSheet)
    return writeSheet(options);
  auto network = networks.get(options.name, "network");
  return network ? write(**network, options) : network.error();
}

} // namespace

int main(int argc, char **argv) {
  Options options;
  CLI::App app{"Write a built-in network with random weights, ready to be compiled",
               "nacre network"};
  CLI::Option *name = app.add_option("NAME", options.name, "Built-in network");
  CLI::Option *output =
      app.add_option("-o,--output", options.output, "Module to write, .mlir or .mlirbc");
  app.add_option("--seed", options.seed, "Decides the weights")
      ->check(wholeNumber(0))
      ->capture_default_str();
  CLI::Option *weightBits =
      app.add_option("--weight-bits", options.weightBits, "Bits of the integer weights")
          ->check(wholeNumber(2, 8))
          ->capture_default_str();
  CLI::Option *levels =
      app.add_option("--levels", options.levels, "Levels of every activation above zero")
          ->check(wholeNumber(1, 255))
          ->capture_default_str();
  CLI::Option *neurons = app.add_option("--neurons", options.sheet.neurons, "Of a sheet")
                             ->check(wholeNumber(1))
                             ->capture_default_str();
  CLI::Option *fanOut =
      app.add_option("--fan-out", options.sheet.fanOut, "Synapses of each neuron of a sheet")
          ->check(wholeNumber(1))
          ->capture_default_str();
  app.add_flag("--list", options.list, "List the networks and their sizes")
      ->excludes(name)
      ->excludes(output);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  for (CLI::Option *option : {weightBits, levels})
    if (option->count() > 0)
      options.onlyQuantized = option->get_name();
  for (CLI::Option *option : {neurons, fanOut})
    if (option->count() > 0)
      options.onlySheet = option->get_name();
  return exitCodeOf(run(options));
}
