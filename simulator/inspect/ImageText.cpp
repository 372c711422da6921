// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/inspect/ImageJson.h"
#include "support/Table.h"
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace nacre {
namespace {

using Json = nlohmann::json;

std::string number(const Json &json) { return json.dump(); }

std::string shape(const Json &extents) {
  return fmt::format("{}x{}x{}", number(extents[0]), number(extents[1]), number(extents[2]));
}

/// "0..15, 2..3, 0..7": inclusive, channel, row, column.
std::string box(const Json &json) {
  std::string text;
  for (const char *axis : {"channels", "rows", "columns"})
    text += fmt::format("{}{}..{}", text.empty() ? "" : ", ", json[axis][0].get<int64_t>(),
                        json[axis][1].get<int64_t>() - 1);
  return text;
}

/// "sparse, codebook of 4".
std::string storage(const Json &synapses) {
  std::string text = synapses["layout"];
  const Json &entries = synapses["codebook_entries"];
  return entries.is_null() ? text : text + ", codebook of " + number(entries);
}

/// "conv1", or "conv1 (copy)".
std::string held(const Json &slice) {
  return slice["population"].get<std::string>() + (slice["copy"] ? " (copy)" : "");
}

std::string populationsText(const Json &image) {
  Table table({"population", "shape", "neurons", "depth", "model", "spikes", "cores"});
  for (const Json &population : image["populations"]) {
    int64_t cores = 0;
    for (const Json &core : image["cores"])
      for (const Json &slice : core["slices"])
        if (slice["population"] == population["name"]) {
          ++cores;
          break;
        }
    bool spiking = population["spiking"];
    table.add(
        {population["name"], shape(population["shape"]), number(population["neurons"]),
         number(population["depth"]), spiking ? population["model"] : Json("readout"),
         spiking ? fmt::format("{} a step", number(population["options"]["max_spikes"])) : "-",
         std::to_string(cores)});
  }
  return "Populations\n" + table.text();
}

std::string weightsText(const Json &image) {
  Table table({"weights", "values", "bits", "zeros"});
  size_t index = 0;
  for (const Json &weights : image["weights"])
    table.add({std::to_string(index++), number(weights["values"]), number(weights["bits"]),
               number(weights["zeros"])});
  std::string text = "Weights\n" + table.text();
  for (const Json &host : image["host_synapses"])
    text += fmt::format("  The host computes the biases of '{}' from weights {} ({}).\n",
                        host["target"].get<std::string>(), number(host["weights"]),
                        host["format"].get<std::string>());
  return text;
}

/// The blocks of synapses between two populations, by how they are stored.
std::string synapsesText(const Json &image) {
  std::map<std::vector<std::string>, int64_t> blocks;
  for (const Json &core : image["cores"])
    for (const Json &slice : core["slices"])
      for (const Json &s : slice["synapses"])
        ++blocks[{slice["population"], s["source"], s["format"], storage(s)}];
  Table table({"population", "source", "format", "stored", "blocks"});
  for (const auto &[kind, count] : blocks) {
    std::vector<std::string> row = kind;
    row.push_back(std::to_string(count));
    table.add(row);
  }
  return "Synapses\n" + table.text();
}

std::string coresText(const Json &image) {
  Table table({"core", "neurons", "slices", "routes", "destinations", "populations"});
  for (const Json &core : image["cores"]) {
    int64_t neurons = 0;
    std::string names;
    for (const Json &slice : core["slices"]) {
      neurons += slice["neurons"].get<int64_t>();
      names += (names.empty() ? "" : ", ") + held(slice);
    }
    std::set<uint32_t> destinations;
    for (const Json &route : core["routes"])
      destinations.insert(route["destination"].get<uint32_t>());
    table.add({number(core["id"]), std::to_string(neurons), std::to_string(core["slices"].size()),
               std::to_string(core["routes"].size()), std::to_string(destinations.size()), names});
  }
  return fmt::format("Cores, {} in use\n", image["cores"].size()) + table.text();
}

/// Nothing where there are no tables.
std::string tablesText(const Json &image) {
  size_t entries = 0, most = 0;
  Json fullest;
  for (const Json &table : image["tables"]) {
    const size_t size = table["entries"].size();
    entries += size;
    if (size > most)
      most = size, fullest = table["router"];
  }
  if (entries == 0)
    return "";
  return fmt::format(
      "\nRouting tables: {} entries in {} routers for {} keys; router {} has most, {}\n", entries,
      image["tables"].size(), image["keys"].size(), number(fullest), most);
}

} // namespace

std::string imageText(const image::Image &flat) {
  Json image = imageJson(flat);
  const uint32_t columns = flat.chip_columns(), rows = flat.chip_rows();
  const std::string chips = columns * rows == 1 ? "" : fmt::format("{}x{} chips ", columns, rows);
  return fmt::format("{} for {}{} (hash {})\nInput {}, zero point {}\n\n{}\n{}\n{}\n{}{}",
                     image["network"].get<std::string>(), chips.empty() ? "chip " : chips,
                     image["chip"].get<std::string>(), image["chip_hash"].get<std::string>(),
                     shape(image["input"]["shape"]), number(image["input"]["zero_point"]),
                     populationsText(image), weightsText(image), synapsesText(image),
                     coresText(image), tablesText(image));
}

std::string coreText(const image::Image &image, const image::Core &flat) {
  Json core = coreJson(image, flat);
  Table slices({"slice", "population", "channels, rows, columns", "neurons"});
  Table synapses(
      {"slice", "source", "channels, rows, columns", "format", "stored", "weights", "delay"});
  size_t index = 0;
  for (const Json &slice : core["slices"]) {
    slices.add({std::to_string(index), held(slice), box(slice["box"]), number(slice["neurons"])});
    for (const Json &s : slice["synapses"])
      synapses.add({std::to_string(index), s["source"], box(s["source_box"]), s["format"],
                    storage(s), number(s["weights"]), number(s["delay"])});
    ++index;
  }
  Table routes({"to core", "population", "channels, rows, columns", "neurons"});
  for (const Json &route : core["routes"])
    routes.add({number(route["destination"]), route["population"], box(route["box"]),
                number(route["neurons"])});
  return fmt::format("Core {}\n\nSlices\n{}\nSynapses\n{}\nRoutes\n{}", number(core["id"]),
                     slices.text(), synapses.text(), routes.text());
}

} // namespace nacre
