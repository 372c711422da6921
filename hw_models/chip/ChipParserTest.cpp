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

/// The unit chip with routing tables and an area of each kind, so that it has every field.
static std::string wholeYaml() {
  std::string yaml = withLine("policy", "policy: {value: table" + rest);
  yaml.insert(yaml.find("\n  neurons:"), "\n  routing_table_entries: {value: 1024" + rest +
                                             "\n  charged_neurons_active: {value: true" + rest +
                                             "\n  synapses_as_given: {value: true" + rest);
  yaml.insert(yaml.find("\nenergy:") + 8, "\n  spike_fj: {value: 1" + rest +
                                              "\n  convolution_op_fj: {value: 2" + rest +
                                              "\n  sparse_op_fj: {value: 3" + rest);
  return yaml + "\narea:\n  chip_mm2: {value: 6.4" + rest + "\n  core_um2: {value: 100000" + rest +
         "\n  synapse_um2: {value: 0.5" + rest + "\n";
}

/// Where the field's entry starts and ends in wholeYaml(), with the line break before it.
static std::pair<size_t, size_t> entryOf(const ChipField &field) {
  std::string yaml = wholeYaml(), section = "\n" + std::string(field.section()) + ":";
  size_t at = yaml.find(section), end = at;
  for (const Unit &unit : unitsOf(field.dimension)) {
    std::string suffix = unit.suffix.empty() ? "" : "_" + std::string(unit.suffix);
    end = yaml.find("\n  " + std::string(field.name) + suffix + ":", at);
    if (end != std::string::npos && yaml.substr(at, end - at).find("\n\n") == std::string::npos)
      break;
  }
  EXPECT_NE(end, std::string::npos) << field.path();
  at = end;
  end = yaml.find("\n", at + 1);
  return {at, field.isList() ? yaml.find("\n", end + 1) : end};
}

// The schema is the list: whatever field is left out of the file, it is missed by name.
TEST(ChipParser, RefusesTheAbsenceOfEveryField) {
  for (const ChipField &field : chipFields()) {
    auto [at, end] = entryOf(field);
    auto chip = parseChip(wholeYaml().erase(at, end - at), "t.yaml");
    ASSERT_EQ(bool(chip), field.isOptional() && !field.isBorder && !field.isTable) << field.path();
    if (chip) {
      EXPECT_TRUE(field.values(*chip).empty()) << "absent, not 0";
    } else {
      EXPECT_NE(chip.error().message.find("lacks '" + std::string(field.name) + "'"),
                std::string::npos)
          << chip.error().message;
    }
  }
}

TEST(ChipParser, TakesLinksBetweenChipsWholeOrNotAtAll) {
  std::string yaml = unitYaml();
  for (const char *key : {"link_border_cycles", "flit_interval_border_cycles", "hop_border_fj"}) {
    size_t at = yaml.find(std::string("\n  ") + key + ":");
    yaml.erase(at, yaml.find('\n', at + 1) - at);
    auto chip = parseChip(yaml, "t.yaml");
    const bool none = std::string_view(key) == "hop_border_fj";
    ASSERT_EQ(bool(chip), none) << key;
    if (none)
      EXPECT_FALSE(chip->hasBorder());
    else
      EXPECT_NE(chip.error().message.find("while there is 'energy.hop_border'"), std::string::npos)
          << chip.error().message;
  }
}

// Each kind of number that no chip can have, and the field's name in the message.
TEST(ChipParser, RefusesImpossibleChips) {
  struct Bad {
    std::string key, value, message;
  };
  const std::vector<Bad> table = {
      // No room at all.
      {"input_buffer_flits", "0", "'timing.input_buffer_flits.value' is 0, must lie in 1.."},
      {"axon_in_fifo_packets", "0", "'timing.axon_in_fifo_packets.value' is 0"},
      {"axon_out_fifo_packets", "0", "'timing.axon_out_fifo_packets.value' is 0"},
      {"neurons", "0", "'limits.neurons.value' is 0"},
      {"axons_in", "0", "'limits.axons_in.value' is 0"},
      {"synapse_memory_kib", "0", "'limits.synapse_memory_kib.value' is 0 bits"},
      {"columns", "0", "'grid.columns.value' is 0"},
      {"cores_per_tile", "0", "'grid.cores_per_tile.value' is 0"},
      {"neuron_lanes", "0", "'timing.neuron_lanes.value' is 0"},
      // What takes no time: a link, the distance of two flits, a cycle, an axonal delay.
      {"link_east_west_cycles", "0", "'timing.link_east_west_cycles.value' is 0 cycles"},
      {"link_north_south_cycles", "0", "'timing.link_north_south_cycles.value' is 0 cycles"},
      {"link_local_cycles", "0", "'timing.link_local_cycles.value' is 0 cycles"},
      {"flit_interval_cycles", "0", "'timing.flit_interval_cycles.value' is 0 cycles"},
      {"cycle_ns", "0", "'timing.cycle_ns.value' is 0 fs"},
      {"axonal_delay_steps", "0", "'limits.axonal_delay_steps.value' is 0"},
      // Widths.
      {"weight_bits", "-8", "'limits.weight_bits.value' is -8 bits, must lie in 1..32 bits"},
      {"weight_bits", "33", "'limits.weight_bits.value' is 33 bits"},
      {"bias_bits", "1", "'limits.bias_bits.value' is 1 bits"},
      {"threshold_bits", "-1", "'limits.threshold_bits.value' is -1 bits"},
      {"membrane_bits", "0", "'limits.membrane_bits.value' is 0 bits"},
      {"accumulator_bits", "64", "'limits.accumulator_bits.value' is 64 bits"},
      {"synapse_word_width_bits", "0", "'timing.synapse_word_width_bits.value' is 0 bits"},
      {"host_word_width_bits", "0", "'timing.host_word_width_bits.value' is 0 bits"},
      // Costs below nothing.
      {"switch_cycles", "-1", "'timing.switch_cycles.value' is -1 cycles"},
      {"synaptic_op_cycles", "-1", "'timing.synaptic_op_cycles.value' is -1 cycles"},
      {"host_word_cycles", "-1", "'timing.host_word_cycles.value' is -1 cycles"},
      {"synaptic_op_fj", "-1", "'energy.synaptic_op_fj.value' is -1 fJ"},
      {"host_word_fj", "-1", "'energy.host_word_fj.value' is -1 fJ"},
      {"static_power_nw", "-1", "'energy.static_power_nw.value' is -1 nW"},
      // Areas: none is not 0.
      {"chip_mm2", "0", "'area.chip_mm2.value' is 0 nm2, must lie in 1.."},
      {"core_um2", "-1", "'area.core_um2.value' is -1000000 nm2"},
      {"synapse_um2", "1e-7",
       "'area.synapse_um2.value' is not a whole number of square nanometres"},
  };
  for (const Bad &bad : table) {
    std::string yaml = wholeYaml();
    size_t at = yaml.find("\n  " + bad.key + ":");
    ASSERT_NE(at, std::string::npos) << bad.key;
    at = yaml.find("value: ", at) + 7;
    auto chip = parseChip(yaml.replace(at, yaml.find(',', at) - at, bad.value), "t.yaml");
    ASSERT_FALSE(chip) << bad.key;
    EXPECT_NE(chip.error().message.find(bad.message), std::string::npos) << chip.error().message;
  }
}

// ... and whatever else the schema lists.
TEST(ChipParser, RefusesEveryFieldBelowAndAboveItsRange) {
  for (const ChipField &field : chipFields()) {
    if (field.dimension == Dimension::Flag)
      continue;
    // In the first unit, of which the others are multiples.
    const Unit &unit = unitsOf(field.dimension).front();
    const int64_t factor = std::max<int64_t>(unit.factor, 1);
    for (int64_t value : {field.low / factor - 1, field.high / factor + 1}) {
      std::string entry = fmt::format("{}{}{}: {{value: {}{}", field.name,
                                      unit.suffix.empty() ? "" : "_", unit.suffix, value, rest);
      if (field.isList())
        entry = fmt::format("{}_{}:\n    - {{tiles: 1, value: {}{}", field.name, unit.suffix, value,
                            rest);
      auto [at, end] = entryOf(field);
      auto chip = parseChip(wholeYaml().replace(at + 3, end - at - 3, entry), "t.yaml");
      ASSERT_FALSE(chip) << field.path() << " " << value;
      EXPECT_NE(chip.error().message.find("'" + field.path()), std::string::npos)
          << chip.error().message;
      EXPECT_NE(chip.error().message.find("must lie in"), std::string::npos)
          << chip.error().message;
    }
  }
}

TEST(ChipParser, ScalesAnEnergyFromAReferenceSram) {
  auto withWord = [](const std::string &quantity) {
    return parseChip(withLine("synapse_word_fj", "synapse_word_pj: " + quantity), "t.yaml");
  };
  // The unit chip: 1 MiB in words of 64 bits. From 16 KiB and 32 bits: 3 pJ * 2 * sqrt(64).
  auto chip = withWord("{value: 3, reference_sram: {size_kib: 16, width_bits: 32}, source: nacre, "
                       "provenance: scaled, note: made up}");
  ASSERT_TRUE(chip) << chip.error().text();
  EXPECT_EQ(chip->energy.synapseWordFj, 48000);
  auto record = std::find_if(chip->quantities.begin(), chip->quantities.end(), [](auto &quantity) {
    return quantity.key == "energy.synapse_word_pj";
  });
  ASSERT_NE(record, chip->quantities.end());
  EXPECT_EQ(record->text, "48");
  EXPECT_EQ(record->value, 48);
  EXPECT_EQ(record->provenance, "scaled");
  EXPECT_EQ(record->note, "3000 fJ for 32 bits of 16 KiB, scaled by width x sqrt(size); made up");
  // A chip that says the result is the same chip.
  EXPECT_EQ(chip->hash, withWord("{value: 48" + rest)->hash);

  auto refusal = [&](const std::string &quantity) {
    auto refused = withWord(quantity);
    return refused ? "" : refused.error().message.substr(refused.error().message.find('\''));
  };
  const std::string scaled = ", source: nacre, provenance: scaled}";
  EXPECT_EQ(refusal("{value: 3, reference_sram: {size_kib: 16, width_bits: 32}" + rest),
            "'energy.synapse_word_pj.provenance' must be 'scaled'");
  EXPECT_EQ(refusal("{value: 3, reference_sram: {size_kib: 0, width_bits: 32}" + scaled),
            "'energy.synapse_word_pj.reference_sram.size_kib' is not a whole number of bits, 1 or "
            "more");
  EXPECT_EQ(
      refusal("{value: 3, reference_sram: {size_kib: 16, width_bits: -1}" + scaled),
      "'energy.synapse_word_pj.reference_sram.width_bits' is not a whole number of bits, 1 or "
      "more");
  EXPECT_EQ(refusal("{value: 3, reference_sram: {size_kib: 16}" + scaled),
            "'energy.synapse_word_pj.reference_sram' lacks the key 'width_bits'");
  EXPECT_EQ(refusal("{value: 1e6, reference_sram: {size_kib: 0.125, width_bits: 1}" + scaled)
                .substr(0, 36),
            "'energy.synapse_word_pj.value' is 57"); // 64 * sqrt(8192) uJ
  EXPECT_EQ(
      refusal("{value: -1, reference_sram: {size_kib: 16, width_bits: 32}" + scaled).substr(0, 42),
      "'energy.synapse_word_pj.value' is -1000 fJ");
  // Only where the memory is one of the model's.
  auto other = parseChip(withLine("synaptic_op_fj", "synaptic_op_fj: {value: 3, reference_sram: "
                                                    "{size_kib: 16, width_bits: 32}" +
                                                        scaled),
                         "t.yaml");
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("unknown key 'energy.synaptic_op_fj.reference_sram'"),
            std::string::npos);
}

TEST(ChipParser, RefusesValuesOutOfRange) {
  expectRefused("input_buffer_flits", "input_buffer_flits: {value: 0" + rest, 31,
                "'timing.input_buffer_flits.value' is 0, must lie in 1..4096", "");
  expectRefused("link_local_cycles", "link_local_cycles: {value: 0" + rest, 30,
                "'timing.link_local_cycles.value' is 0 cycles, must lie in 1..65536 cycles", "");
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

/// The unit chip with some lines exchanged, by key.
static std::string withLines(const std::vector<std::pair<std::string, std::string>> &lines) {
  std::string yaml = unitYaml();
  for (const auto &[key, text] : lines) {
    size_t begin = yaml.find("  " + key + ":"), end = yaml.find('\n', begin);
    EXPECT_NE(begin, std::string::npos) << key;
    yaml.replace(begin, end - begin, "  " + key + ": {value: " + text + rest);
  }
  return yaml;
}

TEST(ChipParser, ChecksTheNetworkAsAWhole) {
  auto message = [](const std::string &yaml) {
    auto chip = parseChip(yaml, "t.yaml");
    return chip ? std::string() : chip.error().message;
  };
  auto has = [&](const std::string &yaml, const char *part) {
    EXPECT_NE(message(yaml).find(part), std::string::npos) << message(yaml);
  };
  EXPECT_EQ(message(withLines({{"policy", "o1turn"}})), "");
  has(withLines({{"policy", "o1turn"}, {"virtual_channels", "3"}}),
      "'timing', with 'grid' and 'routing': the routing policy needs a multiple of 2 virtual");
  has(withLines({{"virtual_channels", "16"}}), "ports x virtual channels");
  EXPECT_EQ(message(withLines({{"multicast", "true"}})), "");
  has(withLines({{"multicast", "true"}, {"policy", "west-first"}}),
      "'limits'.multicast needs a routing policy with one path");
  has(withLines({{"multicast", "true"}, {"packet_flits", "9"}, {"input_buffer_flits", "8"}}),
      "has 9 flits, more than 'input_buffer_flits', 8");
}

TEST(ChipParser, ChecksPolicyAndBarrier) {
  expectRefused("policy", "policy: {value: zigzag" + rest, 19,
                "'routing.policy.value': unknown routing policy 'zigzag'",
                "valid for a mesh: o1turn, odd-even, west-first, xy, yx");
  expectRefused("policy", "policy: {value: dateline" + rest, 19,
                "'routing.policy.value': 'dateline' does not serve a mesh",
                "valid for a mesh: o1turn");
  expectRefused("topology", "topology: {value: star" + rest, 21,
                "'routing.topology.value': unknown topology 'star'",
                "valid: mesh, torus, ring, tree");
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

TEST(ChipParser, RefusesListsAndCodebooksOfTypedSynapses) {
  auto message = [](const std::string &sparse, const std::string &entries) {
    std::string yaml = withLine("typed_axons", "typed_axons: {value: true" + rest);
    for (const auto &[key, value] :
         {std::pair("sparse_synapses", sparse), std::pair("codebook_entries", entries)}) {
      size_t at = yaml.find("{value: ", yaml.find(std::string("\n  ") + key)) + 8;
      yaml.replace(at, yaml.find(',', at) - at, value);
    }
    auto chip = parseChip(yaml, "t.yaml");
    return chip ? "" : chip.error().message;
  };
  std::string refusal =
      fmt::format("t.yaml:{}:3: 'limits' has typed_axons, so it must have neither "
                  "sparse_synapses nor codebook_entries",
                  lineOf(unitYaml(), "limits:") + 1);
  EXPECT_EQ(message("true", "0"), refusal);
  EXPECT_EQ(message("false", "1"), refusal);
  EXPECT_EQ(message("false", "0"), "");
}

TEST(ChipParser, RoutingTablesHaveASize) {
  auto parse = [](const std::string &policy, const std::string &entries) {
    std::string yaml = withLine("policy", "policy: {value: " + policy + rest);
    if (!entries.empty())
      yaml.insert(yaml.find("\n  neurons:"),
                  "\n  routing_table_entries: {value: " + entries + rest);
    return parseChip(yaml, "t.yaml");
  };
  auto message = [&](const std::string &policy, const std::string &entries) {
    auto chip = parse(policy, entries);
    return chip ? "" : chip.error().message.substr(chip.error().message.find(": ") + 2);
  };
  auto chip = parse("table", "1024");
  ASSERT_TRUE(chip) << chip.error().text();
  EXPECT_TRUE(chip->routesByTables());
  EXPECT_EQ(chip->limits.routingTableEntries, 1024);
  EXPECT_FALSE(parse("xy", "")->routesByTables());
  EXPECT_EQ(message("table", ""), "'limits' lacks 'routing_table_entries' (entries of a router's "
                                  "table), which the routing policy 'table' needs");
  EXPECT_EQ(message("xy", "1024"),
            "'limits' has 'routing_table_entries', but the routing policy is 'xy'");
  EXPECT_EQ(message("tables", ""), "'routing.policy.value': unknown routing policy 'tables'");
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
  EXPECT_EQ(parseChip("", "t.yaml").error().message, "t.yaml: holds no YAML document, must be one");
  EXPECT_EQ(parseChip(unitYaml() + "---\na: 1\n", "t.yaml").error().message,
            "t.yaml: holds more than one YAML document, must be one");
  // In which yaml-cpp finds documents without end.
  EXPECT_EQ(parseChip(",", "t.yaml").error().message,
            "t.yaml: holds more than one YAML document, must be one");
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
  auto router = [](const ChipModel &c) { return c.timing.switchCycles; }; // cycle: 1 ns
  EXPECT_EQ(value("switch_cycles", "switch_ns: {value: 3" + rest, router), 3);
  EXPECT_EQ(value("switch_cycles", "switch_ns: {value: 3.001" + rest, router), 4);
  EXPECT_EQ(value("switch_cycles", "switch_us: {value: 2" + rest, router), 2000);
  EXPECT_EQ(value("switch_cycles", "switch_cycles: {value: 7" + rest, router), 7);
  auto memory = [](const ChipModel &c) { return c.limits.synapseMemoryBits; };
  EXPECT_EQ(value("synapse_memory_kib", "synapse_memory_kib: {value: 2" + rest, memory), 16384);
  EXPECT_EQ(value("synapse_memory_kib", "synapse_memory_bytes: {value: 3" + rest, memory), 24);
  auto power = [](const ChipModel &c) { return c.energy.staticPowerNw; };
  EXPECT_EQ(value("static_power_nw", "static_power_mw: {value: 0.5" + rest, power), 500000);
}

TEST(ChipParser, RecordsEveryNumberAsWritten) {
  ChipModel chip = *parseChip(unitYaml(), "t.yaml");
  EXPECT_EQ(chip.quantities.size(), chipFields().size() + 2 - 3 - 1 - 5)
      << "and topology and routing policy, but neither area, routing tables nor extras";
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
  ChipModel torus = unit;
  torus.grid.kind = TopologyKind::Torus;
  EXPECT_NE(unit.hash, hashChip(torus));
  for (const ChipField &field : chipFields()) {
    ChipModel other = unit;
    const std::vector<int64_t> values = field.values(unit);
    field.assign(other, values.empty() || values.back() == 0, 2);
    EXPECT_NE(hashChip(other), unit.hash) << field.path();
  }
}

// Reference vectors of FNV-1a 64 (Fowler, Noll, Vo).
TEST(ChipHash, IsFnv1a) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325u);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8u);
}
