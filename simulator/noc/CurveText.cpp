// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/CurveText.h"
#include "hw_models/noc/TopologyText.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {

using Json = nlohmann::ordered_json;

static std::string mean(double value) {
  return std::isnan(value) ? "-" : fmt::format("{:.2f}", value);
}

static std::string table(const LoadCurve &curve) {
  std::string text = fmt::format(
      "\n{}, {}\n    rate  accepted   latency  +- 95 %       max   routers  unfinished\n",
      topologyText(curve.topology), curve.routing);
  for (const SyntheticResult &r : curve.points)
    text += fmt::format("{:8.4g}  {:8.4g}  {:>8}  {:>7}  {:8}  {:>8}  {:10}{}\n", r.rate,
                        r.acceptedRate, mean(r.latency), mean(r.latencyError), r.latencyMax,
                        mean(r.routersPassed), r.unfinished, r.saturated ? "  saturated" : "");
  return text;
}

static Json toJson(const LoadCurve &curve) {
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
  return {{"topology", topologyName(curve.topology.kind)},
          {"columns", curve.topology.columns},
          {"rows", curve.topology.rows},
          {"routing", curve.routing},
          {"points", points}};
}

std::string curvesAsText(const CurveSetting &setting, const std::vector<LoadCurve> &curves) {
  const NocModel &model = setting.model;
  const NocTiming &timing = model.timing;
  const SyntheticOptions &options = setting.options;
  const uint32_t cores = model.topology.coresPerTile;
  std::string text = fmt::format(
      "{} core{} a tile, {} virtual channels of {} flits\n"
      "{} traffic, packets of {} flits, {} cycles measured after {}, seed {}\n"
      "cycles: route {}, VC allocation {}, switch allocation {}, switch {}, link {}, credit {}, "
      "flit interval {}\n",
      cores, cores == 1 ? "" : "s", model.virtualChannels, model.bufferFlits, setting.traffic,
      options.packetFlits, options.cycles, options.warmupCycles, options.seed, timing.routeCycles,
      timing.vcAllocationCycles, timing.switchAllocationCycles, timing.switchCycles,
      timing.linkCycles.most(), timing.creditCycles.most(), timing.flitIntervalCycles.most());
  for (const LoadCurve &curve : curves)
    text += table(curve);
  return text;
}

std::string curvesAsJson(const CurveSetting &setting, const std::vector<LoadCurve> &curves) {
  const NocModel &model = setting.model;
  const NocTiming &timing = model.timing;
  Json list = Json::array();
  for (const LoadCurve &curve : curves)
    list.push_back(toJson(curve));
  Json document = {{"cores_per_tile", model.topology.coresPerTile},
                   {"virtual_channels", model.virtualChannels},
                   {"buffer_flits", model.bufferFlits},
                   {"route_cycles", timing.routeCycles},
                   {"vc_allocation_cycles", timing.vcAllocationCycles},
                   {"switch_allocation_cycles", timing.switchAllocationCycles},
                   {"switch_cycles", timing.switchCycles},
                   {"link_cycles", timing.linkCycles.most()},
                   {"credit_cycles", timing.creditCycles.most()},
                   {"flit_interval_cycles", timing.flitIntervalCycles.most()},
                   {"traffic", setting.traffic},
                   {"packet_flits", setting.options.packetFlits},
                   {"warmup_cycles", setting.options.warmupCycles},
                   {"measured_cycles", setting.options.cycles},
                   {"seed", setting.options.seed},
                   {"curves", list}};
  return document.dump(2) + "\n";
}

} // namespace nacre
