// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef NACRE_CHIP_DIALECT
#define NACRE_CHIP_DIALECT

include "mlir/IR/OpBase.td"

def Chip_Dialect : Dialect {
  let name = "chip";
  let cppNamespace = "::nacre::chip";
  let summary = "A spiking network placed on the cores of a chip";
  let description = [{
    One `chip.design` says which core holds which part of each population, which synapses a core
    stores, which spikes travel from core to core (`chip.flow`), and by which tiles (`chip.route`).
    Its ops correspond one to one with the tables of `hw_models/image/chip_image.fbs`.
    A box `[c0, c1, y0, y1, x0, x1]` is half open, in (channel, row, column) of a population.
  }];
  let useDefaultAttributePrinterParser = 1;
}

#endif
