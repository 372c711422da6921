// An untrained network is one that nacre compile takes as it is, and repeats its bytes.
// RUN: nacre-network resnet20-cifar --output %t.mlir | FileCheck %s --check-prefix=SAID
// RUN: nacre-opt %t.mlir | FileCheck %s
// RUN: nacre-network resnet20-cifar --output %t.mlirbc
// RUN: nacre-opt %t.mlirbc | diff - %t.mlir
// RUN: nacre-compile %t.mlirbc --stop-after convert --output %t.snn.mlir
// RUN: FileCheck %s --check-prefix=SNN < %t.snn.mlir

// SAID: resnet20-cifar', untrained, seed 1: 188490 neurons, 271690 parameters, 37219648 MACs

// CHECK-NOT: qann.batch_norm
// CHECK: qann.conv2d {{.*}}weight_bits = 8
// CHECK: qann.act {{.*}}levels = 3

// SNN: snn.network @resnet20
// SNN: snn.neuron "layer19"
// SNN: snn.readout

// Bits and levels are what was asked for, and another seed gives other weights.
// RUN: nacre-network vgg11-cifar --weight-bits 4 --levels 7 --output %t.mlirbc
// RUN: nacre-opt %t.mlirbc | FileCheck %s --check-prefix=ASKED
// ASKED: qann.conv2d {{.*}}weight_bits = 4
// ASKED: qann.act {{.*}}levels = 7
// RUN: nacre-network vgg11-cifar --weight-bits 4 --levels 7 --seed 2 --output %t.2.mlirbc
// RUN: not cmp -s %t.mlirbc %t.2.mlirbc

// A pool with padding and depthwise convolutions.
// RUN: nacre-network mobilenetv1 --output %t.mlirbc
// RUN: nacre-compile %t.mlirbc --stop-after convert --output %t.snn.mlirbc
// RUN: nacre-network resnet18 --output %t.mlirbc
// RUN: nacre-compile %t.mlirbc --stop-after convert --output %t.snn.mlirbc
