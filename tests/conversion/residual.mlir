// RUN: nacre-opt --convert-qann-to-snn %s | FileCheck %s

// The shortcut's spikes (amplitude 3) and the convolution's (0.25 * 3 a unit) meet in one neuron.
// At unit 0.75 the convolution's weights stay and the identity is exactly 3 / 0.75 = 4, so nothing
// is rounded; theta = 0.5 * 3 / 0.75 = 2.
// CHECK-LABEL: snn.network @residual
func.func @residual(%image: tensor<?x1x1x1xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x1xui8> -> tensor<?x1x1x1xf32>
  %c1 = qann.conv2d %x {weight = dense<2> : tensor<1x1x1x1xi8>, weight_scale = array<f32: 0.5>, weight_bits = 8 : i32} : tensor<?x1x1x1xf32> -> tensor<?x1x1x1xf32>
  // CHECK: %[[A:.*]] = snn.neuron "layer1"
  // CHECK-SAME: amplitude = 3.000000e+00
  %a = qann.act %c1 {step = array<f32: 1.0>, levels = 3 : i32} : tensor<?x1x1x1xf32>
  // CHECK: %[[C2:.*]] = snn.conv2d %[[A]] {weight = dense_resource<[[CONV:.*]]> :
  // CHECK: %[[ID:.*]] = snn.conv2d %[[A]] {weight = dense_resource<[[IDENTITY:.*]]> :
  %c2 = qann.conv2d %a {weight = dense<64> : tensor<1x1x1x1xi8>, weight_scale = array<f32: 0.25>, weight_bits = 8 : i32} : tensor<?x1x1x1xf32> -> tensor<?x1x1x1xf32>
  %sum = qann.add %c2, %a : tensor<?x1x1x1xf32>
  // CHECK: snn.neuron "layer2" "if"(%[[C2]], %[[ID]])
  // CHECK-SAME: theta = array<i32: 2>
  // CHECK-SAME: unit = array<f64: 7.500000e-01>
  %b = qann.act %sum {step = array<f32: 0.5>, levels = 3 : i32} : tensor<?x1x1x1xf32>
  %f = qann.flatten %b : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<[[1], [2]]> : tensor<2x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
// CHECK-DAG: [[CONV]]: "0x0100000040"
// CHECK-DAG: [[IDENTITY]]: "0x0100000004"
