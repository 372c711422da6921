// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace nacre {

/// The best of the placements that a search passes. Remembers moves, since copying all cores at
/// each improvement would cost more than the search.
class BestSoFar {
  std::vector<uint32_t> best;                       ///< without `since`
  std::vector<std::pair<uint32_t, uint32_t>> since; ///< clusters and the cores they went to
  size_t length = 0;                                ///< of `since`, up to the best
  bool lost = false;                                ///< too many moves since; `since` is empty

  void fold() {
    for (size_t i = 0; i < length; ++i)
      best[since[i].first] = since[i].second;
    since.erase(since.begin(), since.begin() + std::ptrdiff_t(length));
    length = 0;
  }

public:
  explicit BestSoFar(std::vector<uint32_t> cores) : best(std::move(cores)) {}

  void moved(uint32_t cluster, uint32_t core) {
    if (lost)
      return;
    since.emplace_back(cluster, core);
    if (since.size() < 2 * best.size() + 64)
      return;
    lost = length == 0;
    if (lost)
      since.clear();
    else
      fold();
  }

  /// The placement reached is the best. `cores`: of all clusters.
  void improved(const std::vector<uint32_t> &cores) {
    if (lost)
      best = cores, lost = false;
    length = since.size();
  }

  const std::vector<uint32_t> &cores() {
    fold();
    return best;
  }
};

} // namespace nacre
