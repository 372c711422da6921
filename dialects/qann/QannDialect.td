// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef NACRE_QANN_DIALECT
#define NACRE_QANN_DIALECT

include "mlir/IR/OpBase.td"

def Qann_Dialect : Dialect {
  let name = "qann";
  let cppNamespace = "::nacre::qann";
  let summary = "Quantized artificial neural networks";
  let description = [{
    One inference of a quantized network as a tensor program. A network is a `func.func` from the
    raw integer image to the class scores. Values are real (`f32`), layout NCHW, batch `?` or
    static; where a value has passed `qann.act` it is a step times an integer.
    `docs/semantics/qann.md` is normative.
  }];
  let useDefaultAttributePrinterParser = 1;
}

#endif
