// RUN: nacre-opt --convert-qann-to-snn=method=noise-adaptor %s | FileCheck %s
// RUN: nacre-opt --convert-qann-to-snn=method=qcfs %s | FileCheck %s

// u[c] = weight_scale[c] * input scale = 0.00625 and 0.0125; theta = 0.25 * 3 / u = 120 and 60;
// v0 = theta / 2; bias = 0.5 / u = 80 and -0.25 / u = -20.
// CHECK-LABEL: snn.network @net
// CHECK-SAME: promise
func.func @net(%image: tensor<?x1x4x4xui8>) -> tensor<?x2xf32> {
  // CHECK: %[[X:.*]] = snn.input {zero_point = 3 : i32} : tensor<1x4x4xi16>
  %x = qann.input %image {scale = 0.0625 : f32, zero_point = 3 : i32} : tensor<?x1x4x4xui8> -> tensor<?x1x4x4xf32>
  // CHECK: %[[C:.*]] = snn.conv2d %[[X]] {pads = array<i64: 0, 0, 1, 1>
  %c = qann.conv2d %x {weight = dense<[[[[1, 2], [3, -4]]], [[[5, 6], [7, 8]]]]> : tensor<2x1x2x2xi8>, weight_scale = array<f32: 0.1, 0.2>, weight_bits = 8 : i32, bias = array<f32: 0.5, -0.25>, pads = array<i64: 0, 0, 1, 1>} : tensor<?x1x4x4xf32> -> tensor<?x2x4x4xf32>
  // CHECK: %[[S:.*]] = snn.neuron "layer1" "if"(%[[C]])
  // CHECK-SAME: amplitude = 7.500000e-01
  // CHECK-SAME: bias = array<i32: 80, -20>
  // CHECK-SAME: theta = array<i32: 120, 60>
  // CHECK-SAME: v0 = array<i32: 60, 30>
  %a = qann.act %c {step = array<f32: 0.25>, levels = 3 : i32} : tensor<?x2x4x4xf32>
  %f = qann.flatten %a : tensor<?x2x4x4xf32> -> tensor<?x32xf32>
  // CHECK: %[[L:.*]] = snn.linear %[[S]]
  // CHECK-SAME: tensor<2x4x4xi1> -> tensor<2x1x1xi32>
  %l = qann.linear %f {weight = dense<1> : tensor<2x32xi8>, weight_scale = array<f32: 0.1>, weight_bits = 8 : i32, bias = array<f32: 0.15, 0.0>} : tensor<?x32xf32> -> tensor<?x2xf32>
  // bias = 0.15 / (0.1 * 0.75) = 2
  // CHECK: snn.readout "readout"(%[[L]]) {bias = array<i32: 2, 0>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
