// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/NeuronRoutes.h"
#include "hw_models/image/ChipImage.h"

namespace nacre {

NeuronRoutes::NeuronRoutes(const RouteNeurons &sent, const std::vector<uint32_t> &numbers,
                           const image::Box &slice)
    : first(size_t(volume(slice)) + 1) {
  const uint32_t height = slice.y1() - slice.y0(), width = slice.x1() - slice.x0();
  auto forEachNeuron = [&](auto visit) {
    for (uint32_t i = 0; i < numbers.size(); ++i)
      sent.forEach(numbers[i], [&](uint32_t c, uint32_t y, uint32_t x) {
        if (contains(slice, {c, y, x}))
          visit(((c - slice.c0()) * height + y - slice.y0()) * width + x - slice.x0(), i);
      });
  };
  forEachNeuron([&](uint32_t neuron, uint32_t) { ++first[neuron + 1]; });
  for (size_t neuron = 1; neuron < first.size(); ++neuron)
    first[neuron] += first[neuron - 1];
  routes.resize(first.back());
  std::vector<uint32_t> next(first.begin(), first.end() - 1);
  forEachNeuron([&](uint32_t neuron, uint32_t route) { routes[next[neuron]++] = route; });
}

} // namespace nacre
