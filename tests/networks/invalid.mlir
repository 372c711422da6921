// What nacre network refuses, with which exit code.
// RUN: nacre-network 2>%t; test $? = 2 && FileCheck %s --check-prefix=NAME < %t
// NAME: error: NAME is required
// NAME-NEXT: note: --list lists the networks

// RUN: nacre-network resnet20-cifar 2>%t; test $? = 2 && FileCheck %s --check-prefix=OUTPUT < %t
// OUTPUT: error: --output is required

// RUN: nacre-network resnet19 --output %t.mlir 2>%t; test $? = 2 && FileCheck %s --check-prefix=UNKNOWN < %t
// UNKNOWN: error: unknown network 'resnet19'
// UNKNOWN-NEXT: note: known: digits-cnn

// RUN: nacre-network resnet20-cifar --output %t.pt 2>%t; test $? = 2 && FileCheck %s --check-prefix=FORMAT < %t
// FORMAT: error: cannot tell the format of

// RUN: nacre-network resnet20-cifar --output %t.mlir --weight-bits 1 2>%t; test $? = 2 && FileCheck %s --check-prefix=BITS < %t
// BITS: error: --weight-bits: must be a whole number from 2 to 8

// RUN: nacre-network resnet20-cifar --output %t.mlir --levels 256 2>%t; test $? = 2 && FileCheck %s --check-prefix=LEVELS < %t
// LEVELS: error: --levels: must be a whole number from 1 to 255

// RUN: nacre-network --list resnet18 2>%t; test $? = 2 && FileCheck %s --check-prefix=LIST < %t
// LIST: error: NAME excludes --list

// RUN: nacre-network sheet --output %t.mlir --levels 3 2>%t; test $? = 2 && FileCheck %s --check-prefix=SHEET < %t
// SHEET: error: --levels has no use for 'sheet'

// RUN: nacre-network resnet18 --output %t.mlir --fan-out 3 2>%t; test $? = 2 && FileCheck %s --check-prefix=FANOUT < %t
// FANOUT: error: --fan-out has no use for 'resnet18'

// RUN: nacre-network sheet --output %t.mlir --neurons 100 2>%t; test $? = 2 && FileCheck %s --check-prefix=SMALL < %t
// SMALL: error: a fan-out of 100 in a sheet of 100 neurons
