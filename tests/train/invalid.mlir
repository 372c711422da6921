// What nacre train refuses, with which exit code.
// RUN: nacre-train 2>%t; test $? = 2 && FileCheck %s --check-prefix=NETWORK < %t
// NETWORK: error: network is required

// RUN: nacre-train resnet --output %t.mlir 2>%t; test $? = 2 && FileCheck %s --check-prefix=BUILTIN < %t
// BUILTIN: error: unknown network 'resnet'
// BUILTIN: known: digits-cnn, lenet5

// RUN: nacre-train digits-cnn --output %t.mlir --method lqs 2>%t; test $? = 2 && FileCheck %s --check-prefix=METHOD < %t
// METHOD: error: unknown training method 'lqs'
// METHOD: known: lsq, noise-adaptor, qcfs

// RUN: nacre-train digits-cnn --output %t.mlir --method-option rounding 2>%t; test $? = 2 && FileCheck %s --check-prefix=VALUE < %t
// VALUE: error: --method-option 'rounding' is not NAME=VALUE

// RUN: nacre-train digits-cnn --output %t.pt 2>%t; test $? = 2 && FileCheck %s --check-prefix=FORMAT < %t
// FORMAT: error: cannot tell the format of

// RUN: nacre-train lenet5 --output %t.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=SHAPE < %t
// SHAPE: error: the network takes images of 1x28x28 but digits train has 1x8x8

// RUN: nacre-train resnet18-cifar --output %t.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=CIFAR < %t
// CIFAR: error: the network takes images of 3x32x32 but digits train has 1x8x8

// RUN: nacre-train %s --output %t.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=OUTPUT < %t
// OUTPUT: error: a network to be trained must have one qann.output but the module has 0

// RUN: nacre-train absent.mlir --output %t.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=FILE < %t
// FILE: error: {{.*}}absent.mlir

// RUN: nacre-train digits-cnn --output /dev/null/net.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=PLACE < %t
// PLACE-NOT: training
// PLACE: error: cannot write '/dev/null/net.mlir': Not a directory
