// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Verification of a whole design, one file a topic.
#pragma once
#include "dialects/chip/DesignTables.h"

namespace nacre::chip {

using mlir::success; // not nacre::success of support/Result.h

/// Populations, cores and slices: rules D2 to D4, D6 and S1.
mlir::LogicalResult verifyPlacement(DesignOp design, const DesignTables &tables);

/// Synapses of slices and of the host: rules Y1 to Y5 and H1.
mlir::LogicalResult verifySynapses(DesignOp design, const DesignTables &tables);

/// Flows, routes and trees: rules F1 to F3, R1, T1 and D5. Slices and synapses are already
/// verified.
mlir::LogicalResult verifyFlows(DesignOp design, const DesignTables &tables);

/// The same of one population neuron by neuron, where boxes say too little: rules F2 and F3.
/// `hasListedNeurons`: some core has sparse synapses from it, or a flow lists its neurons.
bool hasListedNeurons(DesignOp design, llvm::StringRef population);
mlir::LogicalResult verifyNeuronFlows(DesignOp design, const DesignTables &tables,
                                      PopulationOp population);

/// A box attribute: six bounds, not empty, inside `shape`; `what` ("[CHIP-S1] box") starts the
/// message.
mlir::LogicalResult verifyBox(mlir::Operation *op, llvm::ArrayRef<int64_t> bounds,
                              llvm::ArrayRef<int64_t> shape, llvm::StringRef what);

} // namespace nacre::chip
