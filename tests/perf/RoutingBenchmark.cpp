// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How good routings by tables are, and what they cost: the table of docs/mapping.md.
// bazel run //tests/perf:RoutingBenchmark -- NETWORK CHIP
#include "compiler/Pipelines.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/route/Trees.h"
#include "support/CommandLine.h"
#include "tests/perf/SpikingModule.h"
#include "tests/perf/StepCycles.h"
#include <chrono>
#include <fmt/format.h>

using namespace nacre;

namespace {

struct Arguments {
  std::string network, chip, placement = "annealing", objective = "spike-hops";
  int64_t steps = 0;
  bool unicast = false;
};

Status run(const Arguments &arguments) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  DiagnosticPrinter printer(context);
  auto module = readSpiking(arguments.network, &context);
  if (!module)
    return module.error();
  auto chip = loadChip(arguments.chip);
  if (!chip)
    return chip.error();
  chip->limits.multicast = !arguments.unicast;
  auto problem = problemFromSnn(*(**module).getOps<snn::NetworkOp>().begin(), *chip);
  if (mlir::failed(problem))
    return Error{"no mapping problem"};
  MappingOptions options;
  options.placement = arguments.placement;
  options.objective = arguments.objective;
  options.routing = "policy";
  if (auto status = solve(*problem, options); !status)
    return status;
  fmt::print("{} on {}: {} clusters, {} trees\n", arguments.network, chip->name, problem->clusters,
             problem->trees.size());
  options.note = [](const std::string &text) { fmt::print("  {}\n", text); };
  for (auto [routing, effort] :
       {std::pair("policy", "fast"), std::pair("negotiated", "fast"),
        std::pair("negotiated", "normal"), std::pair("negotiated", "best")}) {
    options.routing = routing;
    options.effort = effort;
    const auto start = std::chrono::steady_clock::now();
    if (auto status = routeTrees(*problem, options); !status)
      return status;
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    fmt::print("{} {}: {:.2f} s\n", routing, effort, time.count());
    if (arguments.steps == 0)
      continue;
    auto cycles = cyclesOfStep(**module, *problem, arguments.steps);
    if (!cycles)
      return cycles.error();
    fmt::print("  {:.0f} cycles a step\n", *cycles);
  }
  return success();
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Quality of routings by tables", "RoutingBenchmark");
  Arguments arguments;
  app.add_option("NETWORK", arguments.network, "qann or snn module")->required();
  app.add_option("CHIP", arguments.chip, "Chip name or file")->required();
  app.add_option("--placement", arguments.placement, "Of the clusters")->capture_default_str();
  app.add_option("--objective", arguments.objective, "Of the placement")->capture_default_str();
  app.add_flag("--unicast", arguments.unicast, "One packet for each destination core");
  app.add_option("--cycle-steps", arguments.steps,
                 "Time steps to simulate cycle by cycle with each; 0: none")
      ->capture_default_str();
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(arguments));
}
