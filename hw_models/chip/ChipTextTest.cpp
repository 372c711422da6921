// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipText.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace nacre;

static nlohmann::json find(const nlohmann::json &list, const char *key, const std::string &name) {
  for (const auto &entry : list)
    if (entry.at(key) == name)
      return entry;
  ADD_FAILURE() << "no " << name;
  return {};
}

TEST(ChipText, ListsEveryShippedChip) {
  std::string text = chipListText();
  auto json = nlohmann::json::parse(chipListJson());
  ASSERT_EQ(json.size(), shippedChips().size());
  for (const auto &chip : json)
    EXPECT_NE(text.find(chip.at("description")), std::string::npos);
}

TEST(ChipText, ShowsEachNumberWithItsProvenanceAndSource) {
  ChipModel chip = *loadChip("loihi");
  std::string text = chipText(chip);
  for (const ChipQuantity &quantity : chip.quantities)
    EXPECT_NE(text.find("\n" + quantity.key + " "), std::string::npos) << quantity.key;
  size_t line = text.find("energy.synaptic_op_pj");
  std::string row = text.substr(line, text.find('\n', line) - line);
  for (const char *part : {" 23.6 ", " spice ", "published as a minimum"})
    EXPECT_NE(row.find(part), std::string::npos) << row;
  EXPECT_NE(text.find("Davies et al."), std::string::npos);
}

TEST(ChipText, ShowsAreasWhereTheFileGivesThem) {
  auto json = nlohmann::json::parse(chipJson(*loadChip("truenorth")));
  EXPECT_EQ(json["resolved"]["area.core"], 93'600'000'000) << "240 x 390 um, in nm2";
  EXPECT_TRUE(json["resolved"]["area.synapse"].is_null());
  // 4096 * 0.0936 mm2 of the 430 mm2 die.
  EXPECT_NEAR(find(json["derived"], "name", "area of all cores")["value"], 383.4, 0.05);
  EXPECT_NE(chipText(*loadChip("truenorth")).find("\narea.core_um2 "), std::string::npos);
  EXPECT_EQ(chipText(*loadChip("unit")).find("area"), std::string::npos);
}

TEST(ChipText, JsonKeepsTypesAndDerivesFromTheModel) {
  auto json = nlohmann::json::parse(chipJson(*loadChip("loihi")));
  EXPECT_EQ(find(json["numbers"], "key", "energy.synaptic_op_pj")["value"], 23.6);
  EXPECT_EQ(find(json["numbers"], "key", "limits.shared_kernels")["value"], true);
  EXPECT_EQ(find(json["numbers"], "key", "routing.policy")["value"], "xy");
  EXPECT_EQ(find(json["numbers"], "key", "timing.barrier_ns[tiles=32]")["value"], 465);
  EXPECT_EQ(json["resolved"]["energy.synaptic_op"], 23600);
  EXPECT_EQ(json["resolved"]["timing.synaptic_op"], 70) << "3.5 ns in cycles of 50 ps";
  EXPECT_EQ(json["resolved"]["timing.barrier"],
            (std::vector<int>{1, 2260, 32, 9300, 8192, 286000, 24576, 324000}));
  EXPECT_EQ(find(json["derived"], "name", "neurons of the chip")["value"], 128 * 1024);
  EXPECT_EQ(find(json["derived"], "name", "synapse memory of the chip")["value"], 16);
  EXPECT_EQ(find(json["derived"], "name", "barrier, all tiles")["value"], 465);
}
