// A module from a file; without --activation-bits its levels and steps are where training starts.
// RUN: nacre-train %s --epochs 1 --progress never --weight-bits 4 --validation 137 --output %t.mlir | FileCheck %s
// RUN: nacre-opt %t.mlir | FileCheck %s --check-prefix=MODULE

// CHECK: validation accuracy, quantized network:
// CHECK: accuracy on digits test

// MODULE: qann.act {{.*}}levels = 15
// MODULE: qann.linear {{.*}}weight_bits = 4

func.func @regression(%image: tensor<?x1x8x8xui8>) -> tensor<?x10xf32> {
  %0 = qann.input %image {scale = 0.0625 : f32, zero_point = 0 : i32}
      : tensor<?x1x8x8xui8> -> tensor<?x1x8x8xf32>
  %1 = qann.act %0 {step = array<f32: 0.0625>, levels = 15 : i32} : tensor<?x1x8x8xf32>
  %2 = qann.flatten %1 : tensor<?x1x8x8xf32> -> tensor<?x64xf32>
  %3 = qann.linear %2 {weight = dense<0.0> : tensor<10x64xf32>} : tensor<?x64xf32> -> tensor<?x10xf32>
  %4 = qann.output %3 : tensor<?x10xf32>
  return %4 : tensor<?x10xf32>
}
