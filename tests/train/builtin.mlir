// A built-in network on the embedded digits: learns, writes a valid module and repeats its bytes.
// RUN: nacre-train digits-cnn --epochs 3 --progress never --output %t.mlir 2>%t.log | FileCheck %s
// RUN: FileCheck %s --check-prefix=LOG < %t.log
// RUN: nacre-opt %t.mlir | FileCheck %s --check-prefix=MODULE

// CHECK: wrote {{.*}}.mlir
// CHECK-NEXT: accuracy on digits test (360 images):
// CHECK-NEXT: quantized network {{[7-9][0-9]\.}}
// CHECK-NEXT: spiking, T = 1
// CHECK-NEXT: spiking, T = 2
// CHECK-NEXT: spiking, T = 4
// CHECK-NEXT: spiking, T = 8

// LOG: epoch 1/3: loss
// LOG: epoch 3/3: loss

// MODULE: nacre.training = {command = "nacre-train digits-cnn --dataset digits --method noise-adaptor --levels 3
// MODULE-NOT: qann.batch_norm
// MODULE: qann.conv2d {{.*}}weight_bits = 8
// MODULE: qann.act {{.*}}levels = 3 : i32, noise = "uniform(-0.5,0.5) before rounding"

// Stopped, resumed, and never stopped: the same bytes, also as bytecode.
// RUN: rm -rf %t.dir
// RUN: nacre-train digits-cnn --epochs 3 --progress never --checkpoint %t.dir --stop-after 2 --output %t.resumed.mlir | FileCheck %s --check-prefix=STOPPED
// RUN: test ! -e %t.resumed.mlir
// RUN: not nacre-train digits-cnn --epochs 3 --checkpoint %t.dir --stop-after 1 --output %t.resumed.mlir 2>&1 | FileCheck %s --check-prefix=FORGOTTEN
// RUN: nacre-train digits-cnn --epochs 3 --progress never --checkpoint %t.dir --resume --output %t.resumed.mlir
// RUN: cmp %t.mlir %t.resumed.mlir
// RUN: nacre-train digits-cnn --epochs 3 --progress never --checkpoint %t.dir --resume --output %t.mlirbc
// RUN: nacre-opt %t.mlirbc | diff - %t.mlir

// FORGOTTEN: error: there already is a checkpoint '{{.*}}training.checkpoint'
// FORGOTTEN-NEXT: note: --resume goes on with it; name another folder or remove it

// STOPPED: stopped after epoch 2 of 3; --resume goes on
