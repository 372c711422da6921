// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef NACRE_SNN_DIALECT
#define NACRE_SNN_DIALECT

include "mlir/IR/OpBase.td"

def Snn_Dialect : Dialect {
  let name = "snn";
  let cppNamespace = "::nacre::snn";
  let summary = "Spiking networks over discrete time steps, all integer";
  let description = [{
    An `snn.network` is run for T time steps. Every value has the shape channels x rows x columns of
    a population and one meaning per step: `i1` spikes, `i16` input values (the same in each step),
    `i32` currents. Weights, thresholds, biases and membranes are integers, so a run is exact.
    The neuron machine is `hw_models/neurons/NeuronModel.h`; `docs/semantics/snn.md` is normative.
  }];
  let useDefaultAttributePrinterParser = 1;
}

#endif
