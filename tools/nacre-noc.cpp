// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre noc: a network on chip under synthetic traffic.
#include "hw_models/noc/RoutingTable.h"
#include "hw_models/noc/TopologyText.h"
#include "simulator/noc/CurvePlot.h"
#include "simulator/noc/CurveText.h"
#include "simulator/noc/NetworkChoice.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include "support/ParallelFor.h"
#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <mutex>

using namespace nacre;

namespace {

struct Arguments {
  NetworkChoice choice{{"mesh"}, {}, ""};
  CurveSetting setting{{{0, 0, 1}, {}, 4, 8, {}}, "uniform", {}};
  int64_t linkCycles = 1, creditCycles = 2, flitIntervalCycles = 1;
  std::string tableOutput, plot;
  std::vector<double> rates = {0.1};
  OutputFormat format = OutputFormat::Text;
  ProgressMode progress = ProgressMode::Auto;
  int64_t threads = 1;
};

using Networks = std::vector<NamedNetwork>;

Error usage(std::string message, std::string remedy = "") {
  return {std::move(message), std::move(remedy), ExitCode::Usage};
}

Status checkFiles(const Arguments &arguments) {
  for (const std::string &path : {arguments.plot, arguments.tableOutput})
    if (!path.empty())
      if (auto status = checkWritable(path); !status)
        return status;
  if (!arguments.plot.empty() && !arguments.plot.ends_with(".svg"))
    return usage(fmt::format("'{}' is drawn as SVG and must end with .svg", arguments.plot));
  return checkDistinct({arguments.choice.routingTable, arguments.plot, arguments.tableOutput});
}

Status checkTraffic(const Arguments &arguments, const Networks &networks) {
  for (double rate : arguments.rates)
    if (!(rate > 0 && rate <= 1))
      return usage(fmt::format(
          "a rate must lie above 0 and be at most 1 flit per core and cycle but is {}", rate));
  SyntheticOptions heaviest = arguments.setting.options;
  heaviest.rate = arguments.rates.back();
  for (const NamedNetwork &network : networks) {
    const NocModel &model = network.model;
    if (std::string reason = heaviest.pattern.refuse(model.topology); !reason.empty())
      return usage(fmt::format("traffic '{}' {}", arguments.setting.traffic, reason));
    if (double packets = expectedPackets(model, heaviest); packets > mostSyntheticPackets)
      return usage(fmt::format("about {:.3g} packets are too many; at most {:.3g}", packets,
                               mostSyntheticPackets),
                   "lower --cycles, --warmup-cycles or --rate");
  }
  return success();
}

Status readTraffic(CurveSetting &setting) {
  TrafficPatternRegistry patterns;
  registerAllTrafficPatterns(patterns);
  auto pattern = patterns.get(setting.traffic, "traffic pattern");
  if (!pattern)
    return pattern.error();
  setting.options.pattern = **pattern;
  return success();
}

/// All curves, point by point over the threads.
std::vector<LoadCurve> runAll(const Arguments &arguments, const Networks &networks) {
  const size_t points = arguments.rates.size();
  std::vector<LoadCurve> curves;
  for (const NamedNetwork &network : networks)
    curves.push_back(
        {network.routing, std::vector<SyntheticResult>(points), network.model.topology});
  Progress progress("noc", int64_t(networks.size() * points),
                    ProgressOutput::standard(arguments.progress));
  std::mutex mutex;
  int64_t done = 0;
  parallelFor(int64_t(networks.size() * points), arguments.threads, [&](int64_t job) {
    SyntheticOptions options = arguments.setting.options;
    options.rate = arguments.rates[size_t(job) % points];
    size_t curve = size_t(job) / points;
    curves[curve].points[size_t(job) % points] = runSynthetic(networks[curve].model, options);
    std::lock_guard lock(mutex);
    progress.update(++done);
  });
  return curves;
}

Status writeTable(const std::string &path, const NocModel &model) {
  return writeFile(path, writeRoutingTable(tabulate(model.topology, model.policy)));
}

std::string plotTitle(const std::string &traffic, const Networks &networks) {
  std::string common = topologyText(networks.front().model.topology);
  for (const NamedNetwork &network : networks)
    if (topologyText(network.model.topology) != common)
      return traffic + " traffic";
  return fmt::format("{}, {} traffic", common, traffic);
}

Status run(Arguments arguments) {
  CurveSetting &setting = arguments.setting;
  setting.model.timing.linkCycles = arguments.linkCycles;
  setting.model.timing.creditCycles = arguments.creditCycles;
  setting.model.timing.flitIntervalCycles = arguments.flitIntervalCycles;
  if (auto status = checkFiles(arguments); !status)
    return status;
  if (auto status = readTraffic(setting); !status)
    return status;
  auto networks = chooseNetworks(arguments.choice, setting.model);
  if (!networks)
    return networks.error();
  if (auto status = checkTraffic(arguments, *networks); !status)
    return status;
  if (!arguments.tableOutput.empty()) {
    if (networks->size() != 1)
      return usage("one routing table is written, but several networks are compared",
                   "give one --topology and one --routing");
    if (auto status = writeTable(arguments.tableOutput, networks->front().model); !status)
      return status;
  }
  std::vector<LoadCurve> curves = runAll(arguments, *networks);
  std::cout << (arguments.format == OutputFormat::Json ? curvesAsJson(setting, curves)
                                                       : curvesAsText(setting, curves));
  if (arguments.plot.empty())
    return success();
  return writeFile(arguments.plot, plotCurves(plotTitle(setting.traffic, *networks), curves));
}

} // namespace

int main(int argc, char **argv) {
  Arguments arguments;
  NocModel &model = arguments.setting.model;
  SyntheticOptions &synthetic = arguments.setting.options;
  CLI::App app("Latency and throughput of a network on chip under synthetic traffic", "nacre noc");
  RoutingRegistry routings;
  registerAllRoutings(routings);
  TrafficPatternRegistry patterns;
  registerAllTrafficPatterns(patterns);
  auto number = [&](const char *name, auto &value, const char *help) {
    app.add_option(name, value, help)->check(wholeNumber(0))->capture_default_str();
  };
  app.add_option(
         "--topology", arguments.choice.topologies,
         fmt::format("{}; several to compare them; tree:4x3 has a size of its own, columns x rows",
                     fmt::join(topologyNames(), ", ")))
      ->delimiter(',')
      ->capture_default_str();
  auto size = [&](const char *name, uint32_t &value, const char *help) {
    app.add_option(name, value, help)->check(wholeNumber(1));
  };
  size("--columns", arguments.choice.columns,
       "Columns of tiles; of rings tiles, the hub not counted; of trees children of each router "
       "(default: 8, of trees 4)");
  size("--rows", arguments.choice.rows,
       "Rows of tiles; of rings their number; of trees levels of links (default: 8, of trees 3)");
  number("--cores-per-tile", model.topology.coresPerTile, "Cores at each router");
  std::string usual;
  for (std::string_view name : topologyNames())
    usual +=
        fmt::format("{}{} {}", usual.empty() ? "" : ", ", name, usualRouting(*findTopology(name)));
  app.add_option("--routing", arguments.choice.routings,
                 fmt::format("Routing policy, several to compare them: {} (default: {})",
                             routings.names(), usual))
      ->delimiter(',');
  app.add_option("--routing-table", arguments.choice.routingTable,
                 "Route by this CSV file, router,tile,next, too");
  app.add_option("--write-routing-table", arguments.tableOutput,
                 "Write the preferred paths to this CSV file");
  number("--virtual-channels", model.virtualChannels, "Virtual channels of each link");
  number("--buffer-flits", model.bufferFlits, "Buffer of each virtual channel");
  number("--route-cycles", model.timing.routeCycles, "Route computation");
  number("--vc-allocation-cycles", model.timing.vcAllocationCycles, "Virtual channel allocation");
  number("--switch-allocation-cycles", model.timing.switchAllocationCycles, "Switch allocation");
  number("--switch-cycles", model.timing.switchCycles, "Switch traversal");
  number("--link-cycles", arguments.linkCycles, "Each link");
  number("--credit-cycles", arguments.creditCycles,
         "From the release of a slot to its next use by the sender");
  number("--flit-interval-cycles", arguments.flitIntervalCycles,
         "Least distance of two flits on a link");
  app.add_option("--traffic", arguments.setting.traffic, "Traffic pattern: " + patterns.names())
      ->capture_default_str();
  app.add_option("--rate", arguments.rates, "Flits per core and cycle; several: a curve")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--packet-flits", synthetic.packetFlits, "Flits of a packet")
      ->check(wholeNumber(1, 65536))
      ->capture_default_str();
  app.add_option("--warmup-cycles", synthetic.warmupCycles, "Cycles before the measurement")
      ->check(wholeNumber(0, int64_t(1) << 32))
      ->capture_default_str();
  app.add_option("--cycles", synthetic.cycles, "Cycles of the measurement")
      ->check(wholeNumber(10, int64_t(1) << 32))
      ->capture_default_str();
  number("--seed", synthetic.seed, "Seed of the traffic");
  app.add_option("--plot", arguments.plot, "Draw latency over rate to this .svg file");
  addThreadsOption(app, arguments.threads);
  addFormatOption(app, arguments.format);
  addProgressOption(app, arguments.progress);
  if (auto code = parseCommandLine(app, argc, argv))
    return *code;
  std::sort(arguments.rates.begin(), arguments.rates.end());
  return exitCodeOf(run(arguments));
}
