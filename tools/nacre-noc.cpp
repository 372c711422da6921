// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre noc: a network on chip under synthetic traffic.
#include "hw_models/noc/DeadlockCheck.h"
#include "simulator/noc/CurvePlot.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include "support/ParallelFor.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

using namespace nacre;

namespace {

const std::map<std::string, TopologyKind> topologyKinds = {{"mesh", TopologyKind::Mesh},
                                                           {"torus", TopologyKind::Torus}};

struct Arguments {
  NocModel model{{8, 8, 1}, {}, 4, 8, {}};
  std::string topology = "mesh", traffic = "uniform", plot;
  std::vector<std::string> routings = {"xy"};
  std::vector<double> rates = {0.1};
  SyntheticOptions synthetic;
  OutputFormat format = OutputFormat::Text;
  ProgressMode progress = ProgressMode::Auto;
  int64_t threads = 1, linkCycles = 1, creditCycles = 2;
};

Status check(const Arguments &arguments) {
  if (!arguments.plot.empty())
    if (auto status = checkWritable(arguments.plot); !status)
      return status;
  if (!arguments.plot.empty() && !arguments.plot.ends_with(".svg"))
    return Error{fmt::format("'{}' is drawn as SVG and must end with .svg", arguments.plot), "",
                 ExitCode::Usage};
  for (double rate : arguments.rates)
    if (!(rate > 0 && rate <= 1))
      return Error{fmt::format("a rate must lie above 0 and be at most 1 flit per core and cycle "
                               "but is {}",
                               rate),
                   "", ExitCode::Usage};
  if (std::string reason = arguments.synthetic.pattern.refuse(arguments.model.topology);
      !reason.empty())
    return Error{fmt::format("traffic '{}' {}", arguments.traffic, reason), "", ExitCode::Usage};
  return success();
}

void printText(const Arguments &arguments, const std::vector<LoadCurve> &curves) {
  const NocModel &model = arguments.model;
  fmt::print("{}x{} {}, {} core{} a tile, {} virtual channels of {} flits\n"
             "{} traffic, packets of {} flits, {} cycles measured after {}, seed {}\n",
             model.topology.columns, model.topology.rows, arguments.topology,
             model.topology.coresPerTile, model.topology.coresPerTile == 1 ? "" : "s",
             model.virtualChannels, model.bufferFlits, arguments.traffic,
             arguments.synthetic.packetFlits, arguments.synthetic.cycles,
             arguments.synthetic.warmupCycles, arguments.synthetic.seed);
  fmt::print(
      "cycles: route {}, VC allocation {}, switch allocation {}, switch {}, link {}, credit {}, "
      "flit interval {}\n",
      model.timing.routeCycles, model.timing.vcAllocationCycles,
      model.timing.switchAllocationCycles, model.timing.switchCycles, arguments.linkCycles,
      arguments.creditCycles, model.timing.flitIntervalCycles);
  auto mean = [](double value) {
    return std::isnan(value) ? std::string("-") : fmt::format("{:.2f}", value);
  };
  for (const LoadCurve &curve : curves) {
    fmt::print("\n{}\n    rate  accepted   latency  +- 95 %       max   routers  unfinished\n",
               curve.name);
    for (const SyntheticResult &r : curve.points)
      fmt::print("{:8.4g}  {:8.4g}  {:>8}  {:>7}  {:8}  {:>8}  {:10}{}\n", r.rate, r.acceptedRate,
                 mean(r.latency), mean(r.latencyError), r.latencyMax, mean(r.routersPassed),
                 r.unfinished, r.saturated ? "  saturated" : "");
  }
}

void printJson(const Arguments &arguments, const std::vector<LoadCurve> &curves) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const LoadCurve &curve : curves) {
    Json points = Json::array();
    for (const SyntheticResult &r : curve.points)
      points.push_back({{"rate_flits_per_core_cycle", r.rate},
                        {"accepted_flits_per_core_cycle", r.acceptedRate},
                        {"packets", r.packets},
                        {"unfinished_packets", r.unfinished},
                        {"saturated", r.saturated},
                        {"latency_cycles", r.latency},
                        {"latency_error_cycles", r.latencyError},
                        {"latency_max_cycles", r.latencyMax},
                        {"routers_passed", r.routersPassed}});
    list.push_back({{"routing", curve.name}, {"points", points}});
  }
  const NocModel &model = arguments.model;
  Json document = {{"topology", arguments.topology},
                   {"columns", model.topology.columns},
                   {"rows", model.topology.rows},
                   {"cores_per_tile", model.topology.coresPerTile},
                   {"virtual_channels", model.virtualChannels},
                   {"buffer_flits", model.bufferFlits},
                   {"route_cycles", model.timing.routeCycles},
                   {"vc_allocation_cycles", model.timing.vcAllocationCycles},
                   {"switch_allocation_cycles", model.timing.switchAllocationCycles},
                   {"switch_cycles", model.timing.switchCycles},
                   {"link_cycles", arguments.linkCycles},
                   {"credit_cycles", arguments.creditCycles},
                   {"flit_interval_cycles", model.timing.flitIntervalCycles},
                   {"traffic", arguments.traffic},
                   {"packet_flits", arguments.synthetic.packetFlits},
                   {"warmup_cycles", arguments.synthetic.warmupCycles},
                   {"measured_cycles", arguments.synthetic.cycles},
                   {"seed", arguments.synthetic.seed},
                   {"curves", list}};
  std::cout << document.dump(2) << "\n";
}

Status readTopology(Arguments &arguments) {
  auto kind = topologyKinds.find(arguments.topology);
  if (kind == topologyKinds.end())
    return Error{fmt::format("unknown topology '{}'", arguments.topology), "known: mesh, torus",
                 ExitCode::Usage};
  arguments.model.topology.kind = kind->second;
  return success();
}

Status readTraffic(Arguments &arguments) {
  TrafficPatternRegistry patterns;
  registerAllTrafficPatterns(patterns);
  auto pattern = patterns.get(arguments.traffic, "traffic pattern");
  if (!pattern)
    return pattern.error();
  arguments.synthetic.pattern = **pattern;
  return success();
}

/// The model with a policy that serves its topology without deadlock.
Result<NocModel> modelWith(const std::string &routing, const Arguments &arguments) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  auto policy = routings.get(routing, "routing policy");
  if (!policy)
    return policy.error();
  NocModel model = arguments.model;
  model.policy = **policy;
  if (model.policy.serves != model.topology.kind) {
    std::string serving;
    for (const auto &[name, other] : routings)
      if (other.serves == model.topology.kind)
        serving += (serving.empty() ? "" : ", ") + name;
    return Error{fmt::format("routing '{}' does not serve a {}", routing, arguments.topology),
                 fmt::format("policies for a {}: {}", arguments.topology, serving),
                 ExitCode::Usage};
  }
  if (auto status = model.check(); !status)
    return status.error();
  if (auto status = checkRouting(model.topology, model.policy); !status)
    return status.error();
  return model;
}

/// All curves, point by point over the threads.
std::vector<LoadCurve> runAll(const Arguments &arguments, const std::vector<NocModel> &models) {
  const size_t points = arguments.rates.size();
  std::vector<LoadCurve> curves;
  for (const std::string &routing : arguments.routings)
    curves.push_back({routing, std::vector<SyntheticResult>(points)});
  Progress progress("noc", int64_t(models.size() * points),
                    ProgressOutput::standard(arguments.progress));
  std::mutex mutex;
  int64_t done = 0;
  parallelFor(int64_t(models.size() * points), arguments.threads, [&](int64_t job) {
    SyntheticOptions options = arguments.synthetic;
    options.rate = arguments.rates[size_t(job) % points];
    size_t curve = size_t(job) / points;
    curves[curve].points[size_t(job) % points] = runSynthetic(models[curve], options);
    std::lock_guard lock(mutex);
    progress.update(++done);
  });
  return curves;
}

Status run(Arguments arguments) {
  if (auto status = readTopology(arguments); !status)
    return status;
  if (auto status = readTraffic(arguments); !status)
    return status;
  std::vector<NocModel> models;
  for (const std::string &routing : arguments.routings) {
    auto model = modelWith(routing, arguments);
    if (!model)
      return model.error();
    models.push_back(*model);
  }
  if (auto status = check(arguments); !status)
    return status;
  SyntheticOptions heaviest = arguments.synthetic;
  heaviest.rate = arguments.rates.back();
  if (double packets = expectedPackets(arguments.model, heaviest); packets > mostSyntheticPackets)
    return Error{fmt::format("about {:.3g} packets are too many; at most {:.3g}", packets,
                             mostSyntheticPackets),
                 "lower --cycles, --warmup-cycles or --rate", ExitCode::Usage};
  std::vector<LoadCurve> curves = runAll(arguments, models);
  if (arguments.format == OutputFormat::Json)
    printJson(arguments, curves);
  else
    printText(arguments, curves);
  if (arguments.plot.empty())
    return success();
  const Topology &topology = arguments.model.topology;
  return writeFile(arguments.plot,
                   plotCurves(fmt::format("{}x{} {}, {} traffic", topology.columns, topology.rows,
                                          arguments.topology, arguments.traffic),
                              curves));
}

} // namespace

int main(int argc, char **argv) {
  Arguments arguments;
  NocModel &model = arguments.model;
  SyntheticOptions &synthetic = arguments.synthetic;
  CLI::App app("Latency and throughput of a network on chip under synthetic traffic", "nacre noc");
  RoutingRegistry routings;
  registerAllRoutings(routings);
  TrafficPatternRegistry patterns;
  registerAllTrafficPatterns(patterns);
  auto number = [&](const char *name, auto &value, const char *help) {
    app.add_option(name, value, help)->check(wholeNumber(0))->capture_default_str();
  };
  app.add_option("--topology", arguments.topology, "mesh or torus")->capture_default_str();
  number("--columns", model.topology.columns, "Columns of tiles");
  number("--rows", model.topology.rows, "Rows of tiles");
  number("--cores-per-tile", model.topology.coresPerTile, "Cores at each router");
  app.add_option("--routing", arguments.routings,
                 "Routing policy, several to compare them: " + routings.names())
      ->delimiter(',')
      ->capture_default_str();
  number("--virtual-channels", model.virtualChannels, "Virtual channels of each link");
  number("--buffer-flits", model.bufferFlits, "Buffer of each virtual channel");
  number("--route-cycles", model.timing.routeCycles, "Route computation");
  number("--vc-allocation-cycles", model.timing.vcAllocationCycles, "Virtual channel allocation");
  number("--switch-allocation-cycles", model.timing.switchAllocationCycles, "Switch allocation");
  number("--switch-cycles", model.timing.switchCycles, "Switch traversal");
  number("--link-cycles", arguments.linkCycles, "Each link");
  number("--credit-cycles", arguments.creditCycles,
         "From the release of a slot to its next use by the sender");
  number("--flit-interval-cycles", model.timing.flitIntervalCycles,
         "Least distance of two flits on a link");
  app.add_option("--traffic", arguments.traffic, "Traffic pattern: " + patterns.names())
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
  model.timing.linkCycles = arguments.linkCycles;
  model.timing.creditCycles = arguments.creditCycles;
  std::sort(arguments.rates.begin(), arguments.rates.end());
  return exitCodeOf(run(arguments));
}
