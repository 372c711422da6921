// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Untrained networks that ship with Nacre, one network or family a file.
#pragma once
#include "compiler/networks/NetworkBuilder.h"
#include "support/Registry.h"
#include <functional>

namespace nacre {

struct BuiltinNetwork {
  std::string summary; ///< image shape and layers
  PixelStatistics pixels;
  /// A module with one function of real weights and batch norms.
  std::function<mlir::OwningOpRef<mlir::ModuleOp>(mlir::MLIRContext *, WeightSeed)> build;
};

using BuiltinNetworkRegistry = Registry<BuiltinNetwork>;
void registerAllBuiltinNetworks(BuiltinNetworkRegistry &registry);

} // namespace nacre
