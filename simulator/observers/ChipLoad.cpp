// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/ChipLoad.h"
#include "hw_models/noc/TopologyText.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {

double ChipLoad::utilisation(int64_t flits, LinkKind kind) const {
  return cycles ? double(flits * flitIntervalCycles[kind]) / double(cycles) : 0;
}

double ChipLoad::busy(const CoreLoad &core) const {
  return cycles ? double(core.updateCycles + core.synapseCycles) / double(cycles) : 0;
}

ChipLoad loadOf(const ChipImage &image, const ChipModel &chip, const RunResult &run) {
  ChipLoad load;
  load.chip = chip.name;
  load.network = image->network()->str();
  load.topology = chip.grid.topology();
  load.samples = run.cycleSamples;
  load.cycles = run.chip.cycles;
  load.flitIntervalCycles = nocModelOf(chip).timing.flitIntervalCycles;

  const Topology &topology = load.topology;
  const uint32_t ports = topology.linkPorts() + topology.coresPerTile;
  assert(run.linkFlits.size() == topology.routers() * ports + topology.cores());
  for (const Link &link : topology.links()) {
    auto input = topology.behind(link.from, link.port);
    load.links.push_back({link, run.linkFlits[input->router * ports + input->port],
                          topology.linkKind(link.from, link.port)});
  }
  size_t slice = 0;
  for (const image::Core *core : *image->cores()) {
    CoreLoad &entry = load.cores.emplace_back();
    entry.id = core->id();
    const uint32_t port = topology.linkPorts() + entry.id % topology.coresPerTile;
    entry.flitsSent = run.linkFlits[topology.tileOf(entry.id) * ports + port];
    entry.flitsReceived = run.linkFlits[topology.routers() * ports + entry.id];
    uint32_t before = ~uint32_t(0);
    for (unsigned i = 0; core->slices() && i < core->slices()->size(); ++i) {
      uint32_t population = core->slices()->Get(i)->population();
      if (population != before)
        entry.layers += (i ? ", " : "") + image->populations()->Get(population)->name()->str();
      before = population;
      const Counters &counters = run.slices[slice++];
      entry.updateCycles += counters[Event::UpdateCycles];
      entry.synapseCycles += counters[Event::SynapseCycles];
      entry.stallSendCycles += counters[Event::StallSendCycles];
      entry.stallReceiveCycles += counters[Event::StallReceiveCycles];
    }
  }
  return load;
}

std::string loadAsCsv(const ChipLoad &load) {
  std::string csv = "kind,router,port,to_router,flits,utilisation,core,update_cycles,"
                    "synapse_cycles,stall_send_cycles,stall_receive_cycles,flits_sent,"
                    "flits_received,busy\n";
  for (const LinkLoad &l : load.links)
    csv += fmt::format("link,{},{},{},{},{},,,,,,,,\n", l.link.from, l.link.port, l.link.to,
                       l.flits, load.utilisation(l.flits, l.kind));
  for (const CoreLoad &core : load.cores)
    csv +=
        fmt::format("core,{},,,,,{},{},{},{},{},{},{},{}\n", load.topology.tileOf(core.id), core.id,
                    core.updateCycles, core.synapseCycles, core.stallSendCycles,
                    core.stallReceiveCycles, core.flitsSent, core.flitsReceived, load.busy(core));
  return csv;
}

std::string loadAsJson(const ChipLoad &load) {
  using Json = nlohmann::ordered_json;
  Json links = Json::array(), cores = Json::array();
  for (const LinkLoad &l : load.links)
    links.push_back({{"router", l.link.from},
                     {"port", l.link.port},
                     {"to_router", l.link.to},
                     {"flits", l.flits},
                     {"utilisation", load.utilisation(l.flits, l.kind)}});
  for (const CoreLoad &core : load.cores)
    cores.push_back({{"core", core.id},
                     {"router", load.topology.tileOf(core.id)},
                     {"layers", core.layers},
                     {"update_cycles", core.updateCycles},
                     {"synapse_cycles", core.synapseCycles},
                     {"stall_send_cycles", core.stallSendCycles},
                     {"stall_receive_cycles", core.stallReceiveCycles},
                     {"flits_sent", core.flitsSent},
                     {"flits_received", core.flitsReceived},
                     {"busy", load.busy(core)}});
  const Topology &topology = load.topology;
  Json json = {{"chip", load.chip},
               {"network", load.network},
               {"topology", topologyName(topology.kind)},
               {"columns", topology.columns},
               {"rows", topology.rows},
               {"cores_per_tile", topology.coresPerTile},
               {"samples", load.samples},
               {"cycles", load.cycles},
               {"flit_interval_cycles", load.flitIntervalCycles[LinkKind::Local]},
               {"flit_interval_border_cycles", load.flitIntervalCycles[LinkKind::Border]},
               {"links", links},
               {"cores", cores}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace nacre
