// RUN: nacre-opt --fold-batch-norm %s | FileCheck %s

// k = gamma / sqrt(variance + epsilon) = 2 / sqrt(3 + 1) = 1; w' = 3, b' = 1 * (5 - 1) + 7 = 11.
// CHECK-LABEL: @fold
func.func @fold(%x: tensor<?x1x1x1xf32>) -> tensor<?x1x1x1xf32> {
  // CHECK: qann.conv2d %{{.*}} {bias = array<f32: 1.100000e+01>
  // CHECK-NOT: batch_norm
  %c = qann.conv2d %x {weight = dense<3.0> : tensor<1x1x1x1xf32>, bias = array<f32: 5.0>} : tensor<?x1x1x1xf32> -> tensor<?x1x1x1xf32>
  %b = qann.batch_norm %c {gamma = array<f32: 2.0>, beta = array<f32: 7.0>, mean = array<f32: 1.0>, variance = array<f32: 3.0>, epsilon = 1.0 : f32} : tensor<?x1x1x1xf32>
  return %b : tensor<?x1x1x1xf32>
}
// CHECK: "0x0400000000004040"
