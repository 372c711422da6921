// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/ImageTables.h"
#include "hw_models/image/RouteNeurons.h"
#include <algorithm>
#include <tuple>

namespace nacre {

ImageTables::ImageTables(const image::Image &image)
    : image(image), trees(image.keys() ? image.keys()->size() : 0) {
  if (image.tables())
    for (const image::RouterTable *table : *image.tables())
      for (const image::TableEntry *entry : *table->entries())
        trees[entry->key()].push_back({table->router(), entry->outputs()});
}

std::optional<uint32_t> ImageTables::find(uint32_t source,
                                          const std::vector<uint32_t> &destinations) const {
  auto before = [&](const image::Key &key) {
    if (key.source() != source)
      return key.source() < source;
    const auto &to = *key.destinations();
    return std::lexicographical_compare(to.begin(), to.end(), destinations.begin(),
                                        destinations.end());
  };
  uint32_t low = 0, high = keys();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (before(key(middle)))
      low = middle + 1;
    else
      high = middle;
  }
  const bool found = low < keys() && key(low).source() == source &&
                     std::equal(destinations.begin(), destinations.end(),
                                key(low).destinations()->begin(), key(low).destinations()->end());
  return found ? std::optional(low) : std::nullopt;
}

void forEachPacket(const image::Core &core, bool multicast,
                   const std::function<void(const std::vector<uint32_t> &)> &visit) {
  if (!core.routes())
    return;
  using Sent = std::tuple<uint32_t, uint32_t, uint32_t, uint32_t, uint32_t>;
  std::vector<Sent> sent; // population, neuron, destination
  const RouteNeurons neurons(core);
  for (uint32_t i = 0; i < core.routes()->size(); ++i) {
    const image::Route &route = *core.routes()->Get(i);
    neurons.forEach(i, [&](uint32_t c, uint32_t y, uint32_t x) {
      sent.emplace_back(route.population(), c, y, x, route.destination());
    });
  }
  std::sort(sent.begin(), sent.end());
  auto neuronOf = [](const Sent &s) {
    return std::tuple(std::get<0>(s), std::get<1>(s), std::get<2>(s), std::get<3>(s));
  };
  std::vector<uint32_t> destinations;
  for (size_t i = 0; i < sent.size(); ++i) {
    destinations.push_back(std::get<4>(sent[i]));
    if (multicast && i + 1 < sent.size() && neuronOf(sent[i]) == neuronOf(sent[i + 1]))
      continue;
    visit(destinations);
    destinations.clear();
  }
}

} // namespace nacre
