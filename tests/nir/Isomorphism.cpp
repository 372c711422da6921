// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/nir/Isomorphism.h"
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/vf2_sub_graph_iso.hpp>
#include <cmath>

namespace nacre::nir {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, const Node *>;

Graph graphOf(const Node &node) {
  Graph graph;
  std::map<std::string, Graph::vertex_descriptor> vertices;
  for (const auto &[name, child] : node.nodes)
    vertices[name] = boost::add_vertex(&child, graph);
  for (const auto &[from, to] : node.edges)
    boost::add_edge(vertices.at(from), vertices.at(to), graph);
  return graph;
}

bool areEqual(const Array &a, const Array &b) {
  if (a.shape != b.shape || a.values.size() != b.values.size())
    return false;
  for (size_t i = 0; i < a.values.size(); ++i)
    if (std::fabs(a.values[i] - b.values[i]) > 1e-9 * std::fabs(a.values[i]))
      return false;
  return true;
}

bool areEqual(const Node &a, const Node &b) {
  if (a.type != b.type || a.text != b.text || a.numbers.size() != b.numbers.size())
    return false;
  for (const auto &[field, array] : a.numbers)
    if (auto other = b.numbers.find(field);
        other == b.numbers.end() || !areEqual(array, other->second))
      return false;
  return true;
}

} // namespace

bool areIsomorphic(const Node &a, const Node &b) {
  const Graph first = graphOf(a), second = graphOf(b);
  if (num_vertices(first) != num_vertices(second) || num_edges(first) != num_edges(second))
    return false;
  auto found = [](const auto &, const auto &) { return false; }; // one is enough
  auto equal = [&](auto v, auto w) { return areEqual(*first[v], *second[w]); };
  return boost::vf2_graph_iso(first, second, found, boost::vertex_order_by_mult(first),
                              boost::vertices_equivalent(equal));
}

} // namespace nacre::nir
