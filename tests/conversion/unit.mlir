// RUN: nacre-opt --convert-qann-to-snn --split-input-file %s 2>%t | FileCheck %s
// RUN: FileCheck --check-prefix=REMARK %s < %t

// One source has one unit: its weights stay, although 8 bits would hold larger ones.
// CHECK-LABEL: snn.network @own
// CHECK: snn.readout {{.*}}unit = array<f64: 5.000000e-01>
// CHECK: "0x0100000001FF"
func.func @own(%image: tensor<?x1x1x1xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x1xui8> -> tensor<?x1x1x1xf32>
  %f = qann.flatten %x : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<[[1], [-1]]> : tensor<2x1xi8>, weight_scale = array<f32: 0.5, 0.5>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}

// -----

// Input pixels (weights 5 and 3 at unit 1) and spikes (weight 2 at unit 0.25 * 3 = 0.75) meet. The
// smallest unit that fits 4 bits is 5/7: the second pixel's weight would be 4.2, off by 1/7, and the
// spike's 2.1, off by 1/14. A pixel counts up to 255 times in a step, a spike once, so unit 1 is
// better: the pixels stay, and the spike's weight 1.5 becomes 2.
// REMARK: remark: 1 weights rounded to share one unit; a step's current is off by at most 0.50 units
// CHECK-LABEL: snn.network @pixels
// CHECK: snn.neuron "layer2" {{.*}}unit = array<f64: 1.000000e+00>
func.func @pixels(%image: tensor<?x1x1x2xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x2xui8> -> tensor<?x1x1x2xf32>
  %c = qann.conv2d %x {weight = dense<1> : tensor<1x1x1x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 4 : i32} : tensor<?x1x1x2xf32> -> tensor<?x1x1x1xf32>
  %a = qann.act %c {step = array<f32: 1.0>, levels = 3 : i32} : tensor<?x1x1x1xf32>
  %p = qann.conv2d %x {weight = dense<[[[[5, 3]]]]> : tensor<1x1x1x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 4 : i32} : tensor<?x1x1x2xf32> -> tensor<?x1x1x1xf32>
  %q = qann.conv2d %a {weight = dense<2> : tensor<1x1x1x1xi8>, weight_scale = array<f32: 0.25>, weight_bits = 4 : i32} : tensor<?x1x1x1xf32> -> tensor<?x1x1x1xf32>
  %s = qann.add %p, %q : tensor<?x1x1x1xf32>
  %b = qann.act %s {step = array<f32: 1.0>, levels = 3 : i32} : tensor<?x1x1x1xf32>
  %f = qann.flatten %b : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<1> : tensor<2x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
