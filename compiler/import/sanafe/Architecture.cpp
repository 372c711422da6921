// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/sanafe/Architecture.h"
#include "support/Yaml.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace nacre::sanafe {

namespace {

/// One kind of part, and how many there are: "tile[0..31]" are 32.
struct Part {
  std::string name;
  int64_t count = 1;
  YamlNode::Map keys;
};

/// "name[0..31]"; a name without a range is one.
Result<Part> named(const YamlNode &node, const std::vector<std::string> &required,
                   const std::vector<std::string> &optional = {}) {
  auto keys = node.map(required, optional);
  if (!keys)
    return keys.error();
  const YamlNode &at = keys->at("name");
  auto name = at.text();
  if (!name)
    return name.error();
  Part part{*name, 1, std::move(*keys)};
  const size_t open = name->find('[');
  if (open == std::string::npos)
    return part;
  int64_t first = -1, last = -1;
  const char *begin = name->data() + open + 1, *end = name->data() + name->size();
  auto low = std::from_chars(begin, end, first);
  const bool dots = end - low.ptr > 2 && low.ptr[0] == '.' && low.ptr[1] == '.';
  auto high = std::from_chars(dots ? low.ptr + 2 : end, end, last);
  if (!dots || first != 0 || last < 0 || last >= int64_t(1) << 24 ||
      std::string_view(high.ptr, end) != "]")
    return at.error("{} must be a name, or one with a range from 0 on: tile[0..31]");
  part.name = name->substr(0, open);
  part.count = last + 1;
  return part;
}

class Reader {
  Architecture architecture;
  Status status = success();

public:
  Result<Architecture> read(const YamlNode &root) {
    if (auto top = root.map({"architecture"}); !top)
      status = top.error();
    else
      readTop(top->at("architecture"));
    if (!status)
      return status.error();
    return std::move(architecture);
  }

private:
  /// Of a value that must be there; the first error stays.
  template <class T> T take(Result<T> result) {
    if (result)
      return std::move(*result);
    if (status)
      status = result.error();
    return T();
  }

  void refuse(const Error &error) {
    if (status)
      status = error;
  }

  int64_t count(const YamlNode &node) {
    const Decimal number = take(node.number());
    const auto value = number.times(1);
    if (status && (!value || *value < 1 || *value > 1 << 24))
      refuse(node.error("{} must be a whole number from 1 to 2^24"));
    return value.value_or(0);
  }

  Decimal cost(const YamlNode &node) {
    const Decimal number = take(node.number());
    if (status && number.digits < 0)
      refuse(node.error("{} must not be negative"));
    return number;
  }

  Cost cost(const YamlNode::Map &keys, const std::string &what) {
    return {cost(keys.at("energy_" + what)), cost(keys.at("latency_" + what))};
  }

  /// The only item of a list.
  std::optional<YamlNode> only(const YamlNode &list, const char *what) {
    auto items = take(list.items());
    if (status && items.size() != 1)
      refuse(list.error(
          fmt::format("{{}} must be one kind of {}: Nacre's chips have all alike", what)));
    return status ? std::optional(items.front()) : std::nullopt;
  }

  void readTop(const YamlNode &node) {
    auto part = named(node, {"name", "attributes", "tile"});
    if (!part)
      return refuse(part.error());
    architecture.name = part->name;
    readChip(part->keys.at("attributes"));
    if (auto tile = only(part->keys.at("tile"), "tile"))
      readTile(*tile);
  }

  void readChip(const YamlNode &node) {
    auto keys = node.map({"topology", "width", "height", "link_buffer_size", "sync_model"},
                         {"latency_sync"});
    if (!keys)
      return refuse(keys.error());
    if (take(keys->at("topology").text()) != "mesh" && status)
      return refuse(keys->at("topology").error("{} must be mesh"));
    architecture.columns = count(keys->at("width"));
    architecture.rows = count(keys->at("height"));
    architecture.linkBufferFlits = count(keys->at("link_buffer_size"));
    const std::string model = take(keys->at("sync_model").text());
    const auto sync = keys->find("latency_sync");
    if (status && model != "fixed" && model != "table")
      return refuse(keys->at("sync_model").error("{} must be fixed or table"));
    if (status && sync == keys->end())
      return refuse(node.error("{} lacks the key 'latency_sync'"));
    if (model == "fixed") {
      architecture.syncS = {{1, cost(sync->second)}};
      return;
    }
    if (!status)
      return;
    for (const YamlNode::Entry &entry : take(sync->second.entries())) {
      int64_t tiles = 0;
      const auto end = entry.name.data() + entry.name.size();
      if (std::from_chars(entry.name.data(), end, tiles).ptr != end || tiles < 1)
        return refuse(entry.key.error("{} must be a number of tiles"));
      architecture.syncS.push_back({tiles, cost(entry.value)});
    }
    std::sort(architecture.syncS.begin(), architecture.syncS.end(),
              [](const auto &a, const auto &b) { return a.first < b.first; });
    if (status && (architecture.syncS.empty() || architecture.syncS.front().first != 1))
      refuse(sync->second.error("{} must say what the barrier of one tile takes"));
  }

  void readTile(const YamlNode &node) {
    auto part = named(node, {"name", "attributes", "core"});
    if (!part)
      return refuse(part.error());
    if (status && part->count != architecture.columns * architecture.rows)
      return refuse(node.error(fmt::format("{{}} are {} tiles, of a grid of {} x {}", part->count,
                                           architecture.columns, architecture.rows)));
    std::vector<std::string> hops;
    for (const char *to : {"north", "east", "south", "west"})
      for (const char *what : {"energy_", "latency_"})
        hops.push_back(fmt::format("{}{}_hop", what, to));
    auto keys = part->keys.at("attributes").map(hops);
    if (!keys)
      return refuse(keys.error());
    architecture.hopNorth = cost(*keys, "north_hop"),
    architecture.hopEast = cost(*keys, "east_hop");
    architecture.hopSouth = cost(*keys, "south_hop"),
    architecture.hopWest = cost(*keys, "west_hop");
    if (auto core = only(part->keys.at("core"), "core"))
      readCore(*core);
  }

  void readCore(const YamlNode &node) {
    auto part =
        named(node, {"name", "attributes", "axon_in", "synapse", "dendrite", "soma", "axon_out"});
    if (!part)
      return refuse(part.error());
    architecture.coresPerTile = part->count;
    auto attributes =
        part->keys.at("attributes")
            .map({"max_neurons_supported"}, {"buffer_position", "buffer_inside_unit"});
    if (!attributes)
      return refuse(attributes.error());
    architecture.neuronsPerCore = count(attributes->at("max_neurons_supported"));
    if (auto in = only(part->keys.at("axon_in"), "axon input"))
      architecture.messageIn = unit(*in, {"message_in"}).front();
    if (auto out = only(part->keys.at("axon_out"), "axon output"))
      architecture.messageOut = unit(*out, {"message_out"}).front();
    for (const YamlNode &synapse : take(part->keys.at("synapse").items())) {
      SynapseUnit &added = architecture.synapses.emplace_back();
      added.spike = unit(synapse, {"process_spike"}, &added.name, "model").front();
    }
    for (const YamlNode &soma : take(part->keys.at("soma").items())) {
      SomaUnit &added = architecture.somas.emplace_back();
      auto costs = unit(soma, {"access_neuron", "update_neuron", "spike_out"}, &added.name, "model",
                        &added.model);
      added.access = costs[0], added.update = costs[1], added.spikeOut = costs[2];
    }
    for (const YamlNode &dendrite : take(part->keys.at("dendrite").items())) {
      const Cost update = unit(dendrite, {"update"}, nullptr, "model").front();
      if (status && (update.energyJ.digits != 0 || update.latencyS.digits != 0))
        return refuse(dendrite.error("{} has costs of its own",
                                     "add them to those of the soma's update, and write 0 here"));
    }
  }

  /// A hardware unit: name, sometimes a model, and costs.
  std::vector<Cost> unit(const YamlNode &node, const std::vector<std::string> &costs,
                         std::string *name = nullptr, const char *modelKey = nullptr,
                         std::string *model = nullptr) {
    std::vector<Cost> result(costs.size());
    std::vector<std::string> required = {"name", "attributes"}, keys;
    for (const std::string &cost : costs)
      for (const char *what : {"energy_", "latency_"})
        keys.push_back(what + cost);
    if (modelKey)
      keys.push_back(modelKey);
    auto part = named(node, required);
    if (!part) {
      refuse(part.error());
      return result;
    }
    auto attributes = part->keys.at("attributes").map(keys, {"update_every_timestep"});
    if (!attributes) {
      refuse(attributes.error());
      return result;
    }
    if (name)
      *name = part->name;
    if (model)
      *model = take(attributes->at(modelKey).text());
    for (size_t i = 0; i < costs.size(); ++i)
      result[i] = cost(*attributes, costs[i]);
    return result;
  }
};

template <class Unit> const Unit *find(const std::vector<Unit> &units, const std::string &name) {
  auto found =
      std::find_if(units.begin(), units.end(), [&](const Unit &unit) { return unit.name == name; });
  return found == units.end() ? nullptr : &*found;
}

} // namespace

const SynapseUnit *Architecture::synapse(const std::string &unit) const {
  return find(synapses, unit);
}

const SomaUnit *Architecture::soma(const std::string &unit) const { return find(somas, unit); }

Result<Architecture> readArchitecture(const std::string &yaml, const std::string &fileName) {
  auto root = YamlNode::parse(yaml, fileName);
  if (!root)
    return root.error();
  return Reader().read(*root);
}

} // namespace nacre::sanafe
