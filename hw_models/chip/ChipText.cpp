// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipText.h"
#include "hw_models/chip/ChipSchema.h"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {
namespace {

using Json = nlohmann::ordered_json;

/// What the file does not say but follows from it.
struct Derived {
  std::string name;
  double value;
  std::string unit;
};

std::vector<Derived> derivedValues(const ChipModel &chip) {
  auto nanoseconds = [&](int64_t cycles) {
    return double(cycles) * double(chip.timing.cycleFs) / 1e6;
  };
  const int64_t tiles = chip.grid.tiles();
  const int64_t weightsPerCore =
      chip.limits.synapseMemoryBits / chip.limits.storedWeightBits(chip.limits.weightBits);
  std::vector<Derived> values = {
      {"tiles", double(tiles), ""},
      {"cores", double(chip.grid.cores()), ""},
      {"neurons of the chip", double(chip.grid.cores() * chip.limits.neurons), ""},
      {"synapse memory of the chip",
       double(chip.grid.cores() * chip.limits.synapseMemoryBits) / (8 * 1024 * 1024), "MiB"},
      {"weights in a core's memory", double(weightsPerCore), ""},
      {"cycle", nanoseconds(1), "ns"},
      {"longest path", double(chip.grid.columns + chip.grid.rows - 2), "hops"},
      {"idle update of a full core",
       nanoseconds((chip.limits.neurons + chip.timing.neuronLanes - 1) / chip.timing.neuronLanes *
                   chip.timing.neuronUpdateIdleCycles),
       "ns"},
      {"barrier, one tile", nanoseconds(chip.timing.barrierCycles(1)), "ns"},
      {"barrier, all tiles", nanoseconds(chip.timing.barrierCycles(tiles)), "ns"},
  };
  // Bandwidth, where the port is modelled.
  if (chip.timing.hostWordCycles > 0)
    values.push_back(
        {"host port",
         1e3 * double(chip.timing.hostWordBits) / nanoseconds(chip.timing.hostWordCycles),
         "Mbit/s"});
  const ChipModel::Area &area = chip.area;
  if (area.coreNm2)
    values.push_back(
        {"area of all cores", double(chip.grid.cores()) * double(*area.coreNm2) / 1e12, "mm2"});
  if (area.coreNm2 && area.synapseNm2)
    values.push_back(
        {"synapses' share of a core",
         100 * double(weightsPerCore) * double(*area.synapseNm2) / double(*area.coreNm2), "%"});
  return values;
}

/// The sources in the order in which numbers first cite them.
std::vector<std::string> citedSources(const ChipModel &chip) {
  std::vector<std::string> sources;
  for (const ChipQuantity &quantity : chip.quantities)
    if (std::find(sources.begin(), sources.end(), quantity.source) == sources.end())
      sources.push_back(quantity.source);
  return sources;
}

} // namespace

std::string chipListText() {
  std::string text;
  for (const std::string &name : shippedChips())
    text += fmt::format("{:<12} {}\n", name, loadChip(name)->description);
  return text;
}

std::string chipListJson() {
  Json list = Json::array();
  for (const std::string &name : shippedChips())
    list.push_back({{"name", name}, {"description", loadChip(name)->description}});
  return list.dump(2) + "\n";
}

std::string chipText(const ChipModel &chip) {
  const std::vector<std::string> sources = citedSources(chip);
  std::string text =
      fmt::format("{}: {}\nhash {:016x}\n\n", chip.name, chip.description, chip.hash);
  size_t keyWidth = 0;
  for (const ChipQuantity &quantity : chip.quantities)
    keyWidth = std::max(keyWidth, quantity.key.size());
  auto row = [&](auto key, auto value, auto provenance, auto source, auto note) {
    std::string line = fmt::format("{:<{}}  {:>8}  {:<10}  {:<6}  {}", key, keyWidth, value,
                                   provenance, source, note);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  };
  row("number", "value", "provenance", "source", "note");
  for (const ChipQuantity &q : chip.quantities) {
    auto index = std::find(sources.begin(), sources.end(), q.source) - sources.begin();
    row(q.key, q.text, q.provenance, fmt::format("[{}]", index + 1), q.note);
  }
  text += "\nderived\n";
  for (const Derived &d : derivedValues(chip))
    text += fmt::format("  {:<28}  {}{}{}\n", d.name, d.value, d.unit.empty() ? "" : " ", d.unit);
  text += "\nsources\n";
  for (size_t i = 0; i < sources.size(); ++i)
    text += fmt::format("  [{}] {}\n", i + 1, sources[i]);
  return text;
}

std::string chipJson(const ChipModel &chip) {
  Json numbers = Json::array(), resolved, derived = Json::array();
  for (const ChipQuantity &q : chip.quantities) {
    Json value = Json::parse(q.text, nullptr, false); // number or flag, else a name
    if (value.is_discarded())
      value = q.text;
    numbers.push_back({{"key", q.key},
                       {"value", value},
                       {"provenance", q.provenance},
                       {"source", q.source},
                       {"note", q.note}});
  }
  for (const ChipField &field : chipFields()) {
    std::vector<int64_t> values = field.values(chip);
    resolved[field.path()] = field.isList()   ? Json(values)
                             : values.empty() ? Json(nullptr)
                                              : Json(values.front());
  }
  for (const Derived &d : derivedValues(chip))
    derived.push_back({{"name", d.name}, {"value", d.value}, {"unit", d.unit}});
  Json json = {{"name", chip.name},
               {"description", chip.description},
               {"hash", fmt::format("{:016x}", chip.hash)},
               {"numbers", numbers},
               {"resolved", resolved},
               {"derived", derived}};
  return json.dump(2) + "\n";
}

} // namespace nacre
