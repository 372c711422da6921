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

// RUN: nacre-train %s --output %t.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=OUTPUT < %t
// OUTPUT: error: a network to be trained must have one qann.output but the module has 0

// RUN: nacre-train absent.mlir --output %t.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=FILE < %t
// FILE: error: {{.*}}absent.mlir

// RUN: nacre-train digits-cnn --output /dev/null/net.mlir 2>%t; test $? = 1 && FileCheck %s --check-prefix=PLACE < %t
// PLACE-NOT: training
// PLACE: error: cannot write '/dev/null/net.mlir': Not a directory

// RUN: nacre-train digits-cnn --output %t.mlir --checkpoint /proc/checkpoint 2>%t; test $? = 1 && FileCheck %s --check-prefix=FOLDER < %t
// FOLDER-NOT: epoch 1
// FOLDER: error: cannot {{.*}} '/proc/checkpoint

// RUN: nacre-train digits-cnn --output %t.mlir --checkpoint "" 2>%t; test $? = 2 && FileCheck %s --check-prefix=EMPTY < %t
// EMPTY: error: --checkpoint: must name a folder

// RUN: nacre-train digits-cnn --output %t.mlir --seed 18446744073709551616 2>%t; test $? = 2 && FileCheck %s --check-prefix=SEED < %t
// RUN: nacre-train digits-cnn --output %t.mlir --seed=-1 2>%t; test $? = 2 && FileCheck %s --check-prefix=SEED < %t
// SEED: error: --seed: must be a whole number from 0 to 9223372036854775807
// SEED: note: 'nacre train --help' lists the options

// RUN: nacre-train digits-cnn --output %t.mlir --epochs 99999999999999999999 2>%t; test $? = 2 && FileCheck %s --check-prefix=EPOCHS < %t
// EPOCHS: error: --epochs: must be a whole number from 1 to 1048576

// RUN: nacre-train digits-cnn --output %t.mlir --threads 4294967297 2>%t; test $? = 2 && FileCheck %s --check-prefix=THREADS < %t
// THREADS: error: --threads: must be a whole number from 0 to 4096

// RUN: nacre-train digits-cnn --output %t.mlir --evaluate-steps 1,1099511627776 2>%t; test $? = 2 && FileCheck %s --check-prefix=STEPS < %t
// STEPS: error: --evaluate-steps: must be a whole number from 1 to 1048576

// RUN: nacre-train digits-cnn --output %t.mlir --learning-rate inf 2>%t; test $? = 2 && FileCheck %s --check-prefix=RATE < %t
// RATE: error: --learning-rate must be positive and finite but is inf

// Every option has a text, and the command its name.
// RUN: nacre-train --help | FileCheck %s --check-prefix=HELP
// HELP: Usage: nacre train [OPTIONS] network
// HELP: --epochs INT:1..1048576=20 Passes
// HELP: --batch-size INT:2..1048576=64
// HELP-NEXT: Images
// HELP: --momentum FLOAT=0.9 Share
// HELP: --weight-decay FLOAT=0.0005 Pull
// HELP: --seed INT=1 Decides
// HELP: --stop-after INT:0..1048576=0
// HELP-NEXT: 0: train to the end
