// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/Tile.h"
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace nacre {

namespace {

/// Grids that cost so little more than the cheapest count as equal.
constexpr double tolerance = 1.02;

/// A part and how many others need as much, whatever the cuts of the other axes.
struct Alike {
  Range part;
  int64_t count = 0;
};

struct AxisCut {
  Cut parts;
  std::vector<Alike> alike;
  int64_t largest = 0;
  std::vector<int64_t> reads;     ///< by edge: positions (or groups) read by each part, summed
  std::vector<int64_t> leastRead; ///< by edge: by a part
  std::vector<int64_t> readers;   ///< by edge: most parts that read one position
};

/// Most ranges that share a position.
int64_t mostShared(const std::vector<Range> &ranges) {
  std::map<int64_t, int64_t> change;
  for (Range range : ranges)
    if (range.size() > 0)
      ++change[range.begin], --change[range.end];
  int64_t now = 0, most = 0;
  for (auto [position, by] : change)
    most = std::max(most, now += by);
  return most;
}

class Tiler {
  NeedsCounter &needs;
  const std::vector<SynapseCounter *> &edges;
  const ChipModel::Limits &chip;
  size_t population;
  Box shape;
  const FanOut &fanOut;
  TileOptions options;

public:
  Tiler(NeedsCounter &needs, const MappingProblem &problem, size_t population, const FanOut &fanOut,
        const TileOptions &options)
      : needs(needs), edges(needs.synapsesInto(population)), chip(problem.chip.limits),
        population(population), shape(problem.populations[population].shape), fanOut(fanOut),
        options(options) {}

  std::optional<Grid> cheapest() {
    std::vector<AxisCut> rows = cutsOfAxis(&Box::y), columns = cutsOfAxis(&Box::x);
    std::vector<Pair> pairs;
    for (const AxisCut &y : rows)
      for (const AxisCut &x : columns)
        if (double least = leastCost(y, x); std::isfinite(least))
          pairs.push_back({least, &y, &x});
    std::sort(pairs.begin(), pairs.end(), [](const Pair &a, const Pair &b) {
      return std::tie(a.leastCost, a.y, a.x) < std::tie(b.leastCost, b.y, b.x);
    });
    for (const Pair &pair : pairs) {
      if (pair.leastCost > bestCost * tolerance)
        break;
      int64_t last = 0;
      for (int64_t perCore : {1, 2, 3, 4, 8}) {
        if (perCore > mostTilesPerCore())
          break;
        int64_t parts = fewestChannelParts(*pair.y, *pair.x, 1.0 / double(perCore));
        if (parts == 0)
          break;
        if (parts != last)
          consider(parts, *pair.y, *pair.x);
        last = parts;
      }
    }
    return best();
  }

private:
  /// That are aimed at.
  int64_t mostTilesPerCore() const { return !options.sharesCores ? 1 : options.fine ? 8 : 4; }

  struct Pair {
    double leastCost;
    const AxisCut *y, *x;
  };
  struct Found {
    double cost;
    int64_t tiles, axonsIn, channelParts;
    const AxisCut *y, *x;
  };
  std::vector<AxisCut> cuts[3];
  std::map<int64_t, AxisCut> channelCuts;
  std::vector<Found> found;
  double bestCost = INFINITY;

  const AxisReads::Reads &readsOf(size_t edge, Range Box::*axis, Range part) {
    return axis == &Box::y ? edges[edge]->readRows(part) : edges[edge]->readColumns(part);
  }

  std::vector<AxisCut> cutsOfAxis(Range Box::*axis) {
    // Of several edges into the population the widest decides what reading equally means.
    size_t widest = 0;
    auto extent = [&](size_t edge) {
      const Window2D &window = edges[edge]->shape().window;
      return (axis == &Box::y ? window.y : window.x).extent();
    };
    for (size_t e = 1; e < edges.size(); ++e)
      if (extent(e) > extent(widest))
        widest = e;
    auto reads = [&](Range part) {
      return edges.empty() ? part.size() : readsOf(widest, axis, part).inputs.size();
    };
    std::vector<AxisCut> result;
    for (Cut &parts : cutsOf((shape.*axis).size(), reads))
      result.push_back(axisCut(std::move(parts), axis));
    return result;
  }

  AxisCut axisCut(Cut parts, Range Box::*axis) {
    AxisCut cut;
    std::map<std::vector<int64_t>, size_t> known;
    for (Range part : parts) {
      std::vector<int64_t> sameness = axis == &Box::y ? fanOut.rows(part) : fanOut.columns(part);
      sameness.push_back(part.size());
      for (size_t e = 0; e < edges.size(); ++e)
        sameness.push_back(int64_t(reinterpret_cast<intptr_t>(readsOf(e, axis, part).pattern)));
      auto [entry, fresh] = known.try_emplace(std::move(sameness), cut.alike.size());
      if (fresh)
        cut.alike.push_back({part, 0});
      ++cut.alike[entry->second].count;
      cut.largest = std::max(cut.largest, part.size());
    }
    for (size_t e = 0; e < edges.size(); ++e) {
      std::vector<Range> reads;
      int64_t sum = 0, least = INT64_MAX;
      for (Range part : parts) {
        reads.push_back(readsOf(e, axis, part).inputs);
        sum += reads.back().size();
        least = std::min(least, reads.back().size());
      }
      cut.reads.push_back(sum);
      cut.leastRead.push_back(least);
      cut.readers.push_back(mostShared(reads));
    }
    cut.parts = std::move(parts);
    return cut;
  }

  const AxisCut &channelCut(int64_t count) {
    auto [entry, fresh] = channelCuts.try_emplace(count);
    AxisCut &cut = entry->second;
    if (!fresh)
      return cut;
    cut.parts = equalParts(shape.c.size(), count);
    const bool weightsMatter = chip.listsNonZeros() || chip.codebookEntries || chip.typedAxons;
    std::map<std::vector<int64_t>, size_t> known;
    for (Range part : cut.parts) {
      std::vector<int64_t> sameness = fanOut.channels(part);
      sameness.push_back(part.size());
      if (weightsMatter && !edges.empty())
        sameness.push_back(part.begin);
      for (const SynapseCounter *edge : edges)
        sameness.push_back(part.begin % edge->shape().outPerGroup);
      auto [alike, first] = known.try_emplace(std::move(sameness), cut.alike.size());
      if (first)
        cut.alike.push_back({part, 0});
      ++cut.alike[alike->second].count;
      cut.largest = std::max(cut.largest, part.size());
    }
    for (const SynapseCounter *edge : edges) {
      std::vector<Range> groups;
      for (Range part : cut.parts)
        groups.push_back(edge->shape().groupsOf(part));
      cut.reads.push_back(
          std::accumulate(groups.begin(), groups.end(), int64_t(0),
                          [](int64_t sum, Range range) { return sum + range.size(); }));
      cut.readers.push_back(mostShared(groups));
    }
    return cut;
  }

  /// What no number of channel parts can go below; infinite if nothing fits.
  double leastCost(const AxisCut &y, const AxisCut &x) const {
    const double neurons = double(shape.volume()) / double(options.neurons);
    if (chip.typedAxons)
      return neurons;
    const int64_t parts =
        (shape.c.size() * y.largest * x.largest + options.neurons - 1) / options.neurons;
    if (y.largest * x.largest > options.neurons)
      return INFINITY;
    int64_t axons = 0, axonsOfOne = 0;
    double atSources = 0;
    for (size_t e = 0; e < edges.size(); ++e) {
      const EdgeGeometry &edge = edges[e]->shape();
      const int64_t groups = std::max(shape.c.size() / edge.outPerGroup, parts);
      axons += groups * edge.inPerGroup * y.reads[e] * x.reads[e];
      atSources += costAtSource(e, groups, y, x);
      axonsOfOne += edge.inPerGroup * y.leastRead[e] * x.leastRead[e];
    }
    if (axonsOfOne > chip.axonsIn)
      return INFINITY;
    return std::max(neurons, double(axons) / double(chip.axonsIn)) + atSources;
  }

  /// Cores that the source of an edge must have more than for its neurons. `groups`: those of all
  /// channel parts, summed.
  double costAtSource(size_t e, int64_t groups, const AxisCut &y, const AxisCut &x) const {
    if (chip.typedAxons || !options.fanOut)
      return 0;
    const int64_t entries = groups * edges[e]->shape().inPerGroup * y.reads[e] * x.reads[e];
    return std::max(0.0, double(entries - options.sourceEntries[e]) / double(chip.axonsOut));
  }

  /// Of the fullest resource; more than 1 does not fit.
  double share(const Box &box, const SliceNeeds &of) const {
    auto part = [](int64_t need, int64_t limit) {
      return need == 0 ? 0.0 : limit == 0 ? INFINITY : double(need) / double(limit);
    };
    double most = std::max({part(of.neurons, options.neurons), part(of.axonsIn, chip.axonsIn),
                            part(of.synapseMemoryBits, chip.synapseMemoryBits)});
    return options.fanOut ? std::max(most, part(fanOut.entries(box), chip.axonsOut)) : most;
  }

  /// Whether all tiles with these channels take at most `most` of a core.
  bool fit(Range channels, const AxisCut &y, const AxisCut &x, double most) {
    for (const Alike &rows : y.alike)
      for (const Alike &columns : x.alike) {
        Box box{channels, rows.part, columns.part};
        if (share(box, needs.of(population, box)) > most)
          return false;
      }
    return true;
  }

  /// 0 if there is none. Needs fall as channels are cut: bisection for the first part, then a check
  /// of all.
  int64_t fewestChannelParts(const AxisCut &y, const AxisCut &x, double most) {
    int64_t low = 1, high = shape.c.size();
    auto firstFits = [&](int64_t count) {
      return fit({0, (shape.c.size() + count - 1) / count}, y, x, most);
    };
    if (!firstFits(high))
      return 0;
    while (low < high) {
      int64_t middle = (low + high) / 2;
      if (firstFits(middle))
        high = middle;
      else
        low = middle + 1;
    }
    auto allFit = [&](int64_t count) {
      for (const Alike &channels : channelCut(count).alike)
        if (!fit(channels.part, y, x, most))
          return false;
      return true;
    };
    while (low <= shape.c.size() && !allFit(low))
      ++low;
    return low <= shape.c.size() ? low : 0;
  }

  bool exceedsTargets(const AxisCut &c, const AxisCut &y, const AxisCut &x) const {
    for (size_t e = 0; e < edges.size(); ++e)
      if (c.readers[e] * y.readers[e] * x.readers[e] > chip.targetsPerNeuron)
        return true;
    return false;
  }

  void consider(int64_t channelParts, const AxisCut &y, const AxisCut &x) {
    const AxisCut &c = channelCut(channelParts);
    if (options.fanOut && exceedsTargets(c, y, x))
      return;
    // Tiles of which k fit a core take a k-th of it, but for the last core, which others may fill.
    double shares = 0, parts = 0;
    Found grid{0, int64_t(c.parts.size() * y.parts.size() * x.parts.size()), 0, channelParts, &y,
               &x};
    for (const Alike &channels : c.alike)
      for (const Alike &rows : y.alike)
        for (const Alike &columns : x.alike) {
          Box box{channels.part, rows.part, columns.part};
          SliceNeeds of = needs.of(population, box);
          const int64_t count = channels.count * rows.count * columns.count;
          const double one = share(box, of);
          shares += double(count) * one;
          parts += double(count) / std::floor(1 / one);
          grid.axonsIn += count * of.axonsIn;
        }
    grid.cost = options.sharesCores
                    ? std::floor(parts) + (parts - std::floor(parts)) * shares / parts
                    : double(grid.tiles);
    for (size_t e = 0; e < edges.size(); ++e)
      grid.cost += costAtSource(e, c.reads[e], y, x);
    bestCost = std::min(bestCost, grid.cost);
    found.push_back(grid);
  }

  std::optional<Grid> best() {
    auto rank = [&](const Found &grid) {
      const bool tooFine = double(grid.tiles) > 16 * std::ceil(grid.cost);
      const bool fine = options.fine && !tooFine;
      return std::tuple(!fine, fine ? -grid.tiles : grid.tiles, grid.axonsIn, grid.cost);
    };
    const Found *best = nullptr;
    for (const Found &grid : found)
      if (grid.cost <= bestCost * tolerance && (!best || rank(grid) < rank(*best)))
        best = &grid;
    if (!best)
      return std::nullopt;
    return Grid{channelCut(best->channelParts).parts, best->y->parts, best->x->parts};
  }
};

} // namespace

std::optional<Grid> tile(NeedsCounter &needs, const MappingProblem &problem, size_t population,
                         const FanOut &fanOut, const TileOptions &options) {
  return Tiler(needs, problem, population, fanOut, options).cheapest();
}

} // namespace nacre
