// RUN: nacre-opt --split-input-file --verify-diagnostics %s -o /dev/null

func.func @i1(%image: tensor<1x1x2x2xui8>) {
  %0 = builtin.unrealized_conversion_cast to tensor<1x1x2x2xui8>
  // expected-error @+1 {{[QANN-I1] the image must be an argument of the function}}
  %1 = qann.input %0 {scale = 1.0 : f32, zero_point = 0 : i32}
      : tensor<1x1x2x2xui8> -> tensor<1x1x2x2xf32>
  return
}

// -----

func.func @i2(%image: tensor<1x1x2x2xui8>) {
  // expected-error @+1 {{[QANN-I2] image and result must be N x C x H x W of one shape}}
  %1 = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32}
      : tensor<1x1x2x2xui8> -> tensor<1x1x2x3xf32>
  return
}

// -----

func.func @i3_scale(%image: tensor<1x1x2x2xui8>) {
  // expected-error @+1 {{[QANN-I3] scale must be positive and finite but is 0.0}}
  %1 = qann.input %image {scale = 0.0 : f32, zero_point = 0 : i32}
      : tensor<1x1x2x2xui8> -> tensor<1x1x2x2xf32>
  return
}

// -----

func.func @i3_zero_point(%image: tensor<1x1x2x2xui8>) {
  // expected-error @+1 {{[QANN-I3] zero_point must lie in 0..255 but is -1}}
  %1 = qann.input %image {scale = 1.0 : f32, zero_point = -1 : i32}
      : tensor<1x1x2x2xui8> -> tensor<1x1x2x2xf32>
  return
}

// -----

func.func @o1(%scores: tensor<1x1xf32>) {
  // expected-error @+1 {{[QANN-O1] scores must be N x classes with at least two classes}}
  %0 = qann.output %scores : tensor<1x1xf32>
  return
}

// -----

func.func @o2(%scores: tensor<1x2xf32>) -> tensor<1x2xf32> {
  // expected-error @+1 {{[QANN-O2] must be the only output of its function}}
  %0 = qann.output %scores : tensor<1x2xf32>
  %1 = qann.output %scores : tensor<1x2xf32>
  return %0 : tensor<1x2xf32>
}

// -----

func.func @o3(%scores: tensor<1x2xf32>) {
  // expected-error @+1 {{[QANN-O3] its result may only be returned but is used by qann.act}}
  %0 = qann.output %scores : tensor<1x2xf32>
  %1 = qann.act %0 {step = array<f32: 1.0>, levels = 3 : i32} : tensor<1x2xf32>
  return
}

// -----

func.func @c1_type(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C1] weight must be out x in/groups x kh x kw of f32 or i8 but is 'tensor<2x2x1x1xi16>'}}
  %0 = qann.conv2d %x {weight = dense<1> : tensor<2x2x1x1xi16>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c1_channels(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C1] weight must have 2 channels in dimension 1 (input channels / groups) but has 3}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x3x1x1xf32>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c1_groups(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C1] groups must divide the 2 input and 3 output channels but is 2}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<3x1x1x1xf32>, groups = 2 : i64}
      : tensor<1x2x4x4xf32> -> tensor<1x3x4x4xf32>
  return
}

// -----

func.func @c2_absent(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C2] weight_scale must be given exactly for i8 weights}}
  %0 = qann.conv2d %x {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c2_count(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C2] weight_scale must have 1 or 2 values but has 3}}
  %0 = qann.conv2d %x {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32,
      weight_scale = array<f32: 1.0, 1.0, 1.0>} : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c2_positive(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C2] weight_scale must be positive and finite but has -1}}
  %0 = qann.conv2d %x {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32,
      weight_scale = array<f32: -1.0>} : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c3(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C3] bias must have 2 values but has 1}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x2x1x1xf32>, bias = array<f32: 0.0>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c4_shape(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C4] result must be 2 x 2 x 2 but is 2 x 4 x 4}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x2x3x3xf32>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c4_fit(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C4] the kernel does not fit into the padded input}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x2x5x5xf32>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x1x1xf32>
  return
}

// -----

func.func @c4_batch(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C4] input and result must be N x C x H x W with one N}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x2x1x1xf32>}
      : tensor<1x2x4x4xf32> -> tensor<2x2x4x4xf32>
  return
}

// -----

func.func @c5_strides(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C5] strides must be 2 values in 1..1024 but are [0, 1]}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x2x1x1xf32>, strides = array<i64: 0, 1>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c5_dilations(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C5] dilations must be 2 values in 1..1024 but are [1]}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x2x1x1xf32>, dilations = array<i64: 1>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c5_pads(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C5] pads (top, left, bottom, right) must be 4 values in 0..1024 but are [1, 1]}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<2x2x1x1xf32>, pads = array<i64: 1, 1>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c6_range(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C6] weights of 4 bits must lie in -7..7 but one is -8}}
  %0 = qann.conv2d %x {weight = dense<-8> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32,
      weight_scale = array<f32: 1.0>} : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c6_bits(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C6] weight_bits must lie in 2..8 but is 9}}
  %0 = qann.conv2d %x {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 9 : i32,
      weight_scale = array<f32: 1.0>} : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @c6_missing_resource(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-C6] weight resource 'absent' is missing from the file}}
  %0 = qann.conv2d %x {weight = dense_resource<absent> : tensor<2x2x1x1xi8>,
      weight_bits = 4 : i32, weight_scale = array<f32: 1.0>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x4x4xf32>
  return
}

// -----

func.func @l1_input(%x: tensor<1x3xf32>) {
  // expected-error @+1 {{[QANN-L1] input must be N x 4 but is 'tensor<1x3xf32>'}}
  %0 = qann.linear %x {weight = dense<1.0> : tensor<2x4xf32>} : tensor<1x3xf32> -> tensor<1x2xf32>
  return
}

// -----

func.func @l1_result(%x: tensor<1x4xf32>) {
  // expected-error @+1 {{[QANN-L1] result must be N x 2 but is 'tensor<1x3xf32>'}}
  %0 = qann.linear %x {weight = dense<1.0> : tensor<2x4xf32>} : tensor<1x4xf32> -> tensor<1x3xf32>
  return
}

// -----

func.func @l2(%x: tensor<1x4xf32>) {
  // expected-error @+1 {{[QANN-L2] bias must have 2 values but has 3}}
  %0 = qann.linear %x {weight = dense<1.0> : tensor<2x4xf32>, bias = array<f32: 1.0, 2.0, 3.0>}
      : tensor<1x4xf32> -> tensor<1x2xf32>
  return
}

// -----

func.func @b1_count(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-B1] mean must have 2 values, one a channel, but has 1}}
  %0 = qann.batch_norm %x {gamma = array<f32: 1.0, 1.0>, beta = array<f32: 0.0, 0.0>,
      mean = array<f32: 0.0>, variance = array<f32: 1.0, 1.0>} : tensor<1x2x4x4xf32>
  return
}

// -----

func.func @b1_variance(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{[QANN-B1] variance must be >= 0 and finite but has -1}}
  %0 = qann.batch_norm %x {gamma = array<f32: 1.0>, beta = array<f32: 0.0>, mean = array<f32: 0.0>,
      variance = array<f32: -1.0>} : tensor<1x1x4x4xf32>
  return
}

// -----

func.func @b1_epsilon(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{[QANN-B1] epsilon must be positive and finite but is 0.0}}
  %0 = qann.batch_norm %x {gamma = array<f32: 1.0>, beta = array<f32: 0.0>, mean = array<f32: 0.0>,
      variance = array<f32: 1.0>, epsilon = 0.0 : f32} : tensor<1x1x4x4xf32>
  return
}

// -----

func.func @a1_count(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-A1] step must have 1 or 2 values but has 4}}
  %0 = qann.act %x {step = array<f32: 1.0, 1.0, 1.0, 1.0>, levels = 3 : i32} : tensor<1x2x4x4xf32>
  return
}

// -----

func.func @a1_positive(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-A1] step must be positive and finite but has 0}}
  %0 = qann.act %x {step = array<f32: 0.0>, levels = 3 : i32} : tensor<1x2x4x4xf32>
  return
}

// -----

func.func @a2(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-A2] levels must lie in 1..255 but is 256}}
  %0 = qann.act %x {step = array<f32: 1.0>, levels = 256 : i32} : tensor<1x2x4x4xf32>
  return
}

// -----

func.func @p1(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-P1] strides must be 2 values in 1..1024 but are [2]}}
  %0 = qann.max_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x2x2xf32>
  return
}

// -----

func.func @p2_shape(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-P2] result must be 'tensor<1x2x2x2xf32>' but is 'tensor<1x2x3x3xf32>'}}
  %0 = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x3x3xf32>
  return
}

// -----

func.func @p2_fit(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-P2] the kernel is larger than the input}}
  %0 = qann.avg_pool %x {kernel = array<i64: 5, 2>, strides = array<i64: 2, 2>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x1x2xf32>
  return
}

// -----

func.func @p3(%x: tensor<1x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-P3] pads must lie in 0..kernel - 1 but are [1, 1, 1, 3]}}
  %0 = qann.max_pool %x {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, pads = array<i64: 1, 1, 1, 3>}
      : tensor<1x2x4x4xf32> -> tensor<1x2x2x3xf32>
  return
}

// -----

func.func @f1(%x: tensor<?x2x4x4xf32>) {
  // expected-error @+1 {{[QANN-F1] result must be 'tensor<?x32xf32>' but is 'tensor<?x16xf32>'}}
  %0 = qann.flatten %x : tensor<?x2x4x4xf32> -> tensor<?x16xf32>
  return
}

// -----

func.func @i2_size(%image: tensor<1x1x16385x16384xui8>) {
  // expected-error @+1 {{[QANN-I2] an image may have 1048576 channels, rows and columns and 268435456 elements at most but has the shape [1, 16385, 16384]}}
  %0 = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32}
      : tensor<1x1x16385x16384xui8> -> tensor<1x1x16385x16384xf32>
  return
}

// -----

func.func @c4_size(%x: tensor<1x1x2097152x1xf32>) {
  // expected-error @+1 {{[QANN-C4] an input may have 1048576 channels}}
  %0 = qann.conv2d %x {weight = dense<1.0> : tensor<1x1x1x1xf32>}
      : tensor<1x1x2097152x1xf32> -> tensor<1x1x2097152x1xf32>
  return
}

// -----

func.func @c5_kernel(%x: tensor<1x1x8x8xf32>) {
  // expected-error @+1 {{[QANN-C5] kernel rows and columns must be 2 values in 1..1024 but are [0, 1]}}
  %0 = qann.conv2d %x {weight = dense<> : tensor<1x1x0x1xf32>}
      : tensor<1x1x8x8xf32> -> tensor<1x1x9x8xf32>
  return
}
