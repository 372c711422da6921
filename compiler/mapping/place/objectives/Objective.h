// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What makes a placement good: a number, the lower the better.
#pragma once
#include "compiler/mapping/place/problem/PlacementProblem.h"
#include "support/Registry.h"
#include <memory>

namespace nacre {

/// A cluster goes to another tile; who was on its core there, if anyone, comes back.
struct Move {
  static constexpr uint32_t none = ~uint32_t(0);
  uint32_t cluster = 0, other = none;
  uint32_t from = 0, to = 0; ///< tiles
};

/// The move that undoes it.
inline Move reverse(const Move &move) { return {move.cluster, move.other, move.to, move.from}; }

/// The cost of one placement as it changes.
class PlacementCost {
public:
  virtual ~PlacementCost() = default;
  virtual double value() const = 0;
  virtual void apply(const Move &move) = 0;

  /// By how much a move would change the value: tries it, where that cannot be told faster.
  virtual double change(const Move &move) {
    const double before = value();
    apply(move);
    const double change = value() - before;
    apply(reverse(move));
    return change;
  }
};

struct Objective {
  std::string summary, unit;
  /// `cores`: by cluster. The problem outlives the cost.
  std::unique_ptr<PlacementCost> (*start)(const PlacementProblem &problem,
                                          const std::vector<uint32_t> &cores);
  /// Refuses a problem for which every placement costs the same; null: none.
  Status (*check)(const PlacementProblem &problem) = nullptr;
};

using ObjectiveRegistry = Registry<Objective>;
void registerAllObjectives(ObjectiveRegistry &registry);

} // namespace nacre
