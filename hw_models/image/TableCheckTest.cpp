// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tables by hand, and every way to break them. Tiles of one core, 0 1 2 / 3 4 5; of core 0 three
// neurons send to core 2, the fourth to cores 2 and 3; core 2 sends to itself.
#include "hw_models/image/TableCheck.h"
#include "hw_models/image/ImageTables.h"
#include "hw_models/image/testing/SmallImage.h"
#include <functional>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

using Change = std::function<void(image::ImageT &)>;
constexpr uint64_t east = 1, west = 2, north = 4, south = 8, core = 16;

ChipModel tableChip() {
  ChipModel chip = *loadChip("unit");
  chip.grid.columns = 3;
  chip.grid.rows = 2;
  chip.routingPolicy = byTables;
  chip.limits.routingTableEntries = 3;
  chip.limits.multicast = true;
  return chip;
}

void addKey(image::ImageT &i, uint32_t source, std::vector<uint32_t> destinations) {
  i.keys.push_back(std::make_unique<image::KeyT>());
  i.keys.back()->source = source;
  i.keys.back()->destinations = std::move(destinations);
}

void addTable(image::ImageT &i, uint32_t router, std::vector<image::TableEntry> entries) {
  i.tables.push_back(std::make_unique<image::RouterTableT>());
  i.tables.back()->router = router;
  i.tables.back()->entries = std::move(entries);
}

image::ImageT tabledImage() {
  image::ImageT i = smallImage();
  splitReadout(i);
  addKey(i, 0, {2});
  addKey(i, 0, {2, 3});
  addKey(i, 2, {2});
  addTable(i, 0, {{0, east}, {1, east | south}});
  addTable(i, 1, {{0, east}, {1, east}});
  addTable(i, 2, {{0, core}, {1, core}, {2, core}});
  addTable(i, 3, {{1, core}});
  return i;
}

/// Of loading, else of meeting the chip; empty if there is none.
std::string complaint(const Change &change, const ChipModel &chip = tableChip(),
                      ExitCode code = ExitCode::Failed) {
  image::ImageT made = tabledImage();
  change(made);
  auto image = ChipImage::fromBytes(pack(made), "t.nacre");
  Status status = image ? image->checkChip(chip) : Status(image.error());
  if (status)
    return "";
  EXPECT_EQ(status.error().exitCode, code);
  const std::string &message = status.error().message;
  return message.starts_with("'t.nacre': ") ? message.substr(11) : message;
}

void setOutputs(image::ImageT &i, size_t table, size_t entry, uint64_t outputs) {
  image::TableEntry &changed = i.tables[table]->entries[entry];
  changed = {changed.key(), outputs};
}

TEST(TableCheck, GoodTablesAreAccepted) {
  EXPECT_EQ(complaint([](image::ImageT &) {}), "");
  // Round the other way to core 2.
  EXPECT_EQ(complaint([](image::ImageT &i) {
              i.tables.clear();
              addTable(i, 0, {{0, south}, {1, east | south}});
              addTable(i, 1, {{1, east}});
              addTable(i, 2, {{0, core}, {1, core}, {2, core}});
              addTable(i, 3, {{0, east}, {1, core}});
              addTable(i, 4, {{0, east}});
              addTable(i, 5, {{0, north}});
            }),
            "");
}

TEST(TableCheck, WithoutMulticastEachDestinationHasItsKey) {
  ChipModel chip = tableChip();
  chip.limits.multicast = false;
  EXPECT_EQ(complaint([](image::ImageT &) {}, chip), "packets from core 0 to 3 have no key");
  EXPECT_EQ(complaint(
                [](image::ImageT &i) {
                  i.keys[1]->destinations = {3};
                  setOutputs(i, 0, 1, south);
                  i.tables[1]->entries.pop_back();
                  i.tables[2]->entries.erase(i.tables[2]->entries.begin() + 1);
                },
                chip),
            "");
}

TEST(TableCheck, PacketsThatGoAstrayAreFound) {
  auto withOutputs = [](size_t table, size_t entry, uint64_t outputs) {
    return complaint([=](image::ImageT &i) { setOutputs(i, table, entry, outputs); });
  };
  EXPECT_EQ(withOutputs(1, 0, south), // into 4, which knows nothing
            "packets with key 0, from core 0 to 2: have no entry at router 4");
  EXPECT_EQ(withOutputs(1, 0, north),
            "packets with key 0, from core 0 to 2: leave the network at router 1");
  EXPECT_EQ(withOutputs(1, 0, west),
            "packets with key 0, from core 0 to 2: come to router 0 twice");
  EXPECT_EQ(withOutputs(1, 0, east | west),
            "packets with key 0, from core 0 to 2: come to router 0 twice");
  EXPECT_EQ(withOutputs(0, 1, east),
            "packets with key 1, from core 0 to 2, 3: never come to router 3, which has an entry");
  EXPECT_EQ(withOutputs(0, 0, east | core), "packets with key 0, from core 0 to 2, come to 0, 2");
  EXPECT_EQ(withOutputs(2, 2, 2 * core),
            "packets with key 2, from core 2 to 2: leave router 2 by port 5, which it has not");
  EXPECT_EQ(
      complaint([](image::ImageT &i) { i.tables[2]->entries.erase(i.tables[2]->entries.begin()); }),
      "packets with key 0, from core 0 to 2: have no entry at router 2");
  EXPECT_EQ(complaint([](image::ImageT &i) { addTable(i, 5, {{2, core}}); }),
            "packets with key 2, from core 2 to 2: never come to router 5, which has an entry");
}

TEST(TableCheck, EveryPacketHasOneKey) {
  EXPECT_EQ(complaint([](image::ImageT &i) {
              i.keys.pop_back();
              i.tables[2]->entries.pop_back();
            }),
            "packets from core 2 to 2 have no key");
  EXPECT_EQ(complaint([](image::ImageT &i) {
              addKey(i, 3, {3});
              i.tables[3]->entries.push_back({3, core});
            }),
            "no neuron sends packets with key 3, from core 3 to 3");
  EXPECT_EQ(complaint([](image::ImageT &i) {
              i.keys.clear();
              i.tables.clear();
            }),
            "packets from core 0 to 2 have no key");
}

TEST(TableCheck, TablesHaveASize) {
  ChipModel chip = tableChip();
  chip.limits.routingTableEntries = 2;
  EXPECT_EQ(complaint([](image::ImageT &) {}, chip, ExitCode::DoesNotFit),
            "the routing table of router 2 of chip 'unit' needs 3 entries, limit 2");
}

TEST(TableCheck, OnlyRoutersWithTablesHaveSome) {
  ChipModel chip = tableChip();
  chip.routingPolicy = "xy";
  EXPECT_EQ(complaint([](image::ImageT &) {}, chip),
            "the image has routing tables, but the routers of chip 'unit' follow the policy 'xy'");
  chip.grid.columns = 1; // core 3 of a column of 4
  chip.grid.rows = 4;
  chip.routingPolicy = byTables;
  EXPECT_EQ(complaint([](image::ImageT &i) { addTable(i, 4, {{2, core}}); }, chip),
            "there is a table for router 4, but chip 'unit' has 4 routers");
}

TEST(TableCheck, FieldsAreInOrder) {
  EXPECT_EQ(complaint([](image::ImageT &i) { std::swap(i.keys[0], i.keys[1]); }),
            "key 1: keys must ascend by source and destinations");
  EXPECT_EQ(complaint([](image::ImageT &i) { *i.keys[1] = *i.keys[0]; }),
            "key 1: keys must ascend by source and destinations");
  EXPECT_EQ(complaint([](image::ImageT &i) { i.keys[1]->destinations = {3, 2}; }),
            "key 1: destinations must ascend, and be some");
  EXPECT_EQ(complaint([](image::ImageT &i) { i.keys[1]->destinations = {}; }),
            "key 1: destinations must ascend, and be some");
  EXPECT_EQ(complaint([](image::ImageT &i) { i.keys[2]->destinations = {5}; }),
            "key 2: leads to core 5, which the image has not");
  EXPECT_EQ(complaint([](image::ImageT &i) { i.keys[2]->source = 1; }),
            "key 2: is of core 1, which the image has not");
  EXPECT_EQ(complaint([](image::ImageT &i) { std::swap(i.tables[0], i.tables[1]); }),
            "tables must ascend by router, but router 0 follows 1");
  EXPECT_EQ(complaint([](image::ImageT &i) { i.tables[3]->entries[0] = {3, core}; }),
            "the table of router 3: entry of key 3 after -1 of 3 keys");
  EXPECT_EQ(complaint([](image::ImageT &i) { i.tables[1]->entries[1] = {0, east}; }),
            "the table of router 1: entry of key 0 after 0 of 3 keys");
  EXPECT_EQ(complaint([](image::ImageT &i) { setOutputs(i, 0, 0, 0); }),
            "the table of router 0: entry of key 0 after -1 of 3 keys");
}

TEST(ImageTables, FindsKeys) {
  image::ImageT made = tabledImage();
  auto image = ChipImage::fromBytes(pack(made), "t.nacre");
  ASSERT_TRUE(image) << image.error().text();
  const ImageTables tables(**image);
  EXPECT_EQ(tables.find(0, {2}), 0u);
  EXPECT_EQ(tables.find(0, {2, 3}), 1u);
  EXPECT_EQ(tables.find(2, {2}), 2u);
  EXPECT_EQ(tables.find(0, {3}), std::nullopt);
  EXPECT_EQ(tables.find(0, {2, 3, 4}), std::nullopt);
  EXPECT_EQ(tables.find(1, {2}), std::nullopt);
  EXPECT_EQ(tables.find(3, {2}), std::nullopt);
  EXPECT_EQ(tables.tree(1), (RoutingTree{{0, east | south}, {1, east}, {2, core}, {3, core}}));
}

} // namespace
