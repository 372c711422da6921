// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which neurons of its boxes a core sends: Core.sent holds for each route, from a new word on, one
// bit for each neuron of its box, in index order. Without it all are sent.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include "support/Result.h"
#include <bit>
#include <vector>

namespace nacre {

class RouteNeurons {
  const image::Core &core;
  std::vector<uint64_t> firstWord; ///< of each route, and the end; empty if all are sent

public:
  /// The routes of the core are checked, and if all of it is, `sent` has the right length.
  explicit RouteNeurons(const image::Core &core);

  uint64_t words() const { return firstWord.empty() ? 0 : firstWord.back(); }
  bool sendsAll() const { return firstWord.empty(); }

  /// Whether route number `route` sends the neuron with this number within its box.
  bool sends(uint32_t route, uint64_t neuron) const {
    return sendsAll() ||
           core.sent()->Get(uint32_t(firstWord[route] + neuron / 64)) >> neuron % 64 & 1;
  }

  /// How many neurons of the box the route sends.
  uint64_t count(uint32_t route) const;

  /// Calls visit(c, y, x) for each neuron that the route sends, in index order.
  template <class Visit> void forEach(uint32_t route, Visit visit) const {
    const image::Box &box = core.routes()->Get(route)->box();
    uint64_t neuron = 0;
    for (uint32_t c = box.c0(); c < box.c1(); ++c)
      for (uint32_t y = box.y0(); y < box.y1(); ++y)
        for (uint32_t x = box.x0(); x < box.x1(); ++x)
          if (sends(route, neuron++))
            visit(c, y, x);
  }
};

/// Refuses a core whose `sent` has another length than its routes need, bits beyond a box, or a
/// route that sends nothing.
Status checkSent(const image::Core &core);

/// The words of Core.sent for one route: bits of the neurons with these numbers within its box.
std::vector<uint64_t> sentWords(uint64_t boxVolume, const std::vector<uint64_t> &neurons);

} // namespace nacre
