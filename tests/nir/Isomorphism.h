// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether two NIR graphs are one but for the names of nodes, and metadata.
#pragma once
#include "compiler/import/nir/Graph.h"

namespace nacre::nir {

/// Without sub-graphs. Numbers are equal up to a billionth.
bool areIsomorphic(const Node &a, const Node &b);

} // namespace nacre::nir
