// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/RouteNeurons.h"
#include "hw_models/image/ChipImage.h"
#include <fmt/format.h>

namespace nacre {

static bool hasSent(const image::Core &core) { return core.sent() && core.sent()->size() > 0; }

static uint64_t wordsFor(uint64_t neurons) { return (neurons + 63) / 64; }

RouteNeurons::RouteNeurons(const image::Core &core) : core(core) {
  if (!hasSent(core))
    return;
  firstWord.push_back(0);
  if (core.routes())
    for (const image::Route *route : *core.routes())
      firstWord.push_back(firstWord.back() + wordsFor(volume(route->box())));
}

uint64_t RouteNeurons::count(uint32_t route) const {
  if (sendsAll())
    return volume(core.routes()->Get(route)->box());
  uint64_t neurons = 0;
  for (uint64_t word = firstWord[route]; word < firstWord[route + 1]; ++word)
    neurons += uint64_t(std::popcount(core.sent()->Get(uint32_t(word))));
  return neurons;
}

Status checkSent(const image::Core &core) {
  RouteNeurons neurons(core);
  if (neurons.sendsAll())
    return success();
  if (core.sent()->size() != neurons.words())
    return Error{fmt::format("{} words say what the routes send, must be {}", core.sent()->size(),
                             neurons.words())};
  uint64_t word = 0;
  for (uint32_t route = 0; core.routes() && route < core.routes()->size(); ++route) {
    uint64_t size = volume(core.routes()->Get(route)->box());
    word += wordsFor(size);
    if (size % 64 && core.sent()->Get(uint32_t(word - 1)) >> size % 64)
      return Error{fmt::format("route {} sends neurons beyond its box", route)};
    if (neurons.count(route) == 0)
      return Error{fmt::format("route {} sends no neuron", route)};
  }
  return success();
}

std::vector<uint64_t> sentWords(uint64_t boxVolume, const std::vector<uint64_t> &neurons) {
  std::vector<uint64_t> words(wordsFor(boxVolume));
  for (uint64_t neuron : neurons)
    words[neuron / 64] |= uint64_t(1) << neuron % 64;
  return words;
}

} // namespace nacre
