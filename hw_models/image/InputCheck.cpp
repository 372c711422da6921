// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageCheck.h"
#include <fmt/format.h>

namespace nacre {

/// Whether each spike that the host writes makes a neuron fire once, at once, and nothing else
/// does.
static bool repeats(const image::Population &p) {
  const image::NeuronOptions &o = *p.options();
  auto only = [](const flatbuffers::Vector<int32_t> *values, int32_t value) {
    return values && values->size() == 1 && values->Get(0) == value;
  };
  return p.relay() && p.model()->str() == "if" && only(p.theta(), 1) && only(p.v0(), 0) &&
         only(p.bias(), 0) && o.reset() == image::Reset::Subtract && !o.strict() &&
         o.max_spikes() == 1 && p.input_shift() == 0;
}

Status checkInput(const image::Image &image) {
  const image::Population *input = nullptr;
  uint32_t index = 0;
  for (uint32_t i = 0; i < image.populations()->size(); ++i) {
    const image::Population *p = image.populations()->Get(i);
    if (!p->input())
      continue;
    if (input)
      return Error{fmt::format("populations {} and {} are both the input", index, i)};
    input = p, index = i;
  }
  if (!input)
    return success();
  auto bad = [&](const char *what) {
    return Error{fmt::format("population {}, the input, {}", index, what)};
  };
  if (!repeats(*input))
    return bad("must be a relay of 'if' neurons with theta 1, v0 0 and bias 0");
  if (input->channels() != image.input_channels() || input->height() != image.input_height() ||
      input->width() != image.input_width())
    return bad("has not the shape of the image's input");
  if (image.host()->size() > 0)
    return bad("is spikes, so the host has no synapses");
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices())
      if (slice->population() == index && slice->synapses() && slice->synapses()->size() > 0)
        return bad("has synapses leading into it");
  return success();
}

} // namespace nacre
