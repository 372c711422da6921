// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/testing/RandomTables.h"
#include "hw_models/image/ImageTables.h"
#include <map>
#include <random>
#include <set>

namespace nacre {

namespace {

/// The links of a spanning tree, both ways, by their first router: grown by links at random.
std::vector<std::vector<Link>> spanningTree(const Topology &topology, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::vector<Link>> tree(topology.routers());
  std::vector<bool> reached(topology.routers());
  reached[random() % topology.routers()] = true;
  for (;;) {
    std::vector<Link> ahead;
    for (const Link &link : topology.links())
      if (reached[link.from] && !reached[link.to])
        ahead.push_back(link);
    if (ahead.empty())
      return tree;
    const Link link = ahead[random() % ahead.size()];
    reached[link.to] = true;
    tree[link.from].push_back(link);
    const RouterPort back = topology.behind(link.from, link.port).value();
    tree[link.to].push_back({back.router, back.port, link.from});
  }
}

/// Appends the links on the way from a router to another one; is there one?
bool appendPath(const std::vector<std::vector<Link>> &tree, uint32_t from, uint32_t to,
                uint32_t before, std::vector<Link> &path) {
  if (from == to)
    return true;
  for (const Link &link : tree[from]) {
    if (link.to == before)
      continue;
    path.push_back(link);
    if (appendPath(tree, link.to, to, from, path))
      return true;
    path.pop_back();
  }
  return false;
}

} // namespace

void addRandomTables(image::ImageT &made, const ChipModel &chip, uint32_t seed) {
  const Topology topology = chip.grid.topology();
  const auto tree = spanningTree(topology, seed);
  std::set<std::pair<uint32_t, std::vector<uint32_t>>> keys;
  for (const auto &core : made.cores) {
    flatbuffers::FlatBufferBuilder buffer;
    buffer.Finish(image::CreateCore(buffer, core.get()));
    forEachPacket(
        *flatbuffers::GetRoot<image::Core>(buffer.GetBufferPointer()), chip.limits.multicast,
        [&](const std::vector<uint32_t> &destinations) { keys.emplace(core->id, destinations); });
  }
  std::map<uint32_t, std::vector<image::TableEntry>> tables;
  for (const auto &[source, destinations] : keys) {
    std::vector<Link> links;
    for (uint32_t to : destinations)
      appendPath(tree, topology.tileOf(source), topology.tileOf(to), ~0u, links);
    for (const TreeEntry &entry : treeOf(topology, links, destinations))
      tables[entry.router].push_back({uint32_t(made.keys.size()), entry.outputs});
    made.keys.push_back(std::make_unique<image::KeyT>());
    made.keys.back()->source = source;
    made.keys.back()->destinations = destinations;
  }
  for (auto &[router, entries] : tables) {
    made.tables.push_back(std::make_unique<image::RouterTableT>());
    made.tables.back()->router = router;
    made.tables.back()->entries = entries;
  }
}

} // namespace nacre
