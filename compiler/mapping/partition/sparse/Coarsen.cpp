// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/Coarsen.h"
#include <array>
#include <random>

namespace nacre {

namespace {

constexpr size_t dimensions = 4;
constexpr int sweeps = 10;
constexpr int64_t range = 1 << 22; ///< of coordinates, whose differences' squares then fit 64 bits

/// Integers, so that all machines find the same.
using Place = std::array<int32_t, dimensions>;

/// Moves the mean to 0 and the farthest coordinate to the end of the range.
void spread(std::vector<Place> &places) {
  for (size_t d = 0; d < dimensions; ++d) {
    int64_t sum = 0, farthest = 1;
    for (const Place &place : places)
      sum += place[d];
    const int64_t mean = sum / int64_t(places.size());
    for (const Place &place : places)
      farthest = std::max(farthest, std::abs(place[d] - mean));
    for (Place &place : places)
      place[d] = int32_t((place[d] - mean) * range / farthest);
  }
}

/// Each vertex halfway to the mean of its neighbours.
void relax(const NeuronGraph &graph, std::vector<Place> &places, std::vector<Place> &next) {
  for (uint32_t v = 0; v < graph.vertices(); ++v) {
    std::array<int64_t, dimensions> sums = {};
    int64_t weights = 0;
    graph.forEachNeighbour(v, [&](uint32_t neighbour, uint32_t weight) {
      for (size_t d = 0; d < dimensions; ++d)
        sums[d] += int64_t(places[neighbour][d]) * weight;
      weights += weight;
    });
    next[v] = places[v];
    for (size_t d = 0; d < dimensions && weights > 0; ++d)
      next[v][d] = int32_t((places[v][d] + sums[d] / weights) / 2);
  }
  places.swap(next);
}

std::vector<Place> relaxedPlaces(const NeuronGraph &graph, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Place> places(graph.vertices()), next(graph.vertices());
  for (Place &place : places)
    for (int32_t &coordinate : place)
      coordinate = int32_t(random() % uint64_t(2 * range)) - int32_t(range);
  for (int i = 0; i < sweeps; ++i) {
    relax(graph, places, next);
    spread(places);
  }
  return places;
}

int64_t distance(const Place &a, const Place &b) {
  int64_t sum = 0;
  for (size_t d = 0; d < dimensions; ++d)
    sum += int64_t(a[d] - b[d]) * (a[d] - b[d]);
  return sum;
}

} // namespace

Clustering clusterNeighbours(const NeuronGraph &graph, int64_t mostLoad, uint64_t seed) {
  constexpr uint32_t none = ~uint32_t(0);
  const std::vector<Place> places = relaxedPlaces(graph, seed);
  Clustering result{std::vector<uint32_t>(graph.vertices(), none)};
  std::vector<int64_t> loads; // of clusters
  for (uint32_t v = 0; v < graph.vertices(); ++v) {
    uint32_t &own = result.clusterOf[v];
    if (own != none)
      continue;
    uint32_t nearest = none;
    int64_t least = INT64_MAX;
    graph.forEachNeighbour(v, [&](uint32_t neighbour, uint32_t) {
      const uint32_t cluster = result.clusterOf[neighbour];
      const int64_t load = cluster == none ? graph.loads[neighbour] : loads[cluster];
      if (load + graph.loads[v] > mostLoad)
        return;
      const int64_t apart = distance(places[v], places[neighbour]);
      if (apart < least || (apart == least && neighbour < nearest))
        least = apart, nearest = neighbour;
    });
    if (nearest == none) {
      own = result.clusters++;
      loads.push_back(graph.loads[v]);
      continue;
    }
    uint32_t &joined = result.clusterOf[nearest];
    if (joined == none) {
      joined = result.clusters++;
      loads.push_back(graph.loads[nearest]);
    }
    own = joined;
    loads[own] += graph.loads[v];
  }
  return result;
}

} // namespace nacre
