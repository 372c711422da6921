// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// YAML -> ChipModel. The schema table says what there is; this file says what is refused.
#include "hw_models/chip/ChipClash.h"
#include "hw_models/chip/ChipHash.h"
#include "hw_models/chip/ChipSchema.h"
#include "hw_models/chip/SramEnergy.h"
#include "hw_models/noc/RoutingPolicy.h"
#include "support/Yaml.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre {
namespace {

constexpr int64_t schemaVersion = 1;
const std::vector<std::string> provenances = {"measured", "spice",    "fitted",
                                              "scaled",   "estimate", "definition"};

/// A key that names a field, and the unit it ends in.
struct Match {
  const ChipField *field = nullptr;
  const Unit *unit = nullptr;
};

/// A number as found in the file, not yet resolved: the cycle may come later.
struct Written {
  Match match;
  YamlNode node;
  Decimal number;
  int64_t tiles = 0;        ///< of a point of a list
  std::optional<Sram> sram; ///< in which the number holds, where it is to be scaled
  size_t quantity = 0;      ///< index of its record
};

std::string spelling(const ChipField &field, const Unit &unit) {
  return std::string(field.name) + (unit.suffix.empty() ? "" : "_") + std::string(unit.suffix);
}

class ChipParser {
  ChipModel chip;
  std::map<std::string, std::string> sources;
  std::vector<Written> written;

  Status readHead(const YamlNode::Map &top);
  Status readSection(std::string_view section, const YamlNode &node);
  Result<YamlNode> readName(const YamlNode &node);
  Status readRouting(const YamlNode &node);
  Result<Match> matchKey(std::string_view section, const YamlNode::Entry &entry) const;
  Status readField(const Match &match, const YamlNode &node);
  Status readList(const Match &match, const YamlNode &node);
  Status readNumber(const Match &match, const YamlNode::Map &quantity, const std::string &key,
                    int64_t tiles);
  Status readSram(const YamlNode::Map &quantity, std::optional<Sram> &sram) const;
  Status recordQuantity(const YamlNode::Map &quantity, const std::string &key);
  Status resolveNumber(const Written &number);
  bool isGiven(const ChipField &field) const;
  Status checkBorder(const YamlNode::Map &top) const;
  Status checkTables(const YamlNode::Map &top) const;
  int64_t scale(const Written &number, int64_t value);

public:
  Result<ChipModel> parse(const YamlNode &root);
};

Status ChipParser::readHead(const YamlNode::Map &top) {
  auto name = top.at("name").text(), description = top.at("description").text();
  auto version = top.at("schema").number();
  if (!name || !description || !version)
    return !name ? name.error() : !description ? description.error() : version.error();
  static constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  if (name->empty() || name->find_first_not_of(letters) != name->npos)
    return top.at("name").error("{} must be made of letters, digits, '.', '_' and '-'");
  chip.name = *name;
  chip.description = *description;
  if (version->times(1) != schemaVersion)
    return top.at("schema").error(fmt::format("{{}} must be {}", schemaVersion),
                                  "this version of Nacre reads no other");
  auto entries = top.at("sources").entries();
  if (!entries)
    return entries.error();
  for (const YamlNode::Entry &entry : *entries) {
    auto citation = entry.value.text();
    if (!citation)
      return citation.error();
    sources[entry.name] = *citation;
  }
  return success();
}

Result<Match> ChipParser::matchKey(std::string_view section, const YamlNode::Entry &entry) const {
  std::vector<std::string> valid;
  const ChipField *wrongUnit = nullptr;
  for (const ChipField &field : chipFields()) {
    if (field.section() != section)
      continue;
    for (const Unit &unit : unitsOf(field.dimension)) {
      valid.push_back(spelling(field, unit));
      if (entry.name == valid.back())
        return Match{&field, &unit};
    }
    std::string path = field.path();
    if (entry.name == field.name)
      return entry.key.error("{} lacks its unit", "write " + spellings(path, field.dimension));
    if (entry.name.starts_with(std::string(field.name) + "_"))
      wrongUnit = &field;
  }
  if (wrongUnit)
    for (Dimension d :
         {Dimension::Bits, Dimension::Time, Dimension::Energy, Dimension::Power, Dimension::Area})
      for (const Unit &unit : unitsOf(d))
        if (entry.name == spelling(*wrongUnit, unit))
          return entry.key.error(fmt::format("{{}} has a wrong unit: '{}' is {}", wrongUnit->path(),
                                             nounOf(wrongUnit->dimension)),
                                 "write " + spellings(wrongUnit->path(), wrongUnit->dimension));
  return entry.key.error("unknown key {}", suggest(entry.name, valid));
}

Status ChipParser::recordQuantity(const YamlNode::Map &quantity, const std::string &key) {
  auto source = quantity.at("source").text(), provenance = quantity.at("provenance").text();
  auto text = quantity.at("value").text();
  if (!source || !provenance || !text)
    return !source ? source.error() : !provenance ? provenance.error() : text.error();
  auto citation = sources.find(*source);
  if (citation == sources.end()) {
    std::vector<std::string> ids;
    for (const auto &[id, text] : sources)
      ids.push_back(id);
    return quantity.at("source").error(
        fmt::format("{{}} names no entry of 'sources': '{}'", *source), suggest(*source, ids));
  }
  if (std::find(provenances.begin(), provenances.end(), *provenance) == provenances.end())
    return quantity.at("provenance")
        .error(fmt::format("{{}} is no provenance: '{}'", *provenance),
               fmt::format("valid: {}", fmt::join(provenances, ", ")));
  std::string note;
  if (auto found = quantity.find("note"); found != quantity.end()) {
    auto noteText = found->second.text();
    if (!noteText)
      return noteText.error();
    note = *noteText;
  }
  chip.quantities.push_back({key, 0, *text, citation->second, *provenance, note});
  return success();
}

/// `reference_sram`: the memory in which an energy holds that is to be scaled to the chip's own.
Status ChipParser::readSram(const YamlNode::Map &quantity, std::optional<Sram> &sram) const {
  auto found = quantity.find("reference_sram");
  if (found == quantity.end())
    return success();
  auto map = found->second.map({"size_kib", "width_bits"});
  if (!map)
    return map.error();
  sram.emplace();
  for (auto [key, factor, target] :
       {std::tuple("size_kib", 8 * 1024, &sram->bits), {"width_bits", 1, &sram->wordBits}}) {
    auto number = map->at(key).number();
    if (!number)
      return number.error();
    std::optional<int64_t> bits = number->times(factor);
    if (!bits || *bits < 1)
      return map->at(key).error("{} is not a whole number of bits, 1 or more");
    *target = *bits;
  }
  if (*quantity.at("provenance").text() != "scaled")
    return quantity.at("provenance")
        .error("{} must be 'scaled'", "an energy with 'reference_sram' holds for another memory");
  return success();
}

Status ChipParser::readNumber(const Match &match, const YamlNode::Map &quantity,
                              const std::string &key, int64_t tiles) {
  if (Status status = recordQuantity(quantity, key); !status)
    return status;
  const YamlNode &value = quantity.at("value");
  Decimal number;
  if (match.field->dimension == Dimension::Flag) {
    auto flag = value.flag();
    if (!flag)
      return flag.error();
    number.digits = *flag;
  } else {
    auto read = value.number();
    if (!read)
      return read.error();
    number = *read;
  }
  std::optional<Sram> sram;
  if (Status status = readSram(quantity, sram); !status)
    return status;
  chip.quantities.back().value = number.toDouble();
  written.push_back({match, value, number, tiles, sram, chip.quantities.size() - 1});
  return success();
}

Status ChipParser::readList(const Match &match, const YamlNode &node) {
  auto items = node.items();
  if (!items)
    return items.error();
  if (items->empty())
    return node.error("{} needs at least one point");
  int64_t previous = 0;
  for (const YamlNode &item : *items) {
    auto point = item.map({"tiles", "value", "source", "provenance"}, {"note"});
    if (!point)
      return point.error();
    auto number = point->at("tiles").number();
    if (!number)
      return number.error();
    std::optional<int64_t> tiles = number->times(1);
    if (!tiles || *tiles <= previous)
      return point->at("tiles").error("{} must be a whole number, ascending from point to point");
    previous = *tiles;
    std::string key = fmt::format("{}[tiles={}]", node.path(), *tiles);
    if (Status status = readNumber(match, *point, key, *tiles); !status)
      return status;
  }
  return success();
}

Status ChipParser::readField(const Match &match, const YamlNode &node) {
  if (match.field->isList())
    return readList(match, node);
  std::vector<std::string> optional = {"note"};
  if (match.field->isSramWord)
    optional.push_back("reference_sram");
  auto quantity = node.map({"value", "source", "provenance"}, optional);
  return quantity ? readNumber(match, *quantity, node.path(), 0) : Status(quantity.error());
}

Status ChipParser::readSection(std::string_view section, const YamlNode &node) {
  auto entries = node.entries();
  if (!entries)
    return entries.error();
  std::map<const ChipField *, std::string> given;
  for (const YamlNode::Entry &entry : *entries) {
    auto match = matchKey(section, entry);
    if (!match)
      return match.error();
    auto [first, fresh] = given.emplace(match->field, entry.name);
    if (!fresh)
      return entry.key.error(fmt::format("{{}} is already given as '{}'", first->second),
                             "remove one of the two");
    if (Status status = readField(*match, entry.value); !status)
      return status;
  }
  for (const ChipField &field : chipFields())
    if (field.section() == section && !field.isOptional() && !given.count(&field))
      return node.error(fmt::format("{{}} lacks '{}' ({})", field.name, field.doc),
                        "add " + spellings(field.path(), field.dimension));
  return success();
}

/// A name with its source; its text is the last record's.
Result<YamlNode> ChipParser::readName(const YamlNode &node) {
  auto quantity = node.map({"value", "source", "provenance"}, {"note"});
  if (!quantity)
    return quantity.error();
  if (Status status = recordQuantity(*quantity, node.path()); !status)
    return status.error();
  return quantity->at("value");
}

Status ChipParser::readRouting(const YamlNode &node) {
  auto map = node.map({"topology", "policy"});
  if (!map)
    return map.error();
  auto topology = readName(map->at("topology"));
  if (!topology)
    return topology.error();
  const std::string kindName = chip.quantities.back().text;
  auto kind = findTopology(kindName);
  if (!kind)
    return topology->error(fmt::format("{{}}: unknown topology '{}'", kindName),
                           fmt::format("valid: {}", fmt::join(topologyNames(), ", ")));
  chip.grid.kind = *kind;
  auto policy = readName(map->at("policy"));
  if (!policy)
    return policy.error();
  chip.routingPolicy = chip.quantities.back().text;
  if (chip.routesByTables())
    return success();
  RoutingRegistry registry;
  registerAllRoutings(registry);
  const RoutingPolicy *found = registry.find(chip.routingPolicy);
  std::string valid = "valid for a " + kindName + ": " + namesServing(registry, *kind) + ", " +
                      std::string(byTables);
  if (!found)
    return policy->error(fmt::format("{{}}: unknown routing policy '{}'", chip.routingPolicy),
                         valid);
  if (found->serves != *kind)
    return policy->error(
        fmt::format("{{}}: '{}' does not serve a {}", chip.routingPolicy, kindName), valid);
  return success();
}

/// The energy in the chip's own memory, in whole femtojoules; the record says how it came about.
int64_t ChipParser::scale(const Written &number, int64_t value) {
  const Sram &from = *number.sram;
  double fj = scaledWordFj(double(value), from,
                           {chip.limits.synapseMemoryBits, chip.timing.synapseWordBits});
  int64_t rounded = std::llround(std::min(fj, 1e18)); // beyond the range of any energy
  ChipQuantity &record = chip.quantities[number.quantity];
  std::string rule = fmt::format("{} for {} bits of {:g} KiB, scaled by width x sqrt(size)",
                                 withUnit(value, Dimension::Energy), from.wordBits,
                                 double(from.bits) / (8 * 1024));
  record.note = record.note.empty() ? rule : rule + "; " + record.note;
  record.value = double(rounded) / double(number.match.unit->factor);
  record.text = fmt::format("{}", record.value);
  return rounded;
}

Status ChipParser::resolveNumber(const Written &number) {
  const ChipField &field = *number.match.field;
  auto resolved = resolve(number.number, field.dimension, *number.match.unit, chip.timing.cycleFs);
  if (auto *reason = std::get_if<std::string>(&resolved))
    return number.node.error("{} " + *reason);
  int64_t value = std::get<int64_t>(resolved);
  if (number.sram && value > 0)
    value = scale(number, value);
  if (value < field.low || value > field.high)
    return number.node.error(fmt::format("{{}} is {}, must lie in {}..{}",
                                         withUnit(value, field.dimension), field.low,
                                         withUnit(field.high, field.dimension)));
  field.assign(chip, value, number.tiles);
  return success();
}

bool ChipParser::isGiven(const ChipField &field) const {
  return std::any_of(written.begin(), written.end(),
                     [&](const Written &number) { return number.match.field == &field; });
}

/// What a link between chips costs is given whole or not at all.
Status ChipParser::checkBorder(const YamlNode::Map &top) const {
  const ChipField *given = nullptr, *absent = nullptr;
  for (const ChipField &field : chipFields())
    if (field.isBorder)
      (isGiven(field) ? given : absent) = &field;
  if (!given || !absent)
    return success();
  return top.at(std::string(absent->section()))
      .error(fmt::format("{{}} lacks '{}' ({}), while there is '{}'", absent->name, absent->doc,
                         given->path()),
             "add " + spellings(absent->path(), absent->dimension));
}

/// The size of tables is given where there are some.
Status ChipParser::checkTables(const YamlNode::Map &top) const {
  for (const ChipField &field : chipFields()) {
    if (!field.isTable || isGiven(field) == chip.routesByTables())
      continue;
    const YamlNode &section = top.at(std::string(field.section()));
    if (chip.routesByTables())
      return section.error(fmt::format("{{}} lacks '{}' ({}), which the routing policy '{}' needs",
                                       field.name, field.doc, byTables),
                           "add " + field.path());
    return section.error(fmt::format("{{}} has '{}', but the routing policy is '{}'", field.name,
                                     chip.routingPolicy),
                         fmt::format("leave it out, or set routing.policy to {}", byTables));
  }
  return success();
}

Result<ChipModel> ChipParser::parse(const YamlNode &root) {
  std::vector<std::string> keys = {"name", "description", "schema", "sources", "routing"};
  std::vector<std::string> optional;
  for (std::string_view section : chipSections())
    (mayBeAbsent(section) ? optional : keys).emplace_back(section);
  auto top = root.map(keys, optional);
  if (!top)
    return top.error();
  if (Status status = readHead(*top); !status)
    return status.error();
  for (std::string_view section : chipSections())
    if (auto found = top->find(section); found != top->end())
      if (Status status = readSection(section, found->second); !status)
        return status.error();
  if (Status status = readRouting(top->at("routing")); !status)
    return status.error();
  // Times need the cycle, scaled energies the chip's own memory.
  auto turn = [](const Written &number) {
    return number.match.field->dimension == Dimension::Period ? 0 : number.sram ? 2 : 1;
  };
  for (int now : {0, 1, 2})
    for (const Written &number : written)
      if (turn(number) == now)
        if (Status status = resolveNumber(number); !status)
          return status.error();
  for (auto check : {&ChipParser::checkBorder, &ChipParser::checkTables})
    if (auto status = (this->*check)(*top); !status)
      return status.error();
  if (auto clash = findClash(chip))
    return top->at(std::string(clash->section)).error(clash->message, clash->remedy);
  chip.hash = hashChip(chip);
  return chip;
}

} // namespace

Result<ChipModel> parseChip(const std::string &yaml, const std::string &fileName) {
  auto root = YamlNode::parse(yaml, fileName);
  return root ? ChipParser().parse(*root) : Result<ChipModel>(root.error());
}

} // namespace nacre
