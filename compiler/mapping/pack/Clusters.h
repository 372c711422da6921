// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clusters while they are filled.
#pragma once
#include "compiler/mapping/pack/PackingProblem.h"
#include <functional>
#include <map>
#include <optional>

namespace nacre {

/// Output axons are counted as if each slice not yet put anywhere got a core of its own: what is
/// found to fit still fits when others have joined, since a neuron needs one entry for all targets
/// in a core.
class Clusters {
  static constexpr size_t nowhere = SIZE_MAX;

  struct Cluster {
    CoreRoom used{};
    std::vector<size_t> slices;
    std::map<size_t, std::vector<Box>> received; ///< by source slice, disjoint
  };

  const PackingProblem &problem;
  std::vector<size_t> clusterOf; ///< by slice
  std::vector<int64_t> axonsOut; ///< by slice
  std::vector<Cluster> clusters;
  std::vector<CoreRoom> mostFree; ///< a binary tree over clusters, leaves from `leaves` on
  size_t leaves = 1;

public:
  explicit Clusters(const PackingProblem &problem);

  size_t size() const { return clusters.size(); }
  bool fits(size_t slice, size_t cluster) const;
  void put(size_t slice, size_t cluster); ///< size() makes one more

  /// The first cluster that the slice fits.
  std::optional<size_t> firstFit(size_t slice) const;

  /// Spikes between the slice and clusters that send to it or are sent to.
  std::map<size_t, int64_t> spikesShared(size_t slice) const;

  /// By slice, numbered in the order of their first slices.
  std::vector<size_t> numbered() const;

private:
  CoreRoom needsOf(size_t slice) const;
  int64_t saved(size_t slice, size_t cluster, size_t source) const;
  void use(size_t cluster, const CoreRoom &amount);
  std::optional<size_t> firstWithRoom(const CoreRoom &needs) const;
};

/// Puts all slices where `choose` says, or else into a cluster of its own: those that take most of
/// a core first, then again from the last layer to the first, when targets lie before their sources
/// ask for output axons. The better of the two.
std::vector<size_t>
packBy(const PackingProblem &problem,
       const std::function<std::optional<size_t>(const Clusters &, size_t slice)> &choose);

} // namespace nacre
