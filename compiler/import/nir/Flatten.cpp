// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sub-graph has one input and one output, through which the edges around it go on.
#include "compiler/import/nir/Trace.h"
#include <fmt/format.h>

namespace nacre::nir {

namespace {

/// Of a node of the graph as it was: where edges to it, and from it, end in the flat one.
struct Ends {
  std::string in, out;
};

class Flattener {
  Findings &findings;

public:
  Node flat;

  explicit Flattener(Findings &findings) : findings(findings) { flat.type = "NIRGraph"; }

  /// `prefix`: "outer." of the nodes' names. The Input and Output of sub-graphs stay as nodes that
  /// pass everything on.
  void add(const Node &graph, const std::string &prefix) {
    std::map<std::string, Ends> ends;
    for (const auto &[name, node] : graph.nodes) {
      const std::string full = prefix + name;
      if (node.type != "NIRGraph") {
        ends[name] = {full, full};
        addNode(full, node, !prefix.empty());
        continue;
      }
      ends[name] = {full + "." + only(node, "Input", full),
                    full + "." + only(node, "Output", full)};
      add(node, full + ".");
    }
    for (const auto &[from, to] : graph.edges) {
      for (const std::string &end : {from, to})
        if (!ends.count(end))
          findings.add("NCR1308", prefix + end, "is an end of an edge but no node",
                       "export the network again");
      if (ends.count(from) && ends.count(to))
        flat.edges.emplace_back(ends[from].out, ends[to].in);
    }
  }

private:
  void addNode(const std::string &name, const Node &node, bool inner) {
    Node added = node;
    if (inner && (node.type == "Input" || node.type == "Output"))
      added = {
          .type = "Identity", .numbers = {}, .text = {}, .metadata = {}, .nodes = {}, .edges = {}};
    if (!flat.nodes.emplace(name, std::move(added)).second)
      findings.add("NCR1308", name, "is the name of two nodes", "rename one of them");
  }

  std::string only(const Node &graph, const std::string &type, const std::string &name) {
    std::string found;
    int count = 0;
    for (const auto &[child, node] : graph.nodes)
      if (node.type == type)
        found = child, ++count;
    if (count != 1)
      findings.add("NCR1308", name, fmt::format("has {} nodes of type {}", count, type),
                   "a graph has one Input and one Output");
    return found;
  }
};

} // namespace

Node flattened(const Node &graph, Findings &findings) {
  Flattener flattener(findings);
  flattener.add(graph, "");
  return std::move(flattener.flat);
}

} // namespace nacre::nir
