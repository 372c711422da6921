// RUN: nacre-opt --fold-avg-pool --split-input-file --verify-diagnostics %s

func.func @overlap(%x: tensor<?x1x5x5xf32>) -> tensor<?x1x1x1xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>} : tensor<?x1x5x5xf32> -> tensor<?x1x2x2xf32>
  // expected-error @+1 {{cannot take in an average pool whose windows overlap}}
  %c = qann.conv2d %p {weight = dense<1> : tensor<1x1x2x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1x2x2xf32> -> tensor<?x1x1x1xf32>
  return %c : tensor<?x1x1x1xf32>
}

// -----

func.func @overlap_linear(%x: tensor<?x1x5x1xf32>) -> tensor<?x1xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 3, 1>, strides = array<i64: 2, 1>} : tensor<?x1x5x1xf32> -> tensor<?x1x2x1xf32>
  %f = qann.flatten %p : tensor<?x1x2x1xf32> -> tensor<?x2xf32>
  // expected-error @+1 {{cannot take in an average pool whose windows overlap}}
  %l = qann.linear %f {weight = dense<1> : tensor<1x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x2xf32> -> tensor<?x1xf32>
  return %l : tensor<?x1xf32>
}

// -----

// The padding before the first pooled row stands for rows -2..0 of the image: row 0 is not padding.
func.func @overlap_in_padding(%x: tensor<?x1x5x1xf32>) -> tensor<?x1x3x1xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 3, 1>, strides = array<i64: 2, 1>} : tensor<?x1x5x1xf32> -> tensor<?x1x2x1xf32>
  // expected-error @+1 {{its padding would read the image}}
  %c = qann.conv2d %p {weight = dense<1> : tensor<1x1x1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32, pads = array<i64: 1, 0, 0, 0>} : tensor<?x1x2x1xf32> -> tensor<?x1x3x1xf32>
  return %c : tensor<?x1x3x1xf32>
}

// -----

// Row and column 4 are not pooled, but the folded convolution's padding would reach them.
func.func @leftover(%x: tensor<?x1x5x5xf32>) -> tensor<?x1x2x2xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x1x5x5xf32> -> tensor<?x1x2x2xf32>
  // expected-error @+1 {{its padding would read the image, since the pool leaves rows or columns unread}}
  %c = qann.conv2d %p {weight = dense<1> : tensor<1x1x2x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32, pads = array<i64: 0, 0, 1, 1>} : tensor<?x1x2x2xf32> -> tensor<?x1x2x2xf32>
  return %c : tensor<?x1x2x2xf32>
}

// -----

func.func @float(%x: tensor<?x1x4x4xf32>) -> tensor<?x1x2x2xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x1x4x4xf32> -> tensor<?x1x2x2xf32>
  // expected-error @+1 {{needs integer weights}}
  %c = qann.conv2d %p {weight = dense<1.0> : tensor<1x1x1x1xf32>} : tensor<?x1x2x2xf32> -> tensor<?x1x2x2xf32>
  return %c : tensor<?x1x2x2xf32>
}

// -----

func.func @other_user(%x: tensor<?x1x4x4xf32>) -> tensor<?x1x2x2xf32> {
  %p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x1x4x4xf32> -> tensor<?x1x2x2xf32>
  // expected-error @+1 {{a spike has no fractions}}
  %a = qann.add %p, %p : tensor<?x1x2x2xf32>
  return %a : tensor<?x1x2x2xf32>
}
