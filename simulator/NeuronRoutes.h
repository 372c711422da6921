// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The routes of each neuron of a slice, as lists.
#pragma once
#include "hw_models/image/RouteNeurons.h"
#include "simulator/BoxIndex.h"
#include <vector>

namespace nacre {

class NeuronRoutes {
  std::vector<uint32_t> first; ///< of each neuron's routes, and the end
  std::vector<uint32_t> routes;

public:
  NeuronRoutes() = default;

  /// Of the routes with these numbers in their core; forEach() counts them from 0.
  NeuronRoutes(const RouteNeurons &sent, const std::vector<uint32_t> &numbers,
               const image::Box &slice);

  bool empty() const { return first.empty(); }

  /// Calls visit(route), ascending, for each route of the slice's neuron with this number.
  template <class Visit> void forEach(uint32_t neuron, Visit visit) const {
    for (uint32_t i = first[neuron]; i < first[neuron + 1]; ++i)
      visit(routes[i]);
  }
};

} // namespace nacre
