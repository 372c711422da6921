// RUN: nacre-opt --verify-roundtrip %s | FileCheck %s
// RUN: nacre-opt --emit-bytecode %s | nacre-opt | FileCheck %s

// CHECK-LABEL: func.func @quantized
func.func @quantized(%image: tensor<?x1x8x8xui8>) -> tensor<?x10xf32> {
  // CHECK: qann.input %{{.*}} {scale = 3.906250e-03 : f32, zero_point = 128 : i32}
  %0 = qann.input %image {scale = 0.00390625 : f32, zero_point = 128 : i32}
      : tensor<?x1x8x8xui8> -> tensor<?x1x8x8xf32>
  // CHECK: qann.conv2d
  // CHECK-SAME: weight = dense<7> : tensor<4x1x3x3xi8>
  // CHECK-SAME: tensor<?x1x8x8xf32> -> tensor<?x4x4x4xf32>
  %1 = qann.conv2d %0 {weight = dense<7> : tensor<4x1x3x3xi8>, weight_bits = 4 : i32,
      weight_scale = array<f32: 0.5, 0.25, 0.125, 1.0>, bias = array<f32: 0.0, 1.0, -1.0, 2.0>,
      strides = array<i64: 2, 2>, pads = array<i64: 1, 1, 1, 1>}
      : tensor<?x1x8x8xf32> -> tensor<?x4x4x4xf32>
  // CHECK: qann.act %{{.*}} {levels = 3 : i32, rounding = #qann<rounding half_even>, step = array<f32: 5.000000e-01>}
  %2 = qann.act %1 {step = array<f32: 0.5>, levels = 3 : i32, rounding = #qann<rounding half_even>}
      : tensor<?x4x4x4xf32>
  // Grouped and dilated.
  %3 = qann.conv2d %2 {weight = dense<-3> : tensor<4x2x2x2xi8>, weight_bits = 3 : i32,
      weight_scale = array<f32: 0.5>, groups = 2 : i64, dilations = array<i64: 2, 2>,
      pads = array<i64: 1, 1, 1, 1>} : tensor<?x4x4x4xf32> -> tensor<?x4x4x4xf32>
  // CHECK: qann.add
  %4 = qann.add %2, %3 : tensor<?x4x4x4xf32>
  %5 = qann.act %4 {step = array<f32: 0.5, 0.5, 0.25, 0.25>, levels = 15 : i32, noise = "gaussian"}
      : tensor<?x4x4x4xf32>
  // CHECK: qann.max_pool
  %6 = qann.max_pool %5 {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : tensor<?x4x4x4xf32> -> tensor<?x4x2x2xf32>
  // CHECK: qann.flatten
  %7 = qann.flatten %6 : tensor<?x4x2x2xf32> -> tensor<?x16xf32>
  // CHECK: qann.linear %{{.*}} {weight = dense_resource<fc> : tensor<10x16xi8>
  %8 = qann.linear %7 {weight = dense_resource<fc> : tensor<10x16xi8>, weight_bits = 8 : i32,
      weight_scale = array<f32: 0.01>} : tensor<?x16xf32> -> tensor<?x10xf32>
  // CHECK: qann.output
  %9 = qann.output %8 : tensor<?x10xf32>
  return %9 : tensor<?x10xf32>
}

// CHECK-LABEL: func.func @trained
func.func @trained(%image: tensor<1x2x4x4xui8>) -> tensor<1x2xf32> {
  %0 = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32}
      : tensor<1x2x4x4xui8> -> tensor<1x2x4x4xf32>
  // CHECK: qann.conv2d
  %1 = qann.conv2d %0 {weight = dense<0.5> : tensor<2x2x1x1xf32>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  // CHECK: qann.batch_norm
  %2 = qann.batch_norm %1 {gamma = array<f32: 1.0, 1.0>, beta = array<f32: 0.0, 0.0>,
      mean = array<f32: 0.0, 0.0>, variance = array<f32: 1.0, 0.0>} : tensor<1x2x4x4xf32>
  // CHECK: qann.avg_pool
  %3 = qann.avg_pool %2 {kernel = array<i64: 4, 4>, strides = array<i64: 4, 4>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x1x1xf32>
  %4 = qann.flatten %3 : tensor<1x2x1x1xf32> -> tensor<1x2xf32>
  %5 = qann.output %4 : tensor<1x2xf32>
  return %5 : tensor<1x2xf32>
}

// The resources' bytes survive: alignment (4 bytes), then 160 weights of 1.
// CHECK: fc: "0x0100000001010101
{-#
  dialect_resources: {
    builtin: {
      fc: "0x0100000001010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101"
    }
  }
#-}
