// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Structure.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace nacre::nir {

bool passes(const std::string &type) { return type == "Identity" || type == "Delay"; }

namespace {

using Neighbours = std::map<std::string, std::vector<std::string>>;

std::set<std::string> reached(const std::string &from, const Neighbours &next) {
  std::set<std::string> seen = {from};
  std::vector<std::string> left = {from};
  while (!left.empty()) {
    auto found = next.find(left.back());
    left.pop_back();
    if (found == next.end())
      continue;
    for (const std::string &neighbour : found->second)
      if (seen.insert(neighbour).second)
        left.push_back(neighbour);
  }
  return seen;
}

class Checker {
  const NirPrimitiveRegistry &primitives;
  Findings &findings;
  Neighbours after;

public:
  Structure structure;

  Checker(const Node &graph, const NirPrimitiveRegistry &primitives, Findings &findings)
      : primitives(primitives), findings(findings), structure{graph, {}, {}, {}, {}} {
    for (const auto &[from, to] : graph.edges) {
      after[from].push_back(to);
      structure.before[to].push_back(from);
    }
    for (auto &[name, neighbours] : structure.before)
      std::sort(neighbours.begin(), neighbours.end());
  }

  void checkNodes() {
    const auto &nodes = structure.graph.nodes;
    std::vector<std::string> inputs, outputs;
    if (nodes.size() > 2000)
      findings.add("NCR1308", "", fmt::format("has {} nodes", nodes.size()), "2000 at most");
    for (const auto &[name, node] : nodes) {
      if (node.type == "Input")
        inputs.push_back(name);
      else if (node.type == "Output")
        outputs.push_back(name);
      else if (!passes(node.type))
        checkKind(name, node);
    }
    if (inputs.size() != 1 || outputs.size() != 1) {
      findings.add(
          "NCR1308", "",
          fmt::format("the graph has {} inputs and {} outputs", inputs.size(), outputs.size()),
          "a graph has one Input and one Output");
      return;
    }
    structure.input = inputs.front(), structure.output = outputs.front();
    const std::set<std::string> behind = reached(structure.input, after),
                                ahead = reached(structure.output, structure.before);
    for (const auto &[name, node] : nodes)
      if (!behind.count(name) || !ahead.count(name))
        findings.add("NCR1308", name, "lies on no way from the input to the output",
                     "leave it out, or connect it");
  }

  void readInput() {
    const Node &node = structure.node(structure.input);
    auto shape = node.numbers.find("shape");
    std::vector<int64_t> sizes;
    if (shape != node.numbers.end())
      for (double size : shape->second.values)
        sizes.push_back(size >= 1 && size <= 1 << 20 && size == std::floor(size) ? int64_t(size)
                                                                                 : 0);
    const size_t rank = sizes.size();
    if (rank < 1 || rank > 3 || std::count(sizes.begin(), sizes.end(), 0)) {
      findings.add("NCR1305", structure.input, "its shape is not one to three sizes",
                   "inputs are channels, channels x length, or channels x rows x columns");
      return;
    }
    structure.inputExtent = {sizes[0], rank == 3 ? sizes[1] : 1, rank == 1 ? 1 : sizes[rank - 1]};
    if (structure.inputExtent.volume() > int64_t(1) << 28)
      findings.add("NCR1305", structure.input, "has more than 2^28 elements",
                   "use a smaller input");
  }

private:
  void checkKind(const std::string &name, const Node &node) {
    const Primitive *primitive = primitives.find(node.type);
    if (!primitive) {
      findings.add("NCR1302", name, fmt::format("'{}' is not supported", node.type),
                   "supported: Delay, " + primitives.names());
      return;
    }
    auto known = [&](const std::string &field) {
      return std::find(primitive->fields.begin(), primitive->fields.end(), field) !=
             primitive->fields.end();
    };
    auto unknown = [&](const std::string &field) {
      if (!known(field))
        findings.add("NCR1305", name,
                     fmt::format("the field '{}' of a {} is not known", field, node.type),
                     fmt::format("known: {}", fmt::join(primitive->fields, ", ")));
    };
    for (const auto &[field, array] : node.numbers)
      unknown(field);
    for (const auto &[field, text] : node.text)
      unknown(field);
  }
};

} // namespace

Structure checkStructure(const Node &graph, const NirPrimitiveRegistry &primitives,
                         Findings &findings) {
  Checker checker(graph, primitives, findings);
  checker.checkNodes();
  if (findings.empty())
    checker.readInput();
  return std::move(checker.structure);
}

} // namespace nacre::nir
