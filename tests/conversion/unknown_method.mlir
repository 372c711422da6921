// RUN: not nacre-opt --convert-qann-to-snn=method=noise-adapter %s 2>&1 | FileCheck %s
// CHECK: error: unknown conversion method 'noise-adapter'
// CHECK: note: known: noise-adaptor, qcfs
module {}
