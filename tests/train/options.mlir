// Options of nacre train: refused values, and the help.
// RUN: nacre-train digits-cnn --output %t.mlir --checkpoint /proc/checkpoint 2>%t; test $? = 1 && FileCheck %s --check-prefix=FOLDER < %t
// FOLDER-NOT: epoch 1
// FOLDER: error: cannot {{.*}} '/proc/checkpoint

// RUN: nacre-train digits-cnn --output %t.mlir --checkpoint "" 2>%t; test $? = 2 && FileCheck %s --check-prefix=EMPTY < %t
// EMPTY: error: --checkpoint: must name a folder

// RUN: nacre-train digits-cnn --output %t.mlir --seed 18446744073709551616 2>%t; test $? = 2 && FileCheck %s --check-prefix=SEED < %t
// SEED: error: --seed: must be a whole number from 0 to 9223372036854775807
// SEED: note: 'nacre train --help' lists the options

// RUN: nacre-train digits-cnn --output %t.mlir --evaluate-steps 1,1099511627776 2>%t; test $? = 2 && FileCheck %s --check-prefix=STEPS < %t
// STEPS: error: --evaluate-steps: must be a whole number from 1 to 1048576

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
