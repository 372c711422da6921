// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/ReceptiveField.h"
#include "support/Window.h"

namespace nacre {

/// Positions of the input between the first and the last that the outputs read.
static Range read(Range outputs, const Window &window, int64_t input) {
  Range range{input, 0};
  auto take = [&](int64_t output) {
    for (int64_t k = 0; k < window.kernel; ++k)
      if (int64_t i = window.inputOf(output, k); i >= 0 && i < input) {
        range.begin = std::min(range.begin, i);
        range.end = std::max(range.end, i + 1);
      }
  };
  // Windows that lie in the input are in order: only beside padding do later ones read less far.
  for (int64_t o = outputs.begin; o < outputs.end; ++o) {
    take(o);
    if (window.inputOf(o, 0) >= 0)
      break;
  }
  for (int64_t o = outputs.end - 1; o >= outputs.begin; --o) {
    take(o);
    if (window.inputOf(o, window.kernel - 1) < input)
      break;
  }
  return range;
}

Box receptiveField(const image::Image &image, const image::Slice &slice,
                   const image::Synapses &synapses) {
  const image::Population &from = *image.populations()->Get(synapses.source());
  const image::Box &box = *slice.box();
  if (synapses.format() != image::SynapseFormat::Convolution)
    return {{0, from.channels()}, {0, from.height()}, {0, from.width()}};
  const image::Window &w = *synapses.window();
  const int64_t targets =
      image.populations()->Get(slice.population())->channels() / w.groups(); // of a group
  const int64_t sources = from.channels() / w.groups();
  return {{box.c0() / targets * sources, ((box.c1() - 1) / targets + 1) * sources},
          read({box.y0(), box.y1()},
               {w.kernel_height(), w.stride_y(), w.dilation_y(), w.pad_top(), 0}, from.height()),
          read({box.x0(), box.x1()},
               {w.kernel_width(), w.stride_x(), w.dilation_x(), w.pad_left(), 0}, from.width())};
}

} // namespace nacre
