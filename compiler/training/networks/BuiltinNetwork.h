// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Untrained networks that ship with Nacre, one a file.
#pragma once
#include "compiler/training/networks/NetworkBuilder.h"
#include "support/Registry.h"

namespace nacre {

struct BuiltinNetwork {
  std::string summary; ///< image shape and layers
  /// A module with one function, its weights drawn from the seed.
  mlir::OwningOpRef<mlir::ModuleOp> (*build)(mlir::MLIRContext *context, uint64_t seed);
};

using BuiltinNetworkRegistry = Registry<BuiltinNetwork>;
void registerAllBuiltinNetworks(BuiltinNetworkRegistry &registry);

} // namespace nacre
