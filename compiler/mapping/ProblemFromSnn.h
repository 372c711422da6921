// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include "dialects/snn/Snn.h"

namespace nacre {

/// The mapping problem of a network: its neurons and readout in order, its on-chip synapses as
/// edges. Synapses from an image are no edges; their worst case enters the bias range. An input of
/// spikes is a population, which the host makes fire.
/// Fails, with a diagnostic, where weights cannot be read.
mlir::FailureOr<MappingProblem> problemFromSnn(snn::NetworkOp network, const ChipModel &chip);

/// The synapse operations of a network in the order in which problemFromSnn numbers edges, and
/// those from the input apart.
struct SynapseOps {
  struct Edge {
    mlir::Operation *op = nullptr;     ///< snn.conv2d, snn.linear or, on the chip, snn.sparse
    mlir::Operation *source = nullptr; ///< snn.neuron or an input of spikes; null for an image
    mlir::Operation *target = nullptr; ///< snn.neuron or snn.readout
    int64_t delay = 0;                 ///< sum of the snn.delay steps between
  };
  /// snn.neuron and snn.readout, in order; an input of spikes comes last.
  std::vector<mlir::Operation *> populations;
  std::vector<Edge> onChip, fromHost;
};
SynapseOps synapsesOf(snn::NetworkOp network);

} // namespace nacre
