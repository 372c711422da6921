// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageCheck.h"
#include "hw_models/image/ImageRows.h"
#include "hw_models/image/ReceptiveField.h"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace nacre {
namespace {

/// What blocks have in common between which the axons of one connection may be shared out.
using Connection = std::array<uint32_t, 13>;

Connection connectionOf(const image::Synapses &s) {
  const image::Window none, &w = s.window() ? *s.window() : none;
  return {s.source(),       uint32_t(s.format()), s.weights(),  s.delay(),   w.kernel_height(),
          w.kernel_width(), w.stride_y(),         w.stride_x(), w.pad_top(), w.pad_left(),
          w.dilation_y(),   w.dilation_x(),       w.groups()};
}

/// Those into a population, each with some block of it.
using Connections = std::map<Connection, const image::Synapses *>;

/// What a slice reads over a connection of its population.
Box fieldOf(const image::Image &image, const image::Slice &slice, const image::Synapses &synapses) {
  const Box field = receptiveField(image, slice, synapses);
  if (synapses.format() != image::SynapseFormat::Sparse)
    return field;
  const image::Population &population = *image.populations()->Get(slice.population());
  std::vector<bool> held(volume(population));
  forEachNeuron(population, *slice.box(), [&](uint32_t neuron) { held[neuron] = true; });
  const auto targets = rowsOf(*image.weights()->Get(synapses.weights())).targets;
  const bool any = std::any_of(targets.begin(), targets.end(), [&](auto t) { return held[t]; });
  return any ? field : Box{};
}

/// Each neuron that a slice reads has an axon: no synapse is lost.
Status checkAxons(const image::Image &image, const image::Core &core, const image::Slice &slice,
                  const Connections &connections) {
  std::map<Connection, std::vector<Box>> axons;
  for (uint32_t i = 0; slice.synapses() && i < slice.synapses()->size(); ++i) {
    const image::Synapses &synapses = *slice.synapses()->Get(i);
    axons[connectionOf(synapses)].push_back(boxOf(*synapses.source_box()));
  }
  for (const auto &[connection, synapses] : connections) {
    // A sparse block has all axons.
    if (synapses->format() == image::SynapseFormat::Sparse && axons.count(connection))
      continue;
    std::vector<Box> missing = {fieldOf(image, slice, *synapses)};
    for (const Box &box : axons[connection])
      missing = subtract(missing, box);
    for (const Box &part : missing)
      if (!part.empty())
        return Error{fmt::format("core {}: neurons of '{}' read some of '{}' that have no axon",
                                 core.id(),
                                 image.populations()->Get(slice.population())->name()->str(),
                                 image.populations()->Get(connection[0])->name()->str())};
  }
  return success();
}

} // namespace

Status checkAxons(const image::Image &image) {
  std::vector<Connections> into(image.populations()->size());
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices())
      for (uint32_t i = 0; slice->synapses() && i < slice->synapses()->size(); ++i)
        into[slice->population()].emplace(connectionOf(*slice->synapses()->Get(i)),
                                          slice->synapses()->Get(i));
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices())
      if (Status status = checkAxons(image, *core, *slice, into[slice->population()]); !status)
        return status;
  return success();
}

} // namespace nacre
