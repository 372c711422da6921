// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each refusal with its position and text. A case is the shipped unit chip with one line changed.
#include "hw_models/chip/ChipHash.h"
#include "hw_models/chip/ChipSchema.h"
#include "hw_models/chips/ShippedChips.h"
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

using namespace nacre;

static std::string unitYaml() {
  for (const ShippedChip &chip : shippedChipFiles())
    if (chip.name == "unit")
      return std::string(chip.yaml);
  return "";
}

/// The line (1-based) on which `text` starts; it must occur.
static int64_t lineOf(const std::string &yaml, const std::string &text) {
  size_t at = yaml.find(text);
  EXPECT_NE(at, std::string::npos) << text;
  return 1 + std::count(yaml.begin(), yaml.begin() + int64_t(std::min(at, yaml.size())), '\n');
}

/// Replaces the rest of the line that starts (after its indentation) with `key`.
static std::string withLine(const std::string &key, const std::string &line) {
  std::string yaml = unitYaml();
  size_t at = yaml.find("\n  " + key);
  EXPECT_NE(at, std::string::npos) << key;
  at += 3;
  return yaml.replace(at, yaml.find('\n', at) - at, line);
}

/// Expects "t.yaml:LINE:COLUMN: MESSAGE", LINE being that of `key`.
static void expectRefused(const std::string &key, const std::string &line, int column,
                          const std::string &message, const std::string &remedy) {
  auto chip = parseChip(withLine(key, line), "t.yaml");
  ASSERT_FALSE(chip) << line;
  std::string position =
      fmt::format("t.yaml:{}:{}: ", lineOf(unitYaml(), "\n  " + key) + 1, column);
  EXPECT_EQ(chip.error().message, position + message);
  EXPECT_NE(chip.error().remedy.find(remedy), std::string::npos) << chip.error().remedy;
}

static const std::string rest = ", source: nacre, provenance: definition}";

TEST(ChipParser, NamesUnknownKeysAndTheNearestValidOne) {
  expectRefused("synaptic_op_fj", "synaptc_op_fj: {value: 1" + rest, 3,
                "unknown key 'energy.synaptc_op_fj'", "did you mean 'synaptic_op_fj'?");
  expectRefused("columns", "columns: {valu: 1" + rest, 13, "unknown key 'grid.columns.valu'",
                "did you mean 'value'?");
}

TEST(ChipParser, WantsAUnitOfTheRightKind) {
  expectRefused("synaptic_op_fj", "synaptic_op: {value: 1" + rest, 3,
                "'energy.synaptic_op' lacks its unit", "write energy.synaptic_op_fj, _pj or _nj");
  expectRefused("synaptic_op_fj", "synaptic_op_ns: {value: 1" + rest, 3,
                "'energy.synaptic_op_ns' has a wrong unit: 'energy.synaptic_op' is an energy",
                "write energy.synaptic_op_fj, _pj or _nj");
  expectRefused("static_power_nw", "static_power: {value: 1" + rest, 3,
                "'energy.static_power' lacks its unit", "_nw, _uw or _mw");
  expectRefused("cycle_ns", "cycle_cycles: {value: 1" + rest, 3,
                "'timing.cycle_cycles' has a wrong unit: 'timing.cycle' is a time",
                "timing.cycle_ps, _ns, _us or _ms");
}

TEST(ChipParser, WantsSourceAndProvenance) {
  expectRefused("rows", "rows: {value: 8, provenance: definition}", 9,
                "'grid.rows' lacks the key 'source'", "");
  expectRefused("rows", "rows: {value: 8, source: nacre}", 9,
                "'grid.rows' lacks the key 'provenance'", "");
  expectRefused("rows", "rows: {source: nacre, provenance: definition}", 9,
                "'grid.rows' lacks the key 'value'", "");
  expectRefused("rows", "rows: 8", 9, "'grid.rows' must be a map of keys and values", "");
  expectRefused("rows", "rows: {value: 8, source: nacer, provenance: definition}", 28,
                "'grid.rows.source' names no entry of 'sources': 'nacer'", "'nacre'");
  expectRefused("rows", "rows: {value: 8, source: nacre, provenance: guess}", 47,
                "'grid.rows.provenance' is no provenance: 'guess'",
                "measured, spice, fitted, scaled, estimate, definition");
  expectRefused("rows", "rows: {value: 8, source: nacre, provenance: spice, note: }", 60,
                "'grid.rows.note' must be a text", "");
}

TEST(ChipParser, RefusesWhatIsGivenTwice) {
  const std::string line = "hop_local_fj: {value: 1" + rest;
  int64_t first = lineOf(unitYaml(), "\n  hop_local_fj") + 1;
  auto twice = [&](const std::string &second) {
    auto chip = parseChip(withLine("hop_local_fj", line + "\n  " + second), "t.yaml");
    return chip ? "" : chip.error().message;
  };
  EXPECT_EQ(twice(line), fmt::format("t.yaml:{}:3: 'energy.hop_local_fj' is given twice, first in "
                                     "line {}",
                                     first + 1, first));
  EXPECT_EQ(twice("hop_local_pj: {value: 1" + rest),
            fmt::format("t.yaml:{}:3: 'energy.hop_local_pj' is already given as 'hop_local_fj'",
                        first + 1));
}

TEST(ChipParser, RefusesAbsentCosts) {
  auto chip = parseChip(withLine("hop_local_fj", ""), "t.yaml");
  ASSERT_FALSE(chip);
  EXPECT_EQ(
      chip.error().message,
      fmt::format("t.yaml:{}:3: 'energy' lacks 'hop_local' (packet from a router to its core)",
                  lineOf(unitYaml(), "energy:") + 1));
  EXPECT_EQ(chip.error().remedy, "add energy.hop_local_fj, _pj or _nj");
}

// The schema is the list: whatever field is left out of the file, it is missed by name.
TEST(ChipParser, RefusesTheAbsenceOfEveryField) {
  for (const ChipField &field : chipFields()) {
    std::string yaml = unitYaml(), section = "\n" + std::string(field.section()) + ":";
    size_t at = yaml.find("\n  " + std::string(field.name), yaml.find(section));
    while (yaml.find_first_of(":_", at + 3 + field.name.size()) != at + 3 + field.name.size())
      at = yaml.find("\n  " + std::string(field.name), at + 1);
    size_t end = yaml.find("\n", at + 1);
    if (field.isList())
      end = yaml.find("\n", end + 1);
    auto chip = parseChip(yaml.erase(at, end - at), "t.yaml");
    ASSERT_FALSE(chip) << field.path();
    EXPECT_NE(chip.error().message.find("lacks '" + std::string(field.name) + "'"),
              std::string::npos)
        << chip.error().message;
  }
}

TEST(ChipParser, RefusesValuesOutOfRange) {
  expectRefused("input_buffer_flits", "input_buffer_flits: {value: 0" + rest, 31,
                "'timing.input_buffer_flits.value' is 0, must lie in 1..1048576", "");
  expectRefused("link_local_cycles", "link_local_cycles: {value: 0" + rest, 30,
                "'timing.link_local_cycles.value' is 0 cycles, must lie in 1..1000000000000 cycles",
                "");
  expectRefused("hop_local_fj", "hop_local_fj: {value: -1" + rest, 25,
                "'energy.hop_local_fj.value' is -1 fJ, must lie in 0..1000000000000 fJ", "");
  expectRefused("rows", "rows: {value: 2.5" + rest, 17,
                "'grid.rows.value' is not a whole number below 2^63", "");
  expectRefused("rows", "rows: {value: 1e30" + rest, 17,
                "'grid.rows.value' is not a whole number below 2^63", "");
  expectRefused("hop_local_fj", "hop_local_pj: {value: 0.0005" + rest, 25,
                "'energy.hop_local_pj.value' is not a whole number of femtojoules below 2^63", "");
}

TEST(ChipParser, ReadsNumbersAndFlagsLiterally) {
  for (std::string number : {"010", "0x10", "1_000", ".5", "+1", "\"8\"", "yes", ".inf", "~"}) {
    auto chip = parseChip(withLine("rows", "rows: {value: " + number + rest), "t.yaml");
    ASSERT_FALSE(chip) << number;
    EXPECT_NE(chip.error().message.find("'grid.rows.value' must be a"), std::string::npos)
        << chip.error().message;
  }
  expectRefused("shared_kernels", "shared_kernels: {value: yes" + rest, 27,
                "'limits.shared_kernels.value' must be true or false", "");
}

TEST(ChipParser, ChecksPolicyAndBarrier) {
  expectRefused("policy", "policy: {value: zigzag" + rest, 19,
                "'routing.policy.value': unknown routing policy 'zigzag'", "valid: xy, yx");
  expectRefused("policy", "policy: {value: odd-even" + rest, 19,
                "'routing.policy.value': chips cannot have routing policy 'odd-even'",
                "valid: xy, yx");
  // The barrier's only point is the line after its key.
  const std::string point = "- {tiles: 1";
  int64_t line = lineOf(unitYaml(), point);
  auto barrier = [&](const std::string &points) {
    std::string yaml = unitYaml();
    size_t at = yaml.find(point);
    auto chip = parseChip(yaml.replace(at, yaml.find('\n', at) - at, points), "t.yaml");
    return chip ? "" : chip.error().message;
  };
  auto item = [](const std::string &tiles) { return "- {tiles: " + tiles + ", value: 1" + rest; };
  EXPECT_EQ(barrier(item("1") + "\n    " + item("32")), "");
  EXPECT_EQ(barrier(item("4") + "\n    " + item("4")),
            fmt::format("t.yaml:{}:15: 'timing.barrier_cycles[1].tiles' must be a whole number, "
                        "ascending from point to point",
                        line + 1));
  EXPECT_EQ(barrier("- {value: 1" + rest),
            fmt::format("t.yaml:{}:7: 'timing.barrier_cycles[0]' lacks the key 'tiles'", line));
  EXPECT_EQ(barrier("[]"), fmt::format("t.yaml:{}:5: 'timing.barrier_cycles' needs at least one "
                                       "point",
                                       line));
}

TEST(ChipParser, ChecksTheHead) {
  auto message = [](const std::string &from, const std::string &to) {
    std::string yaml = unitYaml();
    yaml.replace(yaml.find(from), from.size(), to);
    auto chip = parseChip(yaml, "t.yaml");
    return chip ? "" : chip.error().message;
  };
  EXPECT_EQ(message("schema: 1", "schema: 2"), "t.yaml:4:9: 'schema' must be 1");
  EXPECT_EQ(message("name: unit", "nam: unit"), "t.yaml:2:1: unknown key 'nam'");
  EXPECT_EQ(message("name: unit", "name: \"a b<b>\""),
            "t.yaml:2:7: 'name' must be made of letters, digits, '.', '_' and '-'");
  EXPECT_EQ(message("name: unit", ""), "t.yaml:3:1: the file lacks the key 'name'");
  EXPECT_NE(message("grid:", "grid: [").find("t.yaml:"), std::string::npos);
  EXPECT_EQ(parseChip("", "t.yaml").error().message, "t.yaml: holds 0 YAML documents, must be one");
  EXPECT_EQ(parseChip(unitYaml() + "---\na: 1\n", "t.yaml").error().message,
            "t.yaml: holds 2 YAML documents, must be one");
  EXPECT_FALSE(parseChip("just text", "t.yaml"));
}

TEST(ChipParser, ResolvesUnitsExactlyAndTimesUpwards) {
  auto value = [](const std::string &key, const std::string &line, auto get) {
    auto chip = parseChip(withLine(key, line), "t.yaml");
    EXPECT_TRUE(chip) << chip.error().text();
    return chip ? get(*chip) : -1;
  };
  auto hop = [](const ChipModel &c) { return c.energy.hopLocalFj; };
  EXPECT_EQ(value("hop_local_fj", "hop_local_pj: {value: 23.6" + rest, hop), 23600);
  EXPECT_EQ(value("hop_local_fj", "hop_local_nj: {value: 1.5e-3" + rest, hop), 1500);
  auto router = [](const ChipModel &c) { return c.timing.routerCycles; }; // cycle: 1 ns
  EXPECT_EQ(value("router_cycles", "router_ns: {value: 3" + rest, router), 3);
  EXPECT_EQ(value("router_cycles", "router_ns: {value: 3.001" + rest, router), 4);
  EXPECT_EQ(value("router_cycles", "router_ms: {value: 2" + rest, router), 2000000);
  EXPECT_EQ(value("router_cycles", "router_cycles: {value: 7" + rest, router), 7);
  auto memory = [](const ChipModel &c) { return c.limits.synapseMemoryBits; };
  EXPECT_EQ(value("synapse_memory_kib", "synapse_memory_kib: {value: 2" + rest, memory), 16384);
  EXPECT_EQ(value("synapse_memory_kib", "synapse_memory_bytes: {value: 3" + rest, memory), 24);
  auto power = [](const ChipModel &c) { return c.energy.staticPowerNw; };
  EXPECT_EQ(value("static_power_nw", "static_power_mw: {value: 0.5" + rest, power), 500000);
}

TEST(ChipParser, RecordsEveryNumberAsWritten) {
  ChipModel chip = *parseChip(unitYaml(), "t.yaml");
  EXPECT_EQ(chip.quantities.size(), chipFields().size() + 1) << "and the routing policy";
  const ChipQuantity &first = chip.quantities.front();
  EXPECT_EQ(first.key, "grid.columns");
  EXPECT_EQ(first.value, 8);
  EXPECT_EQ(first.text, "8");
  EXPECT_EQ(first.provenance, "definition");
  EXPECT_EQ(first.source, "Nacre: a test chip without a model in silicon");
}

TEST(ChipHash, DependsOnEveryValueAndOnNothingElse) {
  const ChipModel unit = *parseChip(unitYaml(), "t.yaml");
  auto hash = [](const std::string &yaml) { return parseChip(yaml, "other.yaml")->hash; };
  EXPECT_EQ(unit.hash, hash("# a comment\n" + unitYaml()));
  EXPECT_EQ(unit.hash, hash(withLine("cycle_ns", "cycle_ps: {value: 1e3" + rest)));
  EXPECT_EQ(unit.hash, hash(withLine("rows", "rows: {value: 8, source: nacre, provenance: "
                                             "estimate, note: other}")));
  EXPECT_NE(unit.hash, hash(withLine("policy", "policy: {value: yx" + rest)));
  for (const ChipField &field : chipFields()) {
    ChipModel other = unit;
    field.assign(other, field.values(unit).back() == 0, 2);
    EXPECT_NE(hashChip(other), unit.hash) << field.path();
  }
}

// Reference vectors of FNV-1a 64 (Fowler, Noll, Vo).
TEST(ChipHash, IsFnv1a) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325u);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8u);
}
