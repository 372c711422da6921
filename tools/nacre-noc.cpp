// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre noc: a network on chip under synthetic traffic.
#include "hw_models/noc/DeadlockCheck.h"
#include "simulator/noc/SyntheticTraffic.h"
#include "support/CommandLine.h"
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace nacre;

namespace {

const std::map<std::string, TopologyKind> topologyKinds = {{"mesh", TopologyKind::Mesh},
                                                           {"torus", TopologyKind::Torus}};

struct Arguments {
  NocModel model{{8, 8, 1}, {}, 4, 8, {}};
  std::string topology = "mesh", routing = "xy", traffic = "uniform";
  std::vector<double> rates = {0.1};
  SyntheticOptions synthetic;
  OutputFormat format = OutputFormat::Text;
  ProgressMode progress = ProgressMode::Auto;
};

Status check(const Arguments &arguments) {
  if (auto status = arguments.model.check(); !status)
    return status;
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

void printText(const Arguments &arguments, const std::vector<SyntheticResult> &results) {
  const NocModel &model = arguments.model;
  fmt::print("{}x{} {}, {} core{} a tile, {} routing, {} virtual channels of {} flits\n"
             "{} traffic, packets of {} flits, {} cycles measured after {}, seed {}\n\n"
             "    rate  accepted   latency  +- 95 %       max   routers  unfinished\n",
             model.topology.columns, model.topology.rows, arguments.topology,
             model.topology.coresPerTile, model.topology.coresPerTile == 1 ? "" : "s",
             arguments.routing, model.virtualChannels, model.bufferFlits, arguments.traffic,
             arguments.synthetic.packetFlits, arguments.synthetic.cycles,
             arguments.synthetic.warmupCycles, arguments.synthetic.seed);
  for (const SyntheticResult &r : results)
    fmt::print("{:8.4f}  {:8.4f}  {:8.2f}  {:7.2f}  {:8}  {:8.3f}  {:10}{}\n", r.rate,
               r.acceptedRate, r.latency, r.latencyError, r.latencyMax, r.routersPassed,
               r.unfinished, r.unfinished ? "  saturated" : "");
}

void printJson(const Arguments &arguments, const std::vector<SyntheticResult> &results) {
  nlohmann::ordered_json points = nlohmann::ordered_json::array();
  for (const SyntheticResult &r : results)
    points.push_back({{"rate_flits_per_core_cycle", r.rate},
                      {"accepted_flits_per_core_cycle", r.acceptedRate},
                      {"packets", r.packets},
                      {"unfinished_packets", r.unfinished},
                      {"latency_cycles", r.latency},
                      {"latency_error_cycles", r.latencyError},
                      {"latency_max_cycles", r.latencyMax},
                      {"routers_passed", r.routersPassed}});
  nlohmann::ordered_json document = {{"topology", arguments.topology},
                                     {"traffic", arguments.traffic},
                                     {"routing", arguments.routing},
                                     {"seed", arguments.synthetic.seed},
                                     {"points", points}};
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

/// Sets the policy, which must serve the topology.
Status readRouting(Arguments &arguments) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  auto routing = routings.get(arguments.routing, "routing policy");
  if (!routing)
    return routing.error();
  arguments.model.policy = **routing;
  if ((*routing)->serves == arguments.model.topology.kind)
    return success();
  std::string serving;
  for (const auto &[name, policy] : routings)
    if (policy.serves == arguments.model.topology.kind)
      serving += (serving.empty() ? "" : ", ") + name;
  return Error{
      fmt::format("routing '{}' does not serve a {}", arguments.routing, arguments.topology),
      fmt::format("policies for a {}: {}", arguments.topology, serving), ExitCode::Usage};
}

Status run(Arguments arguments) {
  if (auto status = readTopology(arguments); !status)
    return status;
  if (auto status = readRouting(arguments); !status)
    return status;
  TrafficPatternRegistry patterns;
  registerAllTrafficPatterns(patterns);
  auto pattern = patterns.get(arguments.traffic, "traffic pattern");
  if (!pattern)
    return pattern.error();
  arguments.synthetic.pattern = **pattern;
  if (auto status = check(arguments); !status)
    return status;
  if (auto status = checkRouting(arguments.model.topology, arguments.model.policy); !status)
    return status;
  std::vector<SyntheticResult> results;
  {
    Progress progress("noc", int64_t(arguments.rates.size()),
                      ProgressOutput::standard(arguments.progress));
    for (double rate : arguments.rates) {
      arguments.synthetic.rate = rate;
      results.push_back(runSynthetic(arguments.model, arguments.synthetic));
      progress.update(int64_t(results.size()));
    }
  }
  if (arguments.format == OutputFormat::Json)
    printJson(arguments, results);
  else
    printText(arguments, results);
  return success();
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
    app.add_option(name, value, help)->capture_default_str();
  };
  app.add_option("--topology", arguments.topology, "mesh or torus")->capture_default_str();
  number("--columns", model.topology.columns, "Columns of tiles");
  number("--rows", model.topology.rows, "Rows of tiles");
  number("--cores-per-tile", model.topology.coresPerTile, "Cores at each router");
  app.add_option("--routing", arguments.routing, "Routing policy: " + routings.names())
      ->capture_default_str();
  number("--virtual-channels", model.virtualChannels, "Virtual channels of each link");
  number("--buffer-flits", model.bufferFlits, "Buffer of each virtual channel");
  number("--route-cycles", model.timing.routeCycles, "Route computation");
  number("--vc-allocation-cycles", model.timing.vcAllocationCycles, "Virtual channel allocation");
  number("--switch-allocation-cycles", model.timing.switchAllocationCycles, "Switch allocation");
  number("--switch-cycles", model.timing.switchCycles, "Switch traversal");
  number("--link-cycles", model.timing.linkCycles, "Each link");
  number("--credit-cycles", model.timing.creditCycles,
         "From the release of a slot to its next use by the sender");
  number("--flit-interval-cycles", model.timing.flitIntervalCycles,
         "Least distance of two flits on a link");
  app.add_option("--traffic", arguments.traffic, "Traffic pattern: " + patterns.names())
      ->capture_default_str();
  app.add_option("--rate", arguments.rates, "Flits per core and cycle; several: a curve")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--packet-flits", synthetic.packetFlits, "Flits of a packet")
      ->check(CLI::Range(1, 65536))
      ->capture_default_str();
  app.add_option("--warmup-cycles", synthetic.warmupCycles, "Cycles before the measurement")
      ->check(CLI::Range(int64_t(0), int64_t(1) << 32))
      ->capture_default_str();
  app.add_option("--cycles", synthetic.cycles, "Cycles of the measurement")
      ->check(CLI::Range(int64_t(10), int64_t(1) << 32))
      ->capture_default_str();
  number("--seed", synthetic.seed, "Seed of the traffic");
  addFormatOption(app, arguments.format);
  addProgressOption(app, arguments.progress);
  if (auto code = parseCommandLine(app, argc, argv))
    return *code;
  return exitCodeOf(run(arguments));
}
