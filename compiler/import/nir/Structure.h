// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A flat graph with its neighbours, as far as it can be judged without following it.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/nir/Primitive.h"

namespace nacre::nir {

struct Structure {
  const Node &graph;
  std::map<std::string, std::vector<std::string>> before; ///< by name, in order of names
  std::string input, output;
  Extent inputExtent;

  const Node &node(const std::string &name) const { return graph.nodes.at(name); }
};

/// Passed through by spikes and currents alike.
bool passes(const std::string &type);

/// Each node must have a meaning and a place between the one input and the one output, and the
/// input a size; what is wrong is in `findings`.
Structure checkStructure(const Node &graph, const NirPrimitiveRegistry &primitives,
                         Findings &findings);

} // namespace nacre::nir
