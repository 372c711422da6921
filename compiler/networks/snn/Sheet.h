// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sheet of randomly connected neurons, as models of cortex have them, of any size.
#pragma once
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "support/Result.h"

namespace nacre {

struct SheetOptions {
  int64_t neurons = 10000;
  int64_t fanOut = 100; ///< synapses of each neuron within the sheet
  uint64_t seed = 1;    ///< the same seed makes the same network everywhere
};

/// A module with one snn.network:
///
///   image 1x8x8 -> "input" 1x8x8 -> "sheet" neurons x 1 x 1 (to itself, one step later) ->
///   "readout"
///
/// Neuron i of the sheet stands at row i / side, column i % side of a square grid. It is connected
/// to another with a probability that falls as a Gaussian of their distance, 0.1 for neighbours.
/// Four of five neurons excite with weights 1 to 3, the others inhibit with -8, so that both
/// balance. A constant current lets all fire now and then; where in their cycle they start is
/// random. Each pixel drives a neuron that excites the sheet around its place, and each of ten
/// classes counts the spikes of fanOut neurons.
///
/// Refused: more neurons than a population can have channels, and a fan-out that is less than 1 or
/// more than a twentieth of the sheet.
Result<mlir::OwningOpRef<mlir::ModuleOp>> makeSheet(const SheetOptions &options,
                                                    mlir::MLIRContext *context);

} // namespace nacre
