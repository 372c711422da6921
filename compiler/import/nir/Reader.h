// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/nir/Graph.h"
#include "support/Result.h"

namespace nacre::nir {

struct File {
  Node graph;
  std::string version; ///< of the package that wrote it, "0.2.0"; empty if it does not say
};

/// Refuses what is no HDF5 file with a NIRGraph under /node, links and data in other files, nodes
/// without a type, edges that are not pairs of strings, and graphs nested deeper than 16. Metadata
/// that is neither numbers nor one string is left out.
Result<File> readFile(const std::string &path);

/// The same from memory; `name` is the file in messages.
Result<File> readBytes(std::string bytes, const std::string &name);

} // namespace nacre::nir
