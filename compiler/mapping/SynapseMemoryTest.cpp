// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Words of each layout against hand arithmetic and against counting synapse by synapse.
#include "compiler/mapping/SynapseMemory.h"
#include "compiler/mapping/testing/Problems.h"
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

using namespace nacre;
using namespace nacre::testing;
using Layout = SynapseLayout;

namespace {

int64_t wordsIn(const MappingProblem &p, const Box &target, Layout layout, bool codebook = false) {
  const MappingProblem::Edge &edge = p.edges[0];
  return SynapseCounter(p, edge).words(target, {layout, codebook});
}

StoredSynapses stored(const MappingProblem &p) {
  const MappingProblem::Edge &edge = p.edges[0];
  const Box &target = p.populations[edge.target].shape;
  return SynapseCounter(p, edge).stored(target);
}

/// Two sources, `targets` targets; weights by target.
MappingProblem denseProblem(int64_t targets, std::vector<int16_t> weights) {
  MappingProblem p = smallNetwork();
  p.chip.limits.sparseSynapses = true;
  p.populations = {population("s", 2, 1, 1), population("t", targets, 1, 1)};
  p.edges = {dense(p, 0, 1)};
  p.edges[0].weights = std::move(weights);
  return p;
}

} // namespace

TEST(SynapseMemory, SparseAxonsListWhatIsNotZero) {
  MappingProblem p = denseProblem(4, {1, 0, 2, 0, -1, 5, 3, 0});
  p.chip.limits.neurons = 1000; // ceil(log2) = 10 bits a target, and 8 a weight
  p.chip.timing.synapseWordBits = 20;
  const Box &all = p.populations[1].shape;
  // Source 0: 4 * 18 bits = 4 words of 20. Source 1: 18 bits = 1 word.
  EXPECT_EQ(wordsIn(p, all, Layout::Sparse), 4 + 1);
  // Rows: 4 * 8 bits = 2 words each.
  EXPECT_EQ(wordsIn(p, all, Layout::Rows), 2 + 2);
  // Target 0 alone: one entry, and none.
  EXPECT_EQ(wordsIn(p, {{0, 1}, {0, 1}, {0, 1}}, Layout::Sparse), 1);
}

TEST(SynapseMemory, ATargetTakesTheBitsThatTellTheNeuronsOfACoreApart) {
  MappingProblem p = denseProblem(1, {1, 1});
  p.chip.timing.synapseWordBits = 1; // words count bits
  for (auto [neurons, bits] : {std::pair(1, 0), {2, 1}, {256, 8}, {257, 9}, {1024, 10}}) {
    p.chip.limits.neurons = neurons;
    EXPECT_EQ(wordsIn(p, {{0, 1}, {0, 1}, {0, 1}}, Layout::Sparse), 2 * (8 + bits)) << neurons;
  }
}

TEST(SynapseMemory, ACodebookIsATableAndIndices) {
  MappingProblem p = denseProblem(4, {100, 0, -100, 0, 0, 0, 100, 7});
  p.chip.limits.neurons = 1000;
  p.chip.timing.synapseWordBits = 5;
  const Box &all = p.populations[1].shape;
  // 100, 0, -100 and 7 are four: 2 bits an index, 8 bits a source; the table has 32 bits.
  EXPECT_EQ(wordsIn(p, all, Layout::Rows, true), 2 * 2 + 7);
  // Without 0 they are three. Source 0 lists three of 10 + 2 bits, source 1 one; the table 24 bits.
  EXPECT_EQ(wordsIn(p, all, Layout::Sparse, true), 8 + 3 + 5);
  // Targets 0 and 1 know 100, 0 and -100; targets 0 and 2 would know two.
  EXPECT_EQ(wordsIn(p, {{0, 2}, {0, 1}, {0, 1}}, Layout::Rows, true), 2 * 1 + 5);
  // One value takes a bit an index.
  EXPECT_EQ(wordsIn(p, {{2, 3}, {0, 1}, {0, 1}}, Layout::Rows, true), 2 * 1 + 2);
  p.edges[0].weights.assign(8, -3);
  EXPECT_EQ(wordsIn(p, all, Layout::Rows, true), 2 * 1 + 2);
}

TEST(SynapseMemory, CodebooksHaveNoMoreEntriesThanTheChip) {
  std::vector<int16_t> weights(64);
  for (size_t i = 0; i < weights.size(); ++i)
    weights[i] = int8_t(i % 4 * 10 - 10); // -10, 0, 10, 20
  MappingProblem p = denseProblem(32, weights);
  // 32 * 8 bits are 4 words of 64 a source; 32 * 2 bits are one, and one for the table.
  p.chip.limits.codebookEntries = 4;
  EXPECT_EQ(stored(p).storage.name(), "rows with codebook");
  EXPECT_EQ(stored(p).words, 2 * 1 + 1);
  p.chip.limits.codebookEntries = 3;
  EXPECT_EQ(stored(p).storage.name(), "rows");
  EXPECT_EQ(stored(p).words, 2 * 4);
  p.chip.limits.codebookEntries = 0;
  EXPECT_EQ(stored(p).storage.name(), "rows");
}

TEST(SynapseMemory, TheSmallestIsTakenAndOfEqualsTheSimplest) {
  // 32 targets of 8 bits are 4 words of 64 a source; a list of three entries of 28 bits is two.
  std::vector<int16_t> weights(64, 0);
  weights[0] = weights[1] = weights[20] = weights[21] = weights[62] = weights[63] = 1;
  MappingProblem p = denseProblem(32, weights);
  EXPECT_EQ(stored(p).storage.name(), "sparse");
  EXPECT_EQ(stored(p).words, 2 * 2);
  // A chip without lists keeps the rows.
  p.chip.limits.sparseSynapses = false;
  EXPECT_EQ(stored(p).storage.name(), "rows");
  EXPECT_EQ(stored(p).words, 2 * 4);
  // One word either way.
  p = denseProblem(2, {1, 0, 0, 1});
  EXPECT_EQ(stored(p).words, 2);
  EXPECT_EQ(stored(p).storage.name(), "rows");
}

TEST(SynapseMemory, AConvolutionIsSharedUnlessItsListsAreShorter) {
  MappingProblem p = smallNetwork();
  p.chip.limits.sparseSynapses = true;
  p.edges.pop_back();
  EXPECT_EQ(stored(p).storage.name(), "shared");
  EXPECT_EQ(stored(p).words, 4 * 2 * 9 * 8 / 64);
  // Without a single weight the lists are empty.
  std::fill(p.edges[0].weights.begin(), p.edges[0].weights.end(), 0);
  EXPECT_EQ(stored(p).storage.name(), "sparse");
  EXPECT_EQ(stored(p).words, 0);
  p.chip.limits.sharedKernels = p.chip.limits.sparseSynapses = false;
  EXPECT_EQ(stored(p).storage.name(), "rows");
}

namespace {

/// The rules word for word: each synapse of the slice, found from its target.
int64_t countWords(const MappingProblem &p, const Box &target, SynapseStorage storage) {
  Layout layout = storage.layout;
  const MappingProblem::Edge &e = p.edges[0];
  const Box &source = p.populations[0].shape;
  int64_t inPerGroup = source.c.size() / e.groups;
  int64_t outPerGroup = p.populations[1].shape.c.size() / e.groups;
  std::map<std::array<int64_t, 3>, int64_t> synapses; // of each source neuron
  std::set<int64_t> distinct;
  int64_t kernel = 0;
  for (int64_t o = target.c.begin; o < target.c.end; ++o)
    for (int64_t i = 0; i < inPerGroup; ++i)
      for (int64_t j = 0; j < e.window.y.kernel; ++j)
        for (int64_t k = 0; k < e.window.x.kernel; ++k) {
          ++kernel;
          int64_t w = e.weights[size_t(
              ((o * inPerGroup + i) * e.window.y.kernel + j) * e.window.x.kernel + k)];
          if (w || layout != Layout::Sparse)
            distinct.insert(w);
          for (int64_t y = target.y.begin; y < target.y.end; ++y)
            for (int64_t x = target.x.begin; x < target.x.end; ++x) {
              int64_t sy = e.window.y.inputOf(y, j), sx = e.window.x.inputOf(x, k);
              bool inside = sy >= 0 && sy < source.y.end && sx >= 0 && sx < source.x.end;
              if (inside && (w || layout != Layout::Sparse))
                ++synapses[{o / outPerGroup * inPerGroup + i, sy, sx}];
            }
        }
  int64_t bits = e.weightBits, wordBits = p.chip.timing.synapseWordBits, words = 0;
  if (storage.codebook) {
    words = (int64_t(distinct.size()) * bits + wordBits - 1) / wordBits;
    bits = distinct.size() <= 2 ? 1 : 2; // of up to four
  }
  if (layout == Layout::Shared)
    return words + (kernel * bits + wordBits - 1) / wordBits;
  if (layout == Layout::Sparse)
    bits += 4; // 16 neurons a core
  for (const auto &[neuron, count] : synapses)
    words += (count * bits + wordBits - 1) / wordBits;
  return words;
}

} // namespace

TEST(SynapseMemory, AgreesWithCountingEachSynapse) {
  std::mt19937 random(1);
  auto pick = [&](int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  };
  std::map<SynapseStorage, int> chosen;
  for (int round = 0; round < 300; ++round) {
    MappingProblem p = smallNetwork();
    p.chip.limits.sparseSynapses = pick(0, 1);
    p.chip.limits.sharedKernels = pick(0, 1);
    p.chip.limits.codebookEntries = 4 * pick(0, 1);
    p.chip.limits.neurons = 16;
    p.chip.timing.synapseWordBits = pick(1, 16);
    int64_t groups = pick(1, 2);
    Window y{pick(1, 3), pick(1, 3), pick(1, 3), pick(0, 2), pick(0, 2)};
    Window x{pick(1, 3), pick(1, 3), pick(1, 3), pick(0, 2), pick(0, 2)};
    p.populations = {population("s", groups * pick(1, 5), 8, 9), {}};
    p.populations[1] = population("t", groups * pick(1, 5), y.outputs(8), x.outputs(9));
    p.edges = {convolution(p, 0, 1, 1, 1, 0, groups)};
    p.edges[0].window = {y, x};
    p.edges[0].weightBits = int32_t(pick(2, 8)); // weights are -2 to 1
    const Box &out = p.populations[1].shape;
    p.edges[0].weights.resize(
        size_t(out.c.size() * p.populations[0].shape.c.size() / groups * y.kernel * x.kernel));
    int64_t zeros = pick(0, 100);
    for (int16_t &w : p.edges[0].weights)
      w = int8_t(pick(1, 100) <= zeros ? 0 : pick(-2, 1));
    auto partOf = [&](Range all) {
      int64_t begin = pick(0, all.end - 1);
      return Range{begin, pick(begin + 1, all.end)};
    };
    Box target = {partOf(out.c), partOf(out.y), partOf(out.x)};
    Box source = p.receptiveField(p.edges[0], target);
    if (source.empty())
      continue;
    SynapseCounter counter(p, p.edges[0]);
    StoredSynapses best = counter.stored(target);
    ++chosen[best.storage];
    for (Layout layout : allSynapseLayouts)
      for (bool codebook : {false, true}) {
        SynapseStorage storage{layout, codebook};
        int64_t words = countWords(p, target, storage);
        ASSERT_EQ(counter.words(target, storage), words)
            << "round " << round << ", " << storage.name();
        if (hasLayout(p.chip.limits, layout) && (!codebook || p.chip.limits.codebookEntries))
          ASSERT_LE(best.words, words) << "round " << round << ", " << storage.name();
      }
  }
  EXPECT_EQ(chosen.size(), 6u);
  for (const auto &[storage, rounds] : chosen)
    EXPECT_GT(rounds, 2) << storage.name();
}
