// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/pack/Clusters.h"
#include <algorithm>
#include <numeric>

namespace nacre {

static constexpr size_t outputAxons = 3;

/// How many neurons of `boxes` lie in `others`, both disjoint.
static int64_t overlap(const std::vector<Box> &boxes, const std::vector<Box> &others) {
  int64_t shared = 0;
  for (const Box &box : boxes)
    for (const Box &other : others)
      shared += intersect(box, other).volume();
  return shared;
}

Clusters::Clusters(const PackingProblem &problem)
    : problem(problem), clusterOf(problem.slices(), nowhere) {
  for (const CoreRoom &needs : problem.needs)
    axonsOut.push_back(needs[outputAxons]);
  while (leaves < problem.slices())
    leaves *= 2;
  CoreRoom none;
  none.fill(-1);
  mostFree.assign(2 * leaves, none);
}

CoreRoom Clusters::needsOf(size_t slice) const {
  CoreRoom needs = problem.needs[slice];
  needs[outputAxons] = axonsOut[slice];
  return needs;
}

/// Entries that a source of the slice needs less once the slice has joined the cluster.
int64_t Clusters::saved(size_t slice, size_t cluster, size_t source) const {
  auto known = clusters[cluster].received.find(source);
  if (known == clusters[cluster].received.end())
    return 0;
  for (const auto &stream : problem.into[slice])
    if (stream.source == source)
      return overlap(stream.boxes, known->second);
  return 0;
}

bool Clusters::fits(size_t slice, size_t cluster) const {
  const CoreRoom &used = clusters[cluster].used, &needs = problem.needs[slice];
  for (size_t r = 0; r < outputAxons; ++r)
    if (used[r] + needs[r] > problem.limits[r])
      return false;
  int64_t entries = used[outputAxons] + axonsOut[slice];
  if (entries > problem.limits[outputAxons]) {
    entries -= saved(slice, cluster, slice);
    for (size_t source : clusters[cluster].slices)
      entries -= saved(slice, cluster, source);
  }
  return entries <= problem.limits[outputAxons];
}

void Clusters::use(size_t cluster, const CoreRoom &amount) {
  size_t node = leaves + cluster;
  for (size_t r = 0; r < amount.size(); ++r) {
    clusters[cluster].used[r] += amount[r];
    mostFree[node][r] = problem.limits[r] - clusters[cluster].used[r];
  }
  for (node /= 2; node > 0; node /= 2)
    for (size_t r = 0; r < amount.size(); ++r)
      mostFree[node][r] = std::max(mostFree[2 * node][r], mostFree[2 * node + 1][r]);
}

void Clusters::put(size_t slice, size_t cluster) {
  if (cluster == clusters.size())
    clusters.emplace_back();
  clusterOf[slice] = cluster;
  clusters[cluster].slices.push_back(slice);
  use(cluster, needsOf(slice));
  for (const auto &stream : problem.into[slice]) {
    auto &received = clusters[cluster].received[stream.source];
    const int64_t less = overlap(stream.boxes, received);
    axonsOut[stream.source] -= less;
    if (less > 0 && clusterOf[stream.source] != nowhere)
      use(clusterOf[stream.source], {0, 0, 0, -less});
    std::vector<Box> fresh = stream.boxes;
    for (const Box &known : received) {
      std::vector<Box> rest;
      for (const Box &box : fresh)
        for (const Box &piece : subtract(box, known))
          rest.push_back(piece);
      fresh = std::move(rest);
    }
    received.insert(received.end(), fresh.begin(), fresh.end());
  }
}

/// Only neighbours may need less together than apart; of others the tree says who has room.
std::optional<size_t> Clusters::firstFit(size_t slice) const {
  std::optional<size_t> first = firstWithRoom(needsOf(slice));
  for (auto [cluster, spikes] : spikesShared(slice))
    if (fits(slice, cluster))
      return std::min(first.value_or(cluster), cluster);
  return first;
}

std::optional<size_t> Clusters::firstWithRoom(const CoreRoom &needs) const {
  std::vector<size_t> nodes = {1};
  while (!nodes.empty()) {
    const size_t node = nodes.back();
    nodes.pop_back();
    bool room = true;
    for (size_t r = 0; r < needs.size(); ++r)
      room &= mostFree[node][r] >= needs[r];
    if (room && node >= leaves)
      return node - leaves;
    if (room) {
      nodes.push_back(2 * node + 1);
      nodes.push_back(2 * node);
    }
  }
  return std::nullopt;
}

std::map<size_t, int64_t> Clusters::spikesShared(size_t slice) const {
  std::map<size_t, int64_t> spikes;
  for (const auto &stream : problem.into[slice])
    if (clusterOf[stream.source] != nowhere)
      spikes[clusterOf[stream.source]] += stream.spikes;
  for (const auto &target : problem.outOf[slice])
    if (clusterOf[target.slice] != nowhere)
      spikes[clusterOf[target.slice]] += target.spikes;
  return spikes;
}

std::vector<size_t> Clusters::numbered() const {
  std::vector<size_t> number(clusters.size(), nowhere), result;
  size_t next = 0;
  for (size_t cluster : clusterOf) {
    if (number[cluster] == nowhere)
      number[cluster] = next++;
    result.push_back(number[cluster]);
  }
  return result;
}

std::vector<size_t>
packBy(const PackingProblem &problem,
       const std::function<std::optional<size_t>(const Clusters &, size_t slice)> &choose) {
  auto pack = [&](const std::vector<size_t> &order) {
    Clusters clusters(problem);
    for (size_t slice : order)
      clusters.put(slice, choose(clusters, slice).value_or(clusters.size()));
    return clusters;
  };
  std::vector<size_t> backwards(problem.slices());
  std::iota(backwards.rbegin(), backwards.rend(), 0);
  std::vector<size_t> fullestFirst(backwards.rbegin(), backwards.rend());
  std::vector<double> shares;
  for (size_t slice : fullestFirst)
    shares.push_back(problem.share(slice));
  std::sort(fullestFirst.begin(), fullestFirst.end(),
            [&](size_t a, size_t b) { return std::tie(shares[b], a) < std::tie(shares[a], b); });
  Clusters first = pack(fullestFirst), second = pack(backwards);
  return (first.size() <= second.size() ? first : second).numbered();
}

} // namespace nacre
