// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre network: a built-in network, untrained, as a quantized module.
#include "compiler/io/ModuleFile.h"
#include "compiler/networks/BuiltinNetwork.h"
#include "compiler/networks/QuantizeUntrained.h"
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
  bool list = false;
};

std::string listText(const BuiltinNetworkRegistry &networks) {
  constexpr auto row = "{:<16}{:>13}{:>13}{:>16}  {}\n";
  std::string text =
      fmt::format(row, "network", "neurons", "parameters", "MACs", "image and layers");
  for (const auto &[name, network] : networks) {
    mlir::MLIRContext context;
    qann::NetworkSize size = qann::sizeOf(*network.build(&context, std::nullopt));
    text += fmt::format(row, name, size.neurons, size.parameters, size.macs, network.summary);
  }
  return text;
}

Status write(const BuiltinNetwork &network, const Options &options) {
  if (Status module = checkModulePath(options.output); !module)
    return module;
  if (Status writable = checkWritable(options.output); !writable)
    return writable;
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
  app.add_option("--weight-bits", options.weightBits, "Bits of the integer weights")
      ->check(wholeNumber(2, 8))
      ->capture_default_str();
  app.add_option("--levels", options.levels, "Levels of every activation above zero")
      ->check(wholeNumber(1, 255))
      ->capture_default_str();
  app.add_flag("--list", options.list, "List the networks and their sizes")
      ->excludes(name)
      ->excludes(output);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(options));
}
