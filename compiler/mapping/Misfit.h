// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One thing that stands in the way of mapping a network onto a chip.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "support/Result.h"
#include <algorithm>
#include <string>
#include <vector>

namespace nacre {

struct Misfit {
  std::string layer;    ///< or layers, "a -> b"; empty: the network
  std::string resource; ///< as refusals name it
  int64_t need = 0, limit = 0;
  Error error = {}; ///< all of it in words, and what to do; exit code DoesNotFit

  // Of a core's limit.
  std::string where = {};                   ///< "any core"
  int64_t ChipModel::Limits::*of = nullptr; ///< which; null for others
};

/// Of each resource of each layer the greatest need, in the order in which they were found.
class Misfits {
  std::vector<Misfit> found;

public:
  bool empty() const { return found.empty(); }
  auto begin() const { return found.begin(); }
  auto end() const { return found.end(); }
  size_t size() const { return found.size(); }
  const Misfit &front() const { return found.front(); }

  void add(Misfit misfit) {
    auto same = std::find_if(found.begin(), found.end(), [&](const Misfit &other) {
      return other.layer == misfit.layer && other.resource == misfit.resource;
    });
    if (same == found.end())
      found.push_back(std::move(misfit));
    else if (misfit.need > same->need)
      *same = std::move(misfit);
  }
  void add(const Misfits &others) {
    for (const Misfit &misfit : others)
      add(misfit);
  }

  /// The first is the refusal.
  Status status() const { return empty() ? success() : Status(found.front().error); }
};

} // namespace nacre
