// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `snn.neuron` and `chip.population` share: the neuron machine's attributes.
#pragma once
#include "hw_models/neurons/NeuronModel.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nacre {

template <class Op> NeuronOptions neuronOptionsOf(Op op) {
  NeuronOptions options;
  options.reset = Reset(op.getReset());
  options.resetValue = op.getResetValue();
  options.strict = op.getStrict();
  options.maxSpikes = op.getMaxSpikes();
  options.leakShift = op.getLeakShift();
  options.leakMultiplier = op.getLeakMultiplier();
  options.leakScaleBits = op.getLeakScaleBits();
  options.inputShift = op.getInputShift();
  options.currentLeakMultiplier = op.getCurrentLeakMultiplier();
  options.currentLeakScaleBits = op.getCurrentLeakScaleBits();
  return options;
}

/// The value of `values`, one for all or one a channel, that holds for `channel`.
template <class T> T perChannel(llvm::ArrayRef<T> values, int64_t channel) {
  return values.size() == 1 ? values[0] : values[channel];
}

/// One value a neuron of `shape`, of one for all, one a channel or one a neuron.
template <class T>
std::vector<T> perNeuron(llvm::ArrayRef<T> values, llvm::ArrayRef<int64_t> shape) {
  const size_t positions = size_t(shape[1] * shape[2]), neurons = size_t(shape[0]) * positions;
  if (values.size() == neurons)
    return values.vec();
  std::vector<T> all;
  for (size_t neuron = 0; neuron < neurons; ++neuron)
    all.push_back(perChannel(values, int64_t(neuron / positions)));
  return all;
}

using EmitError = llvm::function_ref<mlir::InFlightDiagnostic()>;

/// `count` must be 1 or `channels`; `what` ("[SNN-P2] theta") starts the message.
mlir::LogicalResult verifyPerChannel(size_t count, int64_t channels, const llvm::Twine &what,
                                     EmitError emitError);

/// `count` must be 1, the channels or the neurons of `shape`.
mlir::LogicalResult verifyPerNeuron(size_t count, llvm::ArrayRef<int64_t> shape,
                                    const llvm::Twine &what, EmitError emitError);

/// Reports have no use for an infinite or undefined number.
mlir::LogicalResult verifyFinite(llvm::ArrayRef<double> values, const llvm::Twine &what,
                                 EmitError emitError);

/// All thresholds must be positive.
mlir::LogicalResult verifyThresholds(llvm::ArrayRef<int32_t> theta, llvm::StringRef label,
                                     EmitError emitError);

/// The registry must know `model`, and the model must accept the options.
mlir::LogicalResult verifyModel(llvm::StringRef model, const NeuronOptions &options,
                                llvm::StringRef label, EmitError emitError);

/// Do neurons of the model, which the registry may not know, have a synaptic current?
bool hasSynapticCurrent(llvm::StringRef model);

} // namespace nacre
