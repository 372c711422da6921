// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/Calibrate.h"

namespace nacre {

Status calibrate(snn::NetworkOp network, const Dataset &data, int64_t steps,
                 const EvaluateOptions &options) {
  auto interpreter = SnnInterpreter::create(network);
  if (!interpreter)
    return interpreter.error();
  auto evaluation = evaluate(*interpreter, data, steps, false, options);
  if (!evaluation)
    return evaluation.error();
  mlir::Builder builder(network.getContext());
  const std::vector<std::string> names = interpreter->populationNames();
  for (auto neuron : network.getBody().getOps<snn::NeuronOp>()) {
    const size_t i = size_t(llvm::find(names, neuron.getName()) - names.begin());
    const int64_t neurons = neuron.getSpikes().getType().getNumElements();
    neuron.setRateAttr(builder.getF64FloatAttr(double(evaluation->activity[i].spikes) /
                                               double(neurons * data.size())));
  }
  return success();
}

} // namespace nacre
