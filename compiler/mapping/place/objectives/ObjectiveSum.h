// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What placement minimises: an objective, or a weighted sum of several.
#pragma once
#include "compiler/mapping/place/objectives/Objective.h"

namespace nacre {

class ObjectiveSum {
  struct Term {
    double weight = 1;
    std::string name;
    Objective objective;
  };
  std::vector<Term> terms;

public:
  /// Reads "spike-hops" or "energy+2*worst-link". Refuses unknown names, names given twice, and
  /// weights that are not above 0.
  static Result<ObjectiveSum> parse(std::string_view text);

  /// Refuses a problem for which a term is the same for every placement.
  Status check(const PlacementProblem &problem) const;

  /// The cost of an objective alone is in its own unit. In a sum each is divided by its value with
  /// the clusters in order on cores in order, so that at equal weights a percent of one is worth a
  /// percent of the other.
  std::unique_ptr<PlacementCost> start(const PlacementProblem &problem,
                                       const std::vector<uint32_t> &cores) const;
};

} // namespace nacre
