// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/TableCheck.h"
#include "hw_models/image/ImageTables.h"
#include "hw_models/noc/DeadlockCheck.h"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace nacre {
namespace {

using Cores = std::vector<uint32_t>;

Cores destinationsOf(const image::Key &key) {
  return {key.destinations()->begin(), key.destinations()->end()};
}

std::string describe(const image::Key &key, uint32_t index) {
  return fmt::format("key {}, from core {} to {}", index, key.source(),
                     fmt::join(destinationsOf(key), ", "));
}

bool ascend(const Cores &cores) {
  return std::adjacent_find(cores.begin(), cores.end(), std::greater_equal<>()) == cores.end();
}

Status checkKeys(const image::Image &image) {
  std::set<uint32_t> cores;
  for (const image::Core *core : *image.cores())
    cores.insert(core->id());
  std::pair<uint32_t, Cores> last;
  for (uint32_t i = 0; image.keys() && i < image.keys()->size(); ++i) {
    const image::Key &key = *image.keys()->Get(i);
    std::pair<uint32_t, Cores> ends(key.source(), destinationsOf(key));
    if (ends.second.empty() || !ascend(ends.second))
      return Error{fmt::format("key {}: destinations must ascend, and be some", i)};
    for (uint32_t core : ends.second)
      if (!cores.count(core))
        return Error{fmt::format("key {}: leads to core {}, which the image has not", i, core)};
    if (!cores.count(key.source()))
      return Error{fmt::format("key {}: is of core {}, which the image has not", i, key.source())};
    if (i > 0 && ends <= last)
      return Error{fmt::format("key {}: keys must ascend by source and destinations", i)};
    last = std::move(ends);
  }
  return success();
}

class TableCheck {
  const image::Image &image;
  const ChipModel &chip;
  const Topology topology;
  const ImageTables tables;

public:
  TableCheck(const image::Image &image, const ChipModel &chip)
      : image(image), chip(chip), topology(chip.grid.topology()), tables(image) {}

  Status run() const {
    for (auto check :
         {&TableCheck::tablesHold, &TableCheck::keysArrive, &TableCheck::packetsHaveKeys})
      if (Status status = (this->*check)(); !status)
        return status;
    std::vector<RoutingTree> trees;
    for (uint32_t key = 0; key < tables.keys(); ++key)
      trees.push_back(tables.tree(key));
    return checkDeadlock(topology, trees);
  }

private:
  Status tablesHold() const {
    if (image.tables())
      for (const image::RouterTable *table : *image.tables()) {
        if (table->router() >= topology.routers())
          return Error{fmt::format("there is a table for router {}, but chip '{}' has {} routers",
                                   table->router(), chip.name, topology.routers())};
        if (int64_t(table->entries()->size()) > chip.limits.routingTableEntries)
          return Error{fmt::format("the routing table of router {} of chip '{}' needs {} entries, "
                                   "limit {}",
                                   table->router(), chip.name, table->entries()->size(),
                                   chip.limits.routingTableEntries),
                       "", ExitCode::DoesNotFit};
      }
    return success();
  }

  Status keysArrive() const {
    for (uint32_t index = 0; index < tables.keys(); ++index) {
      const image::Key &key = tables.key(index);
      auto reached = coresReached(topology, tables.tree(index), key.source());
      if (!reached)
        return Error{
            fmt::format("packets with {}: {}", describe(key, index), reached.error().message)};
      if (*reached != destinationsOf(key))
        return Error{fmt::format("packets with {}, come to {}", describe(key, index),
                                 reached->empty() ? "no core"
                                                  : fmt::format("{}", fmt::join(*reached, ", ")))};
    }
    return success();
  }

  Status packetsHaveKeys() const {
    std::vector<bool> used(tables.keys());
    for (const image::Core *core : *image.cores()) {
      Status status = success();
      forEachPacket(*core, chip.limits.multicast, [&](const Cores &destinations) {
        if (auto key = tables.find(core->id(), destinations))
          used[*key] = true;
        else if (status)
          status = Error{fmt::format("packets from core {} to {} have no key", core->id(),
                                     fmt::join(destinations, ", "))};
      });
      if (!status)
        return status;
    }
    for (uint32_t key = 0; key < tables.keys(); ++key)
      if (!used[key])
        return Error{
            fmt::format("no neuron sends packets with {}", describe(tables.key(key), key))};
    return success();
  }
};

} // namespace

Status checkTableFields(const image::Image &image) {
  if (Status status = checkKeys(image); !status)
    return status;
  const uint32_t keys = image.keys() ? image.keys()->size() : 0;
  for (uint32_t i = 0; image.tables() && i < image.tables()->size(); ++i) {
    const image::RouterTable &table = *image.tables()->Get(i);
    if (i > 0 && table.router() <= image.tables()->Get(i - 1)->router())
      return Error{fmt::format("tables must ascend by router, but router {} follows {}",
                               table.router(), image.tables()->Get(i - 1)->router())};
    int64_t last = -1;
    for (const image::TableEntry *entry : *table.entries()) {
      if (entry->key() >= keys || int64_t(entry->key()) <= last || entry->outputs() == 0)
        return Error{fmt::format("the table of router {}: entry of key {} after {} of {} keys",
                                 table.router(), entry->key(), last, keys)};
      last = entry->key();
    }
  }
  return success();
}

Status checkTables(const image::Image &image, const ChipModel &chip) {
  if (chip.routesByTables())
    return TableCheck(image, chip).run();
  if ((image.keys() && image.keys()->size()) || (image.tables() && image.tables()->size()))
    return Error{fmt::format("the image has routing tables, but the routers of chip '{}' follow "
                             "the policy '{}'",
                             chip.name, chip.routingPolicy)};
  return success();
}

} // namespace nacre
