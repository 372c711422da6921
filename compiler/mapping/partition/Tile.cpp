// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/Tile.h"
#include "compiler/mapping/route/Flows.h"
#include <fmt/format.h>
#include <optional>
#include <set>
#include <span>

namespace nacre {

namespace {

/// Part `i` of `count` near-equal parts of 0..size.
Range part(int64_t size, int64_t count, int64_t i) {
  return {size * i / count, size * (i + 1) / count};
}

struct Grid {
  int64_t c = 1, y = 1, x = 1;
  int64_t tiles() const { return c * y * x; }
};

class Tiler {
  const MappingProblem &problem;
  size_t population;
  Box shape;
  int64_t maxNeurons; ///< of one tile

public:
  Tiler(const MappingProblem &problem, size_t population, int64_t maxNeurons)
      : problem(problem), population(population), shape(problem.populations[population].shape),
        maxNeurons(std::min(maxNeurons, problem.chip.limits.neurons)) {}

  std::vector<Box> tiles(const Grid &grid) const {
    std::vector<Box> boxes;
    for (int64_t c = 0; c < grid.c; ++c)
      for (int64_t y = 0; y < grid.y; ++y)
        for (int64_t x = 0; x < grid.x; ++x)
          boxes.push_back({part(shape.c.size(), grid.c, c), part(shape.y.size(), grid.y, y),
                           part(shape.x.size(), grid.x, x)});
    return boxes;
  }

  std::vector<Shortage> shortages(const Box &box) const {
    ChipModel::Limits limits = problem.chip.limits;
    limits.neurons = maxNeurons;
    return shortagesOf(needsOf(problem, population, box), limits);
  }

  /// A tile of the middle is as large as any and reads the least padding: a cheap filter.
  bool middleFits(const Grid &grid) const {
    auto middle = [](int64_t size, int64_t count) {
      Range r = part(size, count, count / 2);
      return Range{r.begin, std::min(size, r.begin + (size + count - 1) / count)};
    };
    return shortages({middle(shape.c.size(), grid.c), middle(shape.y.size(), grid.y),
                      middle(shape.x.size(), grid.x)})
        .empty();
  }

  bool fits(const Grid &grid) const {
    for (const Box &box : tiles(grid))
      if (!shortages(box).empty())
        return false;
    return true;
  }

  int64_t axonsIn(const Grid &grid) const {
    int64_t total = 0;
    for (const Box &box : tiles(grid))
      total += needsOf(problem, population, box).axonsIn;
    return total;
  }

  std::optional<Grid> smallestGrid() const {
    std::optional<Grid> best;
    int64_t bestAxons = 0;
    for (int64_t y = 1; y <= shape.y.size(); ++y)
      for (int64_t x = 1; x <= shape.x.size(); ++x) {
        std::optional<Grid> found = fewestChannels(y, x, best ? best->tiles() : INT64_MAX);
        if (!found)
          continue;
        int64_t axons = axonsIn(*found);
        if (!best || found->tiles() < best->tiles() || axons < bestAxons) {
          best = found;
          bestAxons = axons;
        }
      }
    return best;
  }

private:
  /// Needs fall as channels are cut, so the fewest parts are found by bisection, then checked.
  std::optional<Grid> fewestChannels(int64_t y, int64_t x, int64_t mostTiles) const {
    int64_t low = 1, high = std::min(shape.c.size(), mostTiles / (y * x));
    if (high < 1 || !middleFits({high, y, x}))
      return std::nullopt;
    while (low < high) {
      int64_t middle = (low + high) / 2;
      if (middleFits({middle, y, x}))
        high = middle;
      else
        low = middle + 1;
    }
    for (; low <= shape.c.size() && low * y * x <= mostTiles; ++low)
      if (fits({low, y, x}))
        return Grid{low, y, x};
    return std::nullopt;
  }
};

/// The refusal for a population of which not even every single neuron fits a core.
Error refuseNeuron(const MappingProblem &problem, size_t p) {
  Tiler tiler(problem, p, 1);
  auto lacksRoom = [&](const Box &neuron) { return !tiler.shortages(neuron).empty(); };
  Box shape = problem.populations[p].shape;
  // The middle one first: interior neurons need most, as long as channels are alike.
  int64_t c = shape.c.size() / 2, y = shape.y.size() / 2, x = shape.x.size() / 2;
  Box one = {{c, c + 1}, {y, y + 1}, {x, x + 1}};
  if (!lacksRoom(one)) {
    std::vector<Box> all = tiler.tiles({shape.c.size(), shape.y.size(), shape.x.size()});
    auto found = std::find_if(all.begin(), all.end(), lacksRoom);
    assert(found != all.end() && "a grid of single neurons was refused, so one does not fit");
    one = *found;
  }
  return doesNotFit(problem, p,
                    fmt::format("any core, even for the one neuron ({}, {}, {})", one.c.begin,
                                one.y.begin, one.x.begin),
                    tiler.shortages(one).front(),
                    "a smaller kernel, fewer input channels or groups need fewer");
}

Error refuseCores(const MappingProblem &problem, const std::vector<std::vector<Box>> &tiles) {
  auto largest = std::max_element(tiles.begin(), tiles.end(),
                                  [](const auto &a, const auto &b) { return a.size() < b.size(); });
  return Error{fmt::format("the network does not fit chip '{}': cores needed {}, limit {}; layer "
                           "'{}' alone takes {}",
                           problem.chip.name, problem.slices.size(), problem.chip.grid.cores(),
                           problem.populations[size_t(largest - tiles.begin())].name,
                           largest->size()),
               "use a narrower network or a chip with more cores", ExitCode::DoesNotFit};
}

/// Raises `most` to the most of `boxes` that share a neuron. One at the lower corner of their
/// intersection is in as many as any, so on each axis only the places where boxes begin are tried.
void raiseToMostShared(const std::vector<const Box *> &boxes, size_t axis, size_t &most) {
  static constexpr Range Box::*axes[] = {&Box::c, &Box::y, &Box::x};
  if (boxes.size() <= most)
    return;
  if (axis == std::size(axes)) {
    most = boxes.size();
    return;
  }
  std::set<int64_t> begins;
  for (const Box *box : boxes)
    begins.insert((box->*axes[axis]).begin);
  for (int64_t begin : begins) {
    std::vector<const Box *> here;
    for (const Box *box : boxes)
      if (Range range = box->*axes[axis]; range.begin <= begin && begin < range.end)
        here.push_back(box);
    raiseToMostShared(here, axis + 1, most);
  }
}

/// Most flows of one slice that start at the same neuron.
int64_t mostTargets(std::span<const MappingProblem::Flow> flows) {
  std::vector<const Box *> boxes;
  for (const auto &flow : flows)
    boxes.push_back(&flow.box);
  size_t most = 0;
  raiseToMostShared(boxes, 0, most);
  return int64_t(most);
}

/// Axon-out entries of each slice, and of its neuron with most targets (found only where there
/// could be too many).
struct AxonsOut {
  std::vector<int64_t> entries, targets;
};
AxonsOut axonsOut(const MappingProblem &problem) {
  AxonsOut out{std::vector<int64_t>(problem.slices.size(), 0),
               std::vector<int64_t>(problem.slices.size(), 0)};
  std::vector<MappingProblem::Flow> flows = flowsOf(problem); // sorted by source
  for (size_t begin = 0, end = 0; begin < flows.size(); begin = end) {
    size_t slice = size_t(flows[begin].from);
    for (end = begin; end < flows.size() && flows[end].from == flows[begin].from; ++end)
      out.entries[slice] += flows[end].box.volume();
    if (int64_t(end - begin) > problem.chip.limits.targetsPerNeuron)
      out.targets[slice] = mostTargets({&flows[begin], end - begin});
  }
  return out;
}

} // namespace

Status partitionByTiles(MappingProblem &problem) {
  const auto &limits = problem.chip.limits;
  std::vector<int64_t> maxNeurons(problem.populations.size(), limits.neurons);
  std::vector<std::vector<Box>> tiles(problem.populations.size());
  std::vector<bool> stale(problem.populations.size(), true);
  while (true) {
    problem.slices.clear();
    for (size_t p = 0; p < problem.populations.size(); ++p) {
      if (stale[p]) {
        Tiler tiler(problem, p, maxNeurons[p]);
        std::optional<Grid> grid = tiler.smallestGrid();
        if (!grid)
          return refuseNeuron(problem, p);
        tiles[p] = tiler.tiles(*grid);
        stale[p] = false;
      }
      for (const Box &box : tiles[p])
        problem.slices.push_back({p, box, problem.slices.size(), -1});
    }
    problem.clusters = problem.slices.size();
    if (int64_t(problem.slices.size()) > problem.chip.grid.cores())
      return refuseCores(problem, tiles);
    AxonsOut out = axonsOut(problem);
    bool good = true;
    for (size_t s = 0; s < problem.slices.size(); ++s) {
      size_t p = problem.slices[s].population;
      if (out.targets[s] > limits.targetsPerNeuron)
        return doesNotFit(
            problem, p, "any core",
            {"destination cores of one neuron", out.targets[s], limits.targetsPerNeuron},
            "make the next layer small enough for fewer cores");
      if (out.entries[s] <= limits.axonsOut || stale[p])
        continue;
      int64_t volume = problem.slices[s].box.volume();
      if (volume == 1)
        return doesNotFit(problem, p, "any core",
                          {"output axons of one neuron", out.entries[s], limits.axonsOut},
                          "make the next layer small enough for fewer cores");
      maxNeurons[p] =
          std::min(volume - 1, std::max<int64_t>(1, volume * limits.axonsOut / out.entries[s]));
      stale[p] = true;
      good = false;
    }
    if (good)
      return success();
  }
}

} // namespace nacre
