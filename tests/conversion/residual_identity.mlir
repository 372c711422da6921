// RUN: nacre-opt --convert-qann-to-snn %s | FileCheck %s

// A map that is added as a vector arrives over a diagonal matrix, with the bits of the weights beside
// it: 4, so that the layer fits wherever its own weights fit. Amplitude 2 (step 1, levels 2) and the
// linear layer's unit 0.5 * 2 = 1 make the diagonal 2 and theta 2.
// CHECK-LABEL: snn.network @flat
func.func @flat(%image: tensor<?x1x1x2xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x2xui8> -> tensor<?x1x1x2xf32>
  %c = qann.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1x1x2xf32> -> tensor<?x1x1x2xf32>
  // CHECK: %[[A:.*]] = snn.neuron "layer1"
  %a = qann.act %c {step = array<f32: 1.0>, levels = 2 : i32} : tensor<?x1x1x2xf32>
  %v = qann.flatten %a : tensor<?x1x1x2xf32> -> tensor<?x2xf32>
  %l = qann.linear %v {weight = dense<[[3, -7], [5, 1]]> : tensor<2x2xi8>, weight_scale = array<f32: 0.5>, weight_bits = 4 : i32} : tensor<?x2xf32> -> tensor<?x2xf32>
  // CHECK: %[[L:.*]] = snn.linear %[[A]] {{.*}}weight_bits = 4
  // CHECK: %[[D:.*]] = snn.linear %[[A]] {weight = dense_resource<[[DIAGONAL:.*]]> : tensor<2x2xi8>, weight_bits = 4
  %s = qann.add %l, %v : tensor<?x2xf32>
  // CHECK: snn.neuron "layer2" "if"(%[[L]], %[[D]])
  // CHECK-SAME: theta = array<i32: 2>
  %b = qann.act %s {step = array<f32: 1.0>, levels = 2 : i32} : tensor<?x2xf32>
  %r = qann.linear %b {weight = dense<1> : tensor<2x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x2xf32> -> tensor<?x2xf32>
  %o = qann.output %r : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
// CHECK: [[DIAGONAL]]: "0x0100000002000002"
