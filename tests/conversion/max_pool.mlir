// RUN: nacre-opt --convert-qann-to-snn %s | FileCheck %s

// On spikes a maximum is an OR: one weight of 1 an input, threshold 1, reset to zero.
// CHECK-LABEL: snn.network @pool
func.func @pool(%image: tensor<?x2x2x2xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x2x2x2xui8> -> tensor<?x2x2x2xf32>
  %c = qann.conv2d %x {weight = dense<1> : tensor<2x2x1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x2x2x2xf32> -> tensor<?x2x2x2xf32>
  // CHECK: %[[A:.*]] = snn.neuron "layer1"
  %a = qann.act %c {step = array<f32: 1.0>, levels = 3 : i32} : tensor<?x2x2x2xf32>
  // CHECK: %[[C:.*]] = snn.conv2d %[[A]] {groups = 2 : i64, strides = array<i64: 2, 2>
  // CHECK-SAME: tensor<2x1x2x2xi8>
  // CHECK: %[[P:.*]] = snn.neuron "pool1" "if"(%[[C]]) {amplitude = 3.000000e+00
  // CHECK-SAME: reset = #snn<reset to_value>
  // CHECK-SAME: theta = array<i32: 1>
  %p = qann.max_pool %a {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x2x2x2xf32> -> tensor<?x2x1x1xf32>
  // A second pool without a layer between them has a name of its own.
  // Padding adds no spikes.
  // CHECK: %[[D:.*]] = snn.conv2d %[[P]] {groups = 2 : i64, pads = array<i64: 1, 0, 1, 0>
  // CHECK: snn.neuron "pool2" "if"(%[[D]])
  %q = qann.max_pool %p {kernel = array<i64: 2, 1>, strides = array<i64: 2, 1>, pads = array<i64: 1, 0, 1, 0>} : tensor<?x2x1x1xf32> -> tensor<?x2x1x1xf32>
  %f = qann.flatten %q : tensor<?x2x1x1xf32> -> tensor<?x2xf32>
  %l = qann.linear %f {weight = dense<1> : tensor<2x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x2xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
