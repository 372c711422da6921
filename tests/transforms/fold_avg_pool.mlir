// RUN: nacre-opt --fold-avg-pool %s | FileCheck %s

// A 2x2 pool and a 2x2 convolution with stride 1 and pad 1 (top, left) are one 4x4 convolution with
// stride 2 and pad 2; each weight stands 2x2 times, the scale is a quarter.
// CHECK-LABEL: @conv
func.func @conv(%x: tensor<?x1x4x4xf32>) -> tensor<?x1x2x2xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x1x4x4xf32> -> tensor<?x1x2x2xf32>
  // CHECK-NOT: avg_pool
  // CHECK: qann.conv2d
  // CHECK-SAME: pads = array<i64: 2, 2, 0, 0>
  // CHECK-SAME: strides = array<i64: 2, 2>
  // CHECK-SAME: dense_resource<[[CONV:.*]]> : tensor<1x1x4x4xi8>
  // CHECK-SAME: weight_scale = array<f32: 2.500000e-01>
  %c = qann.conv2d %p {weight = dense<[[[[1, 2], [3, 4]]]]> : tensor<1x1x2x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32, pads = array<i64: 1, 1, 0, 0>} : tensor<?x1x2x2xf32> -> tensor<?x1x2x2xf32>
  return %c : tensor<?x1x2x2xf32>
}

// Flattened: input (c, y, x) takes the weight of its window; row 2 is left unread and gets 0.
// CHECK-LABEL: @linear
func.func @linear(%x: tensor<?x1x3x2xf32>) -> tensor<?x1xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 2, 1>, strides = array<i64: 2, 1>} : tensor<?x1x3x2xf32> -> tensor<?x1x1x2xf32>
  // CHECK: qann.flatten %{{.*}} : tensor<?x1x3x2xf32> -> tensor<?x6xf32>
  // CHECK: qann.linear
  // CHECK-SAME: dense_resource<[[LINEAR:.*]]> : tensor<1x6xi8>
  // CHECK-SAME: weight_scale = array<f32: 5.000000e-01>
  %f = qann.flatten %p : tensor<?x1x1x2xf32> -> tensor<?x2xf32>
  %l = qann.linear %f {weight = dense<[[7, -9]]> : tensor<1x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x2xf32> -> tensor<?x1xf32>
  return %l : tensor<?x1xf32>
}

// Windows may overlap where the kernel is one position and there is no padding.
// CHECK-LABEL: @overlap
func.func @overlap(%x: tensor<?x1x5x1xf32>) -> tensor<?x1x2x1xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 3, 1>, strides = array<i64: 2, 1>} : tensor<?x1x5x1xf32> -> tensor<?x1x2x1xf32>
  // CHECK: qann.conv2d %{{.*}} {strides = array<i64: 2, 1>, weight = dense_resource<[[OVERLAP:.*]]> : tensor<1x1x3x1xi8>
  %c = qann.conv2d %p {weight = dense<7> : tensor<1x1x1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1x2x1xf32> -> tensor<?x1x2x1xf32>
  return %c : tensor<?x1x2x1xf32>
}

// The stride of a global pool says nothing.
// CHECK-LABEL: @global
func.func @global(%x: tensor<?x1x2x2xf32>) -> tensor<?x1xf32> {
  // CHECK-NOT: avg_pool
  // CHECK: qann.linear {{.*}} : tensor<1x4xi8>
  %p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>} : tensor<?x1x2x2xf32> -> tensor<?x1x1x1xf32>
  %f = qann.flatten %p : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<3> : tensor<1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x1xf32>
  return %l : tensor<?x1xf32>
}

// A pool of a pool: 2 and then 2 is 4.
// CHECK-LABEL: @twice
func.func @twice(%x: tensor<?x1x4x1xf32>) -> tensor<?x1xf32> {
  // CHECK-NOT: avg_pool
  // CHECK: qann.linear {{.*}} : tensor<1x4xi8>
  // CHECK-SAME: weight_scale = array<f32: 2.500000e-01>
  %p = qann.avg_pool %x {kernel = array<i64: 2, 1>, strides = array<i64: 2, 1>} : tensor<?x1x4x1xf32> -> tensor<?x1x2x1xf32>
  %q = qann.avg_pool %p {kernel = array<i64: 2, 1>, strides = array<i64: 2, 1>} : tensor<?x1x2x1xf32> -> tensor<?x1x1x1xf32>
  %f = qann.flatten %q : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<3> : tensor<1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x1xf32>
  return %l : tensor<?x1xf32>
}

// In front of an activation: neurons of its own, which each read a window of their channel.
// CHECK-LABEL: @neurons
func.func @neurons(%x: tensor<?x2x4x4xf32>) -> tensor<?x2x2x2xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x2x4x4xf32> -> tensor<?x2x2x2xf32>
  // CHECK: qann.conv2d
  // CHECK-SAME: groups = 2
  // CHECK-SAME: strides = array<i64: 2, 2>
  // CHECK-SAME: dense_resource<[[NEURONS:.*]]> : tensor<2x1x2x2xi8>
  // CHECK-SAME: weight_scale = array<f32: 2.500000e-01>
  // CHECK: qann.act
  %a = qann.act %p {step = array<f32: 1.0>, levels = 3 : i32} : tensor<?x2x2x2xf32>
  return %a : tensor<?x2x2x2xf32>
}

// CHECK-DAG: [[OVERLAP]]: "0x01000000070707"
// CHECK-DAG: [[CONV]]: "0x0100000001010202010102020303040403030404"
// CHECK-DAG: [[LINEAR]]: "0x0100000007F707F70000"
// CHECK-DAG: [[NEURONS]]: "0x010000000101010101010101"
