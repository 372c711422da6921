// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/inspect/MappingReport.h"
#include <nlohmann/json.hpp>

namespace nacre {

using Json = nlohmann::json;

/// "input_axons".
static std::string keyOf(const char *name) {
  std::string key = name;
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

static Json stepJson(const MappingSummary &summary) {
  Json events, energy;
  for (size_t event = 0; event < eventCount; ++event)
    if (summary.events.values[event])
      events[std::string(eventName(Event(event)))] = summary.events.values[event];
  for (size_t part = 0; part < energyPartCount; ++part)
    energy[std::string(energyPartName(EnergyPart(part)))] = summary.energyFj.fj[part];
  energy["total"] = summary.energyFj.total();
  return {{"assumption", mappingAssumption},
          {"events", events},
          {"core_cycles", summary.coreCycles},
          {"link_cycles", summary.linkCycles},
          {"barrier_cycles", summary.chip.timing.barrierCycles(summary.tilesInUse)},
          {"least_cycles", summary.stepCycles},
          {"energy_fj", energy}};
}

Json mappingJson(const MappingSummary &summary) {
  Json limits, layers = Json::array(), cores = Json::array(), flows = Json::array(),
               links = Json::array();
  auto names = [&](const std::vector<uint32_t> &indices) {
    Json list = Json::array();
    for (uint32_t index : indices)
      list.push_back(summary.layers[index].name);
    return list;
  };
  for (const CoreResource &resource : coreResources)
    limits[keyOf(resource.name)] = summary.chip.limits.*resource.limit;
  for (const MappingSummary::Layer &layer : summary.layers)
    layers.push_back({{"name", layer.name}, {"neurons", layer.neurons}, {"cores", layer.cores}});
  const Topology topology = summary.chip.grid.topology();
  for (const MappingSummary::Core &core : summary.cores) {
    Json needs;
    for (const CoreResource &resource : coreResources)
      needs[keyOf(resource.name)] = (core.needs.*resource.need).total;
    cores.push_back({{"id", core.id},
                     {"tile", topology.tileOf(core.id)},
                     {"layers", names(core.layers)},
                     {"needs", needs},
                     {"update_cycles", core.updateCycles},
                     {"synapse_cycles", core.synapseCycles},
                     {"flits_out", core.flitsOut},
                     {"flits_in", core.flitsIn}});
  }
  for (const MappingSummary::Flow &flow : summary.flows)
    flows.push_back({{"from", flow.from},
                     {"to", flow.to},
                     {"layer", summary.layers[flow.layer].name},
                     {"targets", names(flow.targets)},
                     {"packets", flow.packets},
                     {"links", flow.links}});
  for (const MappingSummary::LinkLoad &load : summary.links)
    links.push_back({{"router", load.link.from},
                     {"port", load.link.port},
                     {"to_router", load.link.to},
                     {"flits", load.flits},
                     {"cycles", load.cycles}});
  return {{"network", summary.network},
          {"chip", summary.chip.name},
          {"chip_cores", summary.chip.grid.cores()},
          {"chip_tiles", summary.chip.grid.tiles()},
          {"tiles_in_use", summary.tilesInUse},
          {"limits", limits},
          {"layers", layers},
          {"cores", cores},
          {"flows", flows},
          {"links", links},
          {"step", stepJson(summary)}};
}

} // namespace nacre
