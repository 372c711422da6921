// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How good placements are, and what they cost: the table of docs/mapping.md.
// bazel run //tests/perf:PlacementBenchmark -- NETWORK CHIP
#include "compiler/Pipelines.h"
#include "compiler/mapping/Place.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/place/objectives/LinkLoads.h"
#include "compiler/mapping/route/Flows.h"
#include "compiler/mapping/route/Trees.h"
#include "support/CommandLine.h"
#include "tests/perf/MetisPlacement.h"
#include "tests/perf/SpikingModule.h"
#include "tests/perf/StepCycles.h"
#include <chrono>
#include <fmt/format.h>

using namespace nacre;

namespace {

struct Arguments {
  std::string network, chip, chips = "1x1", objective = "spike-hops";
  std::vector<std::string> efforts = {"fast", "normal", "best"};
  int64_t seeds = 10, steps = 0;
};

struct Row {
  std::string name;
  std::vector<uint32_t> cores; ///< of the best seed
  std::vector<double> hops, worstLink;
  double seconds = 0;
};

double spikeHops(const PlacementProblem &problem, const std::vector<uint32_t> &cores) {
  return ObjectiveSum::parse("spike-hops")->start(problem, cores)->value();
}

template <class Place>
Result<Row> measure(const std::string &name, const PlacementProblem &problem, int64_t seeds,
                    const Place &place) {
  Row row{name, {}, {}, {}, 0};
  for (int64_t seed = 1; seed <= seeds; ++seed) {
    const auto start = std::chrono::steady_clock::now();
    Result<std::vector<uint32_t>> cores = place(uint64_t(seed));
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    if (!cores)
      return cores.error();
    row.seconds += time.count() / double(seeds);
    const double hops = spikeHops(problem, *cores);
    if (row.hops.empty() || hops < *std::min_element(row.hops.begin(), row.hops.end()))
      row.cores = *cores;
    row.hops.push_back(hops);
    row.worstLink.push_back(LinkLoads(problem, *cores, {1, 1, 1}).largest());
  }
  std::sort(row.hops.begin(), row.hops.end());
  std::sort(row.worstLink.begin(), row.worstLink.end());
  return row;
}

/// With the best placement of a row.
Result<double> cyclesOfRow(mlir::ModuleOp module, MappingProblem problem, const Row &row,
                           int64_t steps) {
  for (auto &slice : problem.slices)
    slice.core = row.cores[slice.cluster];
  if (auto status = routeFlows(problem); !status)
    return status.error();
  if (problem.chip.routesByTables())
    if (auto status = routeTrees(problem, {}); !status)
      return status.error();
  return cyclesOfStep(module, problem, steps);
}

std::string figures(const std::vector<double> &values) {
  return fmt::format("{:>12.0f} {:>12.0f}", values.front(), values[values.size() / 2]);
}

Status run(const Arguments &arguments) {
  mlir::MLIRContext context;
  loadAllDialects(context);
  DiagnosticPrinter printer(context);
  auto module = readSpiking(arguments.network, &context);
  if (!module)
    return module.error();
  auto array = parseChipArray(arguments.chips);
  if (!array)
    return array.error();
  auto chip = loadChip(arguments.chip, *array);
  if (!chip)
    return chip.error();
  auto mapping = problemFromSnn(*(**module).getOps<snn::NetworkOp>().begin(), *chip);
  if (mlir::failed(mapping))
    return Error{"no mapping problem"};
  if (auto status = solve(*mapping, {.placement = "sequential"}); !status)
    return status;
  const PlacementProblem problem = placementProblemOf(*mapping);

  std::vector<Row> rows;
  auto add = [&](const std::string &name, int64_t seeds, const auto &place) {
    if (auto row = measure(name, problem, seeds, place))
      rows.push_back(std::move(*row));
    else
      fmt::print(stderr, "{} left out: {}\n", name, row.error().text());
  };
  auto addOwn = [&](const std::string &name, const std::string &effort, bool bySeed) {
    auto choice = PlacementChoice::of(
        {.placement = name, .objective = arguments.objective, .effort = effort});
    assert(choice);
    add(effort.empty()               ? name
        : bySeed && name != "random" ? name + " " + effort
                                     : name,
        bySeed ? arguments.seeds : 1, [&](uint64_t seed) -> Result<std::vector<uint32_t>> {
          choice->options.seed = seed;
          return choice->placement.place(problem, choice->options);
        });
  };
  addOwn("random", "normal", true);
  for (const char *name : {"sequential", "hilbert", "greedy", "spectral", "force-directed"})
    addOwn(name, "normal", false);
  add("metis + greedy", arguments.seeds,
      [&](uint64_t seed) { return placeByMetis(problem, seed); });
  for (const std::string &effort : arguments.efforts)
    addOwn("annealing", effort, true);

  fmt::print("{} on {}: {} cores used of {}, {} seeds\n", arguments.network, chip->name,
             problem.clusters(), problem.topology.cores(), arguments.seeds);
  fmt::print("{:<18} {:>12} {:>12} {:>12} {:>12} {:>9} {:>12}\n", "", "spike-hops", "median",
             "worst link", "median", "seconds", "cycles/step");
  for (const Row &row : rows) {
    std::string cycles;
    if (arguments.steps > 0) {
      auto mean = cyclesOfRow(**module, *mapping, row, arguments.steps);
      if (!mean)
        return mean.error();
      cycles = fmt::format("{:.0f}", *mean);
    }
    fmt::print("{:<18} {} {} {:>9.2f} {:>12}\n", row.name, figures(row.hops),
               figures(row.worstLink), row.seconds, cycles);
  }
  return success();
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Quality of placements", "PlacementBenchmark");
  Arguments arguments;
  app.add_option("NETWORK", arguments.network, "qann or snn module")->required();
  app.add_option("CHIP", arguments.chip, "Chip name or file")->required();
  app.add_option("--chips", arguments.chips, "Chips side by side")->capture_default_str();
  app.add_option("--efforts", arguments.efforts, "Of annealing")->delimiter(',');
  app.add_option("--objective", arguments.objective, "What searches make small")
      ->capture_default_str();
  app.add_option("--seeds", arguments.seeds, "Of random placements")->capture_default_str();
  app.add_option("--cycle-steps", arguments.steps,
                 "Time steps to simulate cycle by cycle with the best of each; 0: none")
      ->capture_default_str();
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(arguments));
}
