// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/nir/Graph.h"
#include "compiler/import/nir/Network.h"

namespace nacre::nir {

/// Follows the graph from its output back to its input. All that stands in the way is in
/// `findings`; the network is then incomplete.
Network trace(const Node &graph, const ImportOptions &options, Findings &findings);

/// Dissolves sub-graphs: their nodes become "graph.node" of the graph around them.
Node flattened(const Node &graph, Findings &findings);

} // namespace nacre::nir
