// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/Hypergraph.h"
#include "compiler/mapping/testing/Problems.h"
#include <gtest/gtest.h>

using namespace nacre;
using namespace nacre::testing;

TEST(Hypergraph, HasALineForEachNet) {
  // "a" is not in it. Neuron 0 of "b" reads itself and neuron 1; neuron 2 is read by "c" only, and
  // neuron 1 by nobody.
  MappingProblem problem;
  problem.populations = {population("a", 2, 1, 1), population("b", 3, 1, 1),
                         population("c", 2, 1, 1)};
  auto sparse = [&](size_t source, size_t target, std::vector<uint32_t> offsets,
                    std::vector<uint32_t> targets) {
    std::vector<int8_t> weights(targets.size(), 1);
    MappingProblem::Edge edge;
    edge.source = source, edge.target = target;
    edge.sparse = std::make_shared<SparseSynapses>(
        SparseRows{offsets, targets, weights}, size_t(problem.populations[target].shape.volume()));
    return edge;
  };
  problem.edges = {dense(problem, 0, 1), sparse(1, 1, {0, 2, 2, 3}, {0, 1, 2}),
                   sparse(1, 2, {0, 0, 0, 2}, {0, 1})};
  std::string text;
  auto write = [&](std::string_view part) { text += part; };
  ASSERT_TRUE(writeHypergraph(problem, write));
  EXPECT_EQ(text, "% 'b': 1 to 3\n% 'c': 4 to 5\n2 5\n1 2\n3 4 5\n");
  problem.edges.resize(1);
  EXPECT_FALSE(writeHypergraph(problem, write));
}
