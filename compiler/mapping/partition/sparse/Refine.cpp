// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/Refine.h"
#include <algorithm>
#include <numeric>

namespace nacre {

namespace {

/// Targets of a net in a part.
struct Count {
  uint32_t part = 0, targets = 0;
};

/// Of all nets, in one piece of memory.
class NetCounts {
  struct Place {
    uint64_t first = 0;
    uint32_t size = 0, capacity = 0;
  };
  std::vector<Place> places;
  std::vector<Count> pool;

public:
  explicit NetCounts(uint32_t nets) : places(nets) {}

  std::span<Count> of(uint32_t net) { return {pool.data() + places[net].first, places[net].size}; }

  uint32_t in(uint32_t net, uint32_t part) {
    for (const Count &count : of(net))
      if (count.part == part)
        return count.targets;
    return 0;
  }

  /// Sets the counts of a net, once.
  void append(uint32_t net, const std::vector<Count> &counts) {
    places[net] = {pool.size(), uint32_t(counts.size()), uint32_t(counts.size() + 2)};
    pool.insert(pool.end(), counts.begin(), counts.end());
    pool.resize(pool.size() + 2);
  }

  void add(uint32_t net, uint32_t part) {
    for (Count &count : of(net))
      if (count.part == part) {
        ++count.targets;
        return;
      }
    Place &place = places[net];
    if (place.size == place.capacity) { // moves to the end
      const uint64_t from = place.first;
      place.first = pool.size();
      place.capacity += 8;
      pool.resize(pool.size() + place.capacity);
      std::copy_n(pool.begin() + ptrdiff_t(from), place.size,
                  pool.begin() + ptrdiff_t(place.first));
    }
    pool[place.first + place.size++] = {part, 1};
  }

  void remove(uint32_t net, uint32_t part) {
    std::span<Count> counts = of(net);
    for (Count &count : counts)
      if (count.part == part) {
        if (--count.targets == 0) {
          count = counts.back();
          --places[net].size;
        }
        return;
      }
  }
};

class Refiner {
  const SparseNets &nets;
  const PartLimits &limits;
  std::vector<uint32_t> &partOf;
  NetCounts counts;
  std::vector<PartNeeds> needs;  ///< by part
  std::vector<int64_t> targets;  ///< parts that each neuron sends to
  std::vector<int64_t> present;  ///< by part, of the neuron at hand: its nets that are there
  std::vector<int64_t> sentMore; ///< by part, of the move at hand
  std::vector<uint32_t> order;   ///< neurons by part: near ones have nets in common
  std::vector<uint32_t> seen;    ///< parts with an entry in `present`
  std::vector<std::pair<int64_t, uint32_t>> candidates; ///< loss by a move, and where to
  std::vector<uint32_t> senders;                        ///< parts with an entry in `sentMore`
  std::vector<uint32_t> ownTargets;                     ///< nets from the neuron at hand to itself

public:
  Refiner(const SparseNets &nets, const PartLimits &limits, std::vector<uint32_t> &partOf,
          uint32_t parts)
      : nets(nets), limits(limits), partOf(partOf), counts(nets.nets),
        needs(needsOfParts(nets, partOf, parts).parts),
        targets(nets.sentAway.begin(), nets.sentAway.end()), present(parts), sentMore(parts),
        order(nets.neurons) {
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return std::pair(partOf[a], a) < std::pair(partOf[b], b);
    });
    std::vector<uint32_t> row;
    std::vector<Count> ofNet;
    for (const SparseNets::Edge &edge : nets.edges) {
      const SparseRows rows = edge.edge->sparse->bySource();
      for (uint32_t i = 0; i < rows.sources(); ++i) {
        const uint32_t source = edge.within ? order[i] : i;
        row.clear();
        for (uint32_t target : rows.targetsOf(source))
          row.push_back(partOf[target]);
        std::sort(row.begin(), row.end());
        ofNet.clear();
        for (uint32_t part : row) {
          if (ofNet.empty() || ofNet.back().part != part)
            ofNet.push_back({part, 0});
          ++ofNet.back().targets;
        }
        counts.append(edge.firstNet + source, ofNet);
        if (edge.within)
          targets[source] += int64_t(ofNet.size());
      }
    }
  }

  /// Returns by how much connectivity fell.
  int64_t pass() {
    int64_t gained = 0;
    for (uint32_t neuron : order)
      gained += improve(neuron);
    return gained;
  }

private:
  /// Calls visit(edge, net, source) for each net that the neuron is a target of.
  template <class Visit> void forEachNetInto(uint32_t neuron, Visit visit) {
    for (const SparseNets::Edge &edge : nets.edges)
      for (uint32_t source : edge.edge->sparse->byTarget().targetsOf(neuron))
        visit(edge, edge.firstNet + source, source);
  }
  /// Calls visit(net) for each net whose source the neuron is.
  template <class Visit> void forEachNetOf(uint32_t neuron, Visit visit) {
    for (const SparseNets::Edge &edge : nets.edges)
      if (edge.within && !counts.of(edge.firstNet + neuron).empty())
        visit(edge.firstNet + neuron);
  }

  void see(uint32_t part) {
    if (present[part]++ == 0)
      seen.push_back(part);
  }

  /// Moves the neuron to the best part there is; returns by how much connectivity fell.
  int64_t improve(uint32_t neuron) {
    const uint32_t from = partOf[neuron];
    int64_t degree = 0, freed = 0; // nets; those that no longer touch `from` without it
    ownTargets.clear();
    forEachNetInto(neuron, [&](const SparseNets::Edge &edge, uint32_t net, uint32_t source) {
      if (edge.within && source == neuron) { // a synapse to itself: its own net, below
        ownTargets.push_back(net);
        return;
      }
      ++degree;
      const uint32_t home = edge.within ? partOf[source] : ~uint32_t(0);
      bool homeSeen = !edge.within;
      for (const Count &count : counts.of(net)) {
        see(count.part);
        homeSeen |= count.part == home;
        freed += count.part == from && count.targets == 1 && home != from;
      }
      if (!homeSeen)
        see(home);
    });
    forEachNetOf(neuron, [&](uint32_t net) {
      ++degree;
      for (const Count &count : counts.of(net))
        see(count.part);
      const bool toItself = std::count(ownTargets.begin(), ownTargets.end(), net) > 0;
      freed += counts.in(net, from) == toItself;
    });
    candidates.clear();
    for (uint32_t part : seen)
      if (const int64_t gain = freed - (degree - present[part]); part != from && gain > 0)
        candidates.push_back({-gain, part});
    for (uint32_t part : seen)
      present[part] = 0;
    seen.clear();
    std::sort(candidates.begin(), candidates.end());
    for (auto [loss, part] : candidates)
      if (fits(neuron, from, part)) {
        move(neuron, from, part);
        return -loss;
      }
    return 0;
  }

  /// Whether all parts keep their limits if the neuron moves.
  bool fits(uint32_t neuron, uint32_t from, uint32_t to) {
    PartNeeds after = needs[to];
    ++after.neurons;
    if (after.neurons > limits.neurons)
      return false;
    bool good = true;
    senders.clear();
    forEachNetInto(neuron, [&](const SparseNets::Edge &edge, uint32_t net, uint32_t source) {
      const int64_t there = counts.in(net, to);
      after.axonsIn += nets.axons(there + 1) - (there ? nets.axons(there) : 0);
      after.words += wordsAdded(edge, there, after.neurons);
      if (!edge.within || there)
        return;
      // The source sends to one more part, or to another one.
      const bool leaves = counts.in(net, from) == 1;
      const uint32_t home = source == neuron ? to : partOf[source];
      if (!leaves) {
        good = good && targets[source] < limits.targets;
        ++sentMore[home];
        senders.push_back(home);
      }
    });
    int64_t own = nets.sentAway[neuron];
    forEachNetOf(neuron, [&](uint32_t net) { own += int64_t(counts.of(net).size()); });
    after.axonsOut += own + sentMore[to];
    sentMore[to] = 0;
    if (nets.inRows())
      after.words = rowWords(after);
    for (uint32_t part : senders) {
      good = good && needs[part].axonsOut + sentMore[part] <= limits.axonsOut;
      sentMore[part] = 0;
    }
    return good && limits.fill(after) <= 1;
  }

  int64_t wordsAdded(const SparseNets::Edge &edge, int64_t there, int64_t neurons) const {
    if (nets.inRows())
      return 0; // rowWords counts them all
    return nets.words(edge, there + 1, neurons) - (there ? nets.words(edge, there, neurons) : 0);
  }

  /// Rows of the longest kind there is, as many as there are axons.
  int64_t rowWords(const PartNeeds &after) const {
    int64_t most = 0;
    int64_t tables = 0;
    for (const SparseNets::Edge &edge : nets.edges) {
      most = std::max(most, nets.words(edge, 0, after.neurons));
      tables += edge.tableWords;
    }
    return tables + after.axonsIn * most;
  }

  void move(uint32_t neuron, uint32_t from, uint32_t to) {
    int64_t own = nets.sentAway[neuron];
    forEachNetOf(neuron, [&](uint32_t net) { own += int64_t(counts.of(net).size()); });
    --needs[from].neurons, ++needs[to].neurons;
    needs[from].axonsOut -= own, needs[to].axonsOut += own;
    partOf[neuron] = to;
    forEachNetInto(neuron, [&](const SparseNets::Edge &edge, uint32_t net, uint32_t source) {
      const int64_t here = counts.in(net, from), there = counts.in(net, to);
      const int64_t fewer = here == 1, more = there == 0;
      needs[from].axonsIn -= nets.axons(here) - (here > 1 ? nets.axons(here - 1) : 0);
      needs[to].axonsIn += nets.axons(there + 1) - (there ? nets.axons(there) : 0);
      needs[from].words -= wordsAdded(edge, here - 1, 0);
      needs[to].words += wordsAdded(edge, there, 0);
      counts.remove(net, from);
      counts.add(net, to);
      if (edge.within) {
        needs[partOf[source]].axonsOut += more - fewer;
        targets[source] += more - fewer;
      }
    });
    if (nets.inRows())
      for (uint32_t part : {from, to})
        needs[part].words = rowWords(needs[part]);
  }
};

} // namespace

int64_t refineParts(const SparseNets &nets, const PartLimits &limits, std::vector<uint32_t> &partOf,
                    uint32_t parts, int passes) {
  Refiner refiner(nets, limits, partOf, parts);
  int64_t gained = 0, first = 0;
  for (int i = 0; i < passes; ++i) {
    const int64_t gain = refiner.pass();
    gained += gain;
    first = std::max(first, gain);
    if (gain * 20 <= first)
      break;
  }
  return gained;
}

} // namespace nacre
