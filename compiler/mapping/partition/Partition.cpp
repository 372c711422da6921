// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/Partition.h"
#include "compiler/mapping/LowerBound.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/partition/Copies.h"
#include "compiler/mapping/partition/Merge.h"
#include "compiler/mapping/partition/Targets.h"
#include "compiler/mapping/partition/Tile.h"
#include "compiler/mapping/partition/sparse/SparsePartition.h"
#include "compiler/mapping/route/Flows.h"
#include <fmt/format.h>
#include <set>
#include <span>
#include <tuple>

namespace nacre {

namespace {

/// The parts of sparse populations, by population and most neurons of a part: found once for all
/// packings.
using SparseParts = std::map<std::pair<size_t, int64_t>, std::optional<Parts>>;

Misfit tooManyCores(const MappingProblem &problem, int64_t need, const std::string &message,
                    const std::string &remedy) {
  return {"", "cores", need, problem.chip.grid.cores(), {message, remedy, ExitCode::DoesNotFit}};
}

Misfit refuseAtLeast(const MappingProblem &problem, const CoreBound &bound) {
  return tooManyCores(
      problem, bound.cores,
      fmt::format("the network does not fit chip '{}': cores needed {} at least, for its {}, limit "
                  "{}",
                  problem.chip.name, bound.cores, bound.resource, problem.chip.grid.cores()),
      "use a smaller network or a chip with more cores");
}

/// Calls visit(flows) with those of each cluster, of flows that are sorted by it.
template <class Visit>
void forEachSource(std::span<const MappingProblem::Flow> flows, Visit visit) {
  for (size_t begin = 0, end = 0; begin < flows.size(); begin = end) {
    while (end < flows.size() && flows[end].from == flows[begin].from)
      ++end;
    visit(flows.subspan(begin, end - begin));
  }
}

/// Slices that are packed in no time, however few cores there are.
constexpr size_t quicklyPacked = 10'000;

class Partitioner {
  MappingProblem &problem;
  const Packing &packing;
  const bool fine;
  SparseParts &sparseParts;
  const ChipModel::Limits &limits;
  NeedsCounter needs;
  std::vector<int64_t> maxNeurons; ///< by population, of a tile
  std::vector<Grid> grids;         ///< by population
  Misfits misfits;

public:
  Partitioner(MappingProblem &problem, const Packing &packing, bool fine, SparseParts &sparseParts)
      : problem(problem), packing(packing), fine(fine), sparseParts(sparseParts),
        limits(problem.chip.limits), needs(problem),
        maxNeurons(problem.populations.size(), limits.neurons), grids(problem.populations.size()) {
    problem.order.assign(problem.populations.size(), {});
  }

  Misfits run() {
    while (true) {
      tileAll();
      if (!misfits.empty())
        return misfits;
      fillSlices();
      if (farTooMany())
        return misfits;
      packSlices();
      mergeSlices(problem, needs);
      std::vector<MappingProblem::Flow> flows = flowsOf(problem);
      if (entriesFit(flows)) {
        addCopies(problem, needs, {packing.sharesCores, mostClusters()}, flows);
        outputsFit(flows);
        return misfits;
      }
      if (!misfits.empty())
        return misfits;
    }
  }

private:
  /// Those without a grid; targets first, because their tiles say what sources need of the axon-out
  /// table.
  void tileAll() {
    for (size_t p = grids.size(); p-- > 0;) {
      if (grids[p].tiles() > 0)
        continue;
      if (isSparsePopulation(problem, p)) {
        if (!cutSparse(p))
          refuseSparse(p);
        continue;
      }
      FanOut fanOut(problem, p, grids);
      TileOptions options{maxNeurons[p], true, packing.sharesCores, fine, sourceEntries(p)};
      std::optional<Grid> grid = tile(needs, problem, p, fanOut, options);
      options.fanOut = false; // packing may still bring targets together
      if (!grid)
        grid = tile(needs, problem, p, fanOut, options);
      if (grid)
        grids[p] = std::move(*grid);
      else
        refuseNeurons(p);
    }
  }

  /// Numbers the neurons of a sparse population anew, so that its parts are boxes.
  bool cutSparse(size_t p) {
    auto [known, fresh] = sparseParts.try_emplace({p, maxNeurons[p]});
    if (fresh)
      known->second = partitionSparse(problem, p, maxNeurons[p], /*seed=*/1);
    const std::optional<Parts> &parts = known->second;
    problem.order[p].clear();
    if (!parts)
      return false;
    if (parts->size() == 1) {
      const Box &shape = problem.populations[p].shape;
      grids[p] = {{shape.c}, {shape.y}, {shape.x}};
      return true;
    }
    grids[p] = {{}, {{0, 1}}, {{0, 1}}};
    int64_t first = 0;
    for (const std::vector<uint32_t> &part : *parts) {
      grids[p].c.push_back({first, first + int64_t(part.size())});
      first += int64_t(part.size());
      problem.order[p].insert(problem.order[p].end(), part.begin(), part.end());
    }
    return true;
  }

  /// What neurons in full cores leave of the axon-out tables, by edge into the population.
  std::vector<int64_t> sourceEntries(size_t p) const {
    std::vector<int64_t> entries;
    for (const auto &edge : problem.edges)
      if (edge.target == p && !edge.sparse) {
        const Box &source = problem.populations[edge.source].shape;
        entries.push_back(
            std::max<int64_t>(0, source.volume() * limits.axonsOut / limits.neurons -
                                     FanOut(problem, edge.source, grids).entries(source)));
      }
    return entries;
  }

  void fillSlices() {
    problem.slices.clear();
    for (size_t p = 0; p < grids.size(); ++p)
      for (const Box &box : grids[p].boxes())
        problem.slices.push_back({p, box, 0, -1});
  }

  /// Very many small slices take long to pack, and what they send each other much memory: if all
  /// cores together lack room for them, that is enough.
  bool farTooMany() {
    const int64_t cores = problem.chip.grid.cores();
    if (problem.slices.size() <= std::max(quicklyPacked, size_t(32 * cores)))
      return false;
    SliceNeeds all;
    for (const auto &slice : problem.slices)
      all += needs.of(slice.population, slice.box);
    CoreBound bound;
    for (auto [resource, need, limit] :
         {std::tuple("neurons", all.neurons, limits.neurons),
          std::tuple("input axons", all.axonsIn, limits.axonsIn),
          std::tuple("synapse memory bits", all.synapseMemoryBits, limits.synapseMemoryBits)})
      if (int64_t needed = (need + limit - 1) / limit; needed > bound.cores)
        bound = {needed, resource};
    if (bound.cores <= cores)
      return false;
    misfits.add(refuseAtLeast(problem, bound));
    return true;
  }

  void packSlices() {
    std::vector<size_t> clusters = packing.pack(packingProblemOf(problem, needs));
    problem.clusters = 0;
    for (size_t s = 0; s < clusters.size(); ++s) {
      problem.slices[s].cluster = clusters[s];
      problem.clusters = std::max(problem.clusters, clusters[s] + 1);
    }
  }

  /// Whether every core's axon-out table does, as far as copies do not help; else populations that
  /// must be cut further have no grid any more, or single neurons need too much.
  bool entriesFit(std::span<const MappingProblem::Flow> flows) {
    std::vector<std::vector<size_t>> slicesOf(problem.clusters);
    for (size_t s = 0; s < problem.slices.size(); ++s)
      slicesOf[problem.slices[s].cluster].push_back(s);
    bool good = true;
    forEachSource(flows, [&](std::span<const MappingProblem::Flow> from) {
      const std::vector<size_t> &slices = slicesOf[size_t(from.front().from)];
      int64_t entries = 0;
      for (size_t s : slices)
        entries += axonsOutOf(from, problem.slices[s], limits.targetsPerNeuron);
      if (entries <= limits.axonsOut)
        return;
      // What is packed fits, so it is one slice.
      const auto &slice = problem.slices[slices.front()];
      const int64_t volume = slice.box.volume();
      good = false;
      if (volume == 1) {
        refuseOutputs(from, "output axons of one neuron", entries, &ChipModel::Limits::axonsOut);
        return;
      }
      maxNeurons[slice.population] =
          std::min({maxNeurons[slice.population], volume - 1,
                    std::max<int64_t>(1, volume * limits.axonsOut / entries)});
      grids[slice.population] = {};
    });
    return good;
  }

  /// So many that no more copies need be made to know that there are too many.
  size_t mostClusters() const {
    return std::max(quicklyPacked, size_t(2 * problem.chip.grid.cores()));
  }

  /// With all copies.
  void outputsFit(std::span<const MappingProblem::Flow> flows) {
    if (problem.clusters >= mostClusters() && problem.slices.back().isCopy()) {
      misfits.add(refuseAtLeast(
          problem, {int64_t(problem.clusters), "copies of neurons that many cores read"}));
      return;
    }
    forEachSource(flows, [&](std::span<const MappingProblem::Flow> from) {
      int64_t entries = 0;
      for (const auto &flow : from)
        entries += flow.sources();
      if (entries > limits.axonsOut)
        refuseOutputs(from, "output axons", entries, &ChipModel::Limits::axonsOut);
      if (int64_t(from.size()) > limits.targetsPerNeuron)
        if (int64_t most = mostTargets(from, problem); most > limits.targetsPerNeuron)
          refuseOutputs(from, "destination cores of one neuron", most,
                        &ChipModel::Limits::targetsPerNeuron);
    });
  }

  void refuseOutputs(std::span<const MappingProblem::Flow> from, const std::string &resource,
                     int64_t need, int64_t ChipModel::Limits::*limit) {
    misfits.add(doesNotFit(problem, from.front().population, "any core", {resource, need, limit},
                           "make the next layer small enough for fewer cores"));
  }

  /// For a sparse population that no parts of fit: for its neurons, or for their outputs.
  void refuseSparse(size_t p) {
    const size_t before = misfits.size();
    const Box &shape = problem.populations[p].shape;
    for (int64_t n = 0; n < shape.volume(); ++n)
      refuseNeuron(p, boxOfNeuron(n, shape));
    if (misfits.size() == before)
      misfits.add(doesNotFit(problem, p, "any core",
                             {"destination cores of one neuron, at least",
                              limits.targetsPerNeuron + 1, &ChipModel::Limits::targetsPerNeuron},
                             "connect each neuron with fewer others"));
  }

  static Box boxOfNeuron(int64_t neuron, const Box &shape) {
    const int64_t width = shape.x.size(), plane = shape.y.size() * width;
    const int64_t c = neuron / plane, y = neuron % plane / width, x = neuron % width;
    return {{c, c + 1}, {y, y + 1}, {x, x + 1}};
  }

  /// For a population of which not even every single neuron fits a core.
  void refuseNeurons(size_t p) {
    const Box &shape = problem.populations[p].shape;
    // In the middle first: interior neurons need most, as long as channels are alike.
    const int64_t middle = shape.c.size() / 2, y = shape.y.size() / 2, x = shape.x.size() / 2;
    const size_t before = misfits.size();
    refuseNeuron(p, {{middle, middle + 1}, {y, y + 1}, {x, x + 1}});
    for (int64_t n = 0; misfits.size() == before && n < shape.volume(); ++n)
      refuseNeuron(p, boxOfNeuron(n, shape));
    assert(misfits.size() > before && "a grid of single neurons was refused, so one does not fit");
  }

  void refuseNeuron(size_t p, const Box &one) {
    for (const Shortage &shortage : shortagesOf(needs.of(p, one), limits))
      misfits.add(doesNotFit(problem, p,
                             fmt::format("any core, even for the one neuron ({}, {}, {})",
                                         one.c.begin, one.y.begin, one.x.begin),
                             shortage,
                             "a smaller kernel, fewer input channels or groups need fewer"));
  }
};

Misfit refuseCores(const MappingProblem &problem) {
  std::vector<std::set<size_t>> clusters(problem.populations.size());
  std::set<size_t> ofCopies;
  for (const auto &slice : problem.slices) {
    clusters[slice.population].insert(slice.cluster);
    if (slice.isCopy())
      ofCopies.insert(slice.cluster);
  }
  auto largest = std::max_element(clusters.begin(), clusters.end(),
                                  [](const auto &a, const auto &b) { return a.size() < b.size(); });
  const int64_t coresOfChip = problem.chip.grid.cores() / problem.chip.grid.chips();
  return tooManyCores(
      problem, int64_t(problem.clusters),
      fmt::format("the network does not fit chip '{}': cores needed {}, limit {}; layer '{}' alone "
                  "takes {}{}",
                  problem.chip.name, problem.clusters, problem.chip.grid.cores(),
                  problem.populations[size_t(largest - clusters.begin())].name, largest->size(),
                  ofCopies.empty()
                      ? ""
                      : fmt::format("; {} of them hold copies of neurons", ofCopies.size())),
      fmt::format("it takes the cores of {} chips (--chips)",
                  (int64_t(problem.clusters) + coresOfChip - 1) / coresOfChip));
}

/// Large sparse populations take long to cut, and the networks that have them are often far too
/// large.
bool hasSparse(const MappingProblem &problem) {
  return std::any_of(problem.edges.begin(), problem.edges.end(),
                     [](const auto &edge) { return bool(edge.sparse); });
}

} // namespace

Misfits partitionMisfits(MappingProblem &problem, const Packing &packing) {
  Misfits misfits;
  if (hasSparse(problem))
    if (CoreBound bound = coresAtLeast(problem); bound.cores > problem.chip.grid.cores()) {
      misfits.add(refuseAtLeast(problem, bound));
      return misfits;
    }
  SparseParts sparseParts;
  misfits = Partitioner(problem, packing, false, sparseParts).run();
  if (!misfits.empty())
    return misfits;
  // Large tiles have fewer links between them, small ones fill gaps.
  if (packing.sharesCores && int64_t(problem.clusters) > coresAtLeast(problem).cores) {
    std::vector<MappingProblem::Slice> slices = problem.slices;
    std::vector<std::vector<uint32_t>> order = problem.order;
    const size_t clusters = problem.clusters;
    const bool fits = Partitioner(problem, packing, true, sparseParts).run().empty();
    if (!fits || problem.clusters >= clusters) {
      problem.slices = std::move(slices);
      problem.order = std::move(order);
      problem.clusters = clusters;
    }
  }
  if (int64_t(problem.clusters) > problem.chip.grid.cores())
    misfits.add(refuseCores(problem));
  return misfits;
}

} // namespace nacre
