// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/TopologyText.h"
#include "simulator/inspect/MappingReport.h"
#include "support/Table.h"
#include <fmt/format.h>
#include <tuple>

namespace nacre {
namespace {

/// Lines of a list that is as long as the chip is large.
constexpr size_t mostLines = 24;

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string layersOf(const MappingSummary &summary, const std::vector<uint32_t> &layers) {
  std::string names;
  for (uint32_t layer : layers)
    names += (names.empty() ? "" : ", ") + summary.layers[layer].name;
  return names;
}

std::string resourcesText(const MappingSummary &summary) {
  Table table({"resource", "limit", "most", "of it", "on core", "mean of those in use"});
  for (const CoreResource &resource : coreResources) {
    const MappingSummary::Core *most = &summary.cores.front();
    double sum = 0;
    for (const MappingSummary::Core &core : summary.cores) {
      sum += summary.use(core, resource);
      if ((core.needs.*resource.need).total > (most->needs.*resource.need).total)
        most = &core;
    }
    table.add({resource.name, std::to_string(summary.chip.limits.*resource.limit),
               std::to_string((most->needs.*resource.need).total),
               percent(summary.use(*most, resource)), std::to_string(most->id),
               percent(sum / double(summary.cores.size()))});
  }
  return "Use of the cores' limits\n" + table.text();
}

std::string layersText(const MappingSummary &summary) {
  struct Sum {
    int64_t flows = 0, packets = 0, links = 0;
  };
  std::map<std::pair<uint32_t, uint32_t>, Sum> traffic;
  for (const MappingSummary::Flow &flow : summary.flows)
    for (uint32_t target : flow.targets) {
      Sum &sum = traffic[{flow.layer, target}];
      ++sum.flows;
      sum.packets += flow.packets;
      sum.links += flow.packets * flow.links;
    }
  Table layers({"layer", "neurons", "cores"});
  for (const MappingSummary::Layer &layer : summary.layers)
    layers.add({layer.name, std::to_string(layer.neurons), std::to_string(layer.cores)});
  Table table({"from", "to", "flows", "packets", "links a packet"});
  for (const auto &[pair, sum] : traffic)
    table.add({summary.layers[pair.first].name, summary.layers[pair.second].name,
               std::to_string(sum.flows), std::to_string(sum.packets),
               fmt::format("{:.2f}", double(sum.links) / double(sum.packets))});
  return "Layers\n" + layers.text() + "\nTraffic between layers, if each neuron fires once\n" +
         table.text();
}

int64_t busyCycles(const MappingSummary::Core &core) {
  return std::max(core.updateCycles, core.synapseCycles);
}

std::string coresText(const MappingSummary &summary) {
  std::vector<const MappingSummary::Core *> cores;
  for (const MappingSummary::Core &core : summary.cores)
    cores.push_back(&core);
  const size_t shown = std::min(cores.size(), mostLines);
  if (shown < cores.size()) {
    auto rank = [&](const MappingSummary::Core &core) {
      return std::tuple(-summary.fullest(core), -busyCycles(core), core.id);
    };
    std::sort(cores.begin(), cores.end(),
              [&](const auto *a, const auto *b) { return rank(*a) < rank(*b); });
    cores.resize(shown);
  }
  std::vector<std::string> header = {"core", "tile"};
  for (const CoreResource &resource : coreResources)
    header.push_back(resource.name);
  for (const char *column : {"update cycles", "synapse cycles", "layers"})
    header.push_back(column);
  Table table(header);
  const Topology topology = summary.chip.grid.topology();
  for (const MappingSummary::Core *core : cores) {
    std::vector<std::string> row = {std::to_string(core->id),
                                    std::to_string(topology.tileOf(core->id))};
    for (const CoreResource &resource : coreResources)
      row.push_back(percent(summary.use(*core, resource)));
    row.push_back(std::to_string(core->updateCycles));
    row.push_back(std::to_string(core->synapseCycles));
    row.push_back(layersOf(summary, core->layers));
    table.add(row);
  }
  return (shown < summary.cores.size()
              ? fmt::format("The {} fullest of {} cores\n", shown, summary.cores.size())
              : std::string("Cores\n")) +
         table.text();
}

std::string linksText(const MappingSummary &summary) {
  if (summary.links.empty())
    return "No packet passes a link between routers.\n";
  std::vector<MappingSummary::LinkLoad> links = summary.links;
  auto rank = [](const MappingSummary::LinkLoad &load) {
    return std::tuple(-load.cycles, load.link.from, load.link.port);
  };
  std::sort(links.begin(), links.end(),
            [&](const auto &a, const auto &b) { return rank(a) < rank(b); });
  const size_t shown = std::min<size_t>(links.size(), 8);
  Table table({"from router", "to router", "flits", "cycles"});
  for (size_t i = 0; i < shown; ++i)
    table.add({std::to_string(links[i].link.from), std::to_string(links[i].link.to),
               std::to_string(links[i].flits), std::to_string(links[i].cycles)});
  return (shown < links.size()
              ? fmt::format("The {} busiest of {} links between routers\n", shown, links.size())
              : std::string("Links between routers, the busiest first\n")) +
         table.text();
}

std::string stepText(const MappingSummary &summary) {
  Table events({"event", "number"});
  for (size_t event = 0; event < eventCount; ++event)
    if (int64_t count = summary.events.values[event])
      events.add({std::string(eventName(Event(event))), std::to_string(count)});
  Table energy({"energy", "nJ", "share"});
  const int64_t total = summary.energyFj.total();
  auto addPart = [&](std::string_view name, int64_t fj) {
    energy.add({std::string(name), fmt::format("{:.3f}", double(fj) * 1e-6),
                percent(total ? double(fj) / double(total) : 0)});
  };
  for (size_t part = 0; part < energyPartCount; ++part)
    if (int64_t fj = summary.energyFj.fj[part])
      addPart(energyPartName(EnergyPart(part)), fj);
  addPart("total", total);
  const ChipModel::Timing &timing = summary.chip.timing;
  const auto busiest =
      std::max_element(summary.cores.begin(), summary.cores.end(),
                       [](const auto &a, const auto &b) { return busyCycles(a) < busyCycles(b); });
  return fmt::format("A step, estimated\n  {}\n  at least {} cycles ({:.3f} us): busiest core {} "
                     "(core {}), busiest link {}, barrier {}{}\n{}\n{}",
                     mappingAssumption, summary.stepCycles,
                     double(summary.stepCycles) * double(timing.cycleFs) * 1e-9, summary.coreCycles,
                     busiest->id, summary.linkCycles, timing.barrierCycles(summary.tilesInUse),
                     timing.tickCycles ? fmt::format(", fixed tick {}", timing.tickCycles) : "",
                     events.text(), energy.text());
}

} // namespace

std::string mappingText(const MappingSummary &summary) {
  const ChipModel::Grid &grid = summary.chip.grid;
  return fmt::format("{} on chip {}: {} of {} cores, {} of {} tiles ({}, routing {})\n\n",
                     summary.network, summary.chip.name, summary.cores.size(), grid.cores(),
                     summary.tilesInUse, grid.tiles(), topologyText(grid.topology()),
                     summary.chip.routingPolicy) +
         resourcesText(summary) + "\n" + layersText(summary) + "\n" + coresText(summary) + "\n" +
         linksText(summary) + "\n" + stepText(summary);
}

} // namespace nacre
