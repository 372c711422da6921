// RUN: nacre-opt --convert-qann-to-snn --split-input-file --verify-diagnostics %s

// expected-error @+2 {{no qann.output in the module: nothing marks the class scores}}
// expected-note @+1 {{end the network with qann.output}}
module {
  func.func @no_output(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
    return %x : tensor<?x4xf32>
  }
}

// -----

func.func @half_even(%image: tensor<?x1x1x1xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x1xui8> -> tensor<?x1x1x1xf32>
  %c = qann.conv2d %x {weight = dense<1> : tensor<2x1x1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1x1x1xf32> -> tensor<?x2x1x1xf32>
  // expected-error @+1 {{an integrate-and-fire neuron rounds half up}}
  %a = qann.act %c {step = array<f32: 1.0>, levels = 3 : i32, rounding = #qann<rounding half_even>} : tensor<?x2x1x1xf32>
  %f = qann.flatten %a : tensor<?x2x1x1xf32> -> tensor<?x2xf32>
  %o = qann.output %f : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}

// -----

func.func @float_weights(%image: tensor<?x1x1x1xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x1xui8> -> tensor<?x1x1x1xf32>
  %f = qann.flatten %x : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  // expected-error @+1 {{has float weights}}
  %l = qann.linear %f {weight = dense<1.0> : tensor<2x1xf32>} : tensor<?x1xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}

// -----

func.func @spikes_are_no_scores(%image: tensor<?x1x1x2xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x2xui8> -> tensor<?x1x1x2xf32>
  %f = qann.flatten %x : tensor<?x1x1x2xf32> -> tensor<?x2xf32>
  // expected-error @+1 {{needs the result of a weighted layer as its operand}}
  %o = qann.output %f : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}

// -----

// theta = 0.001 / 1 rounds to 0.
func.func @no_threshold(%image: tensor<?x1x1x1xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x1xui8> -> tensor<?x1x1x1xf32>
  %c = qann.conv2d %x {weight = dense<1> : tensor<2x1x1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1x1x1xf32> -> tensor<?x2x1x1xf32>
  // expected-error @+1 {{the threshold would be 0}}
  %a = qann.act %c {step = array<f32: 0.001>, levels = 1 : i32} : tensor<?x2x1x1xf32>
  %f = qann.flatten %a : tensor<?x2x1x1xf32> -> tensor<?x2xf32>
  %l = qann.linear %f {weight = dense<1> : tensor<2x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x2xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}

// -----

func.func @unfolded(%image: tensor<?x1x2x2xui8>) -> tensor<?x1xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x2x2xui8> -> tensor<?x1x2x2xf32>
  // expected-error @+1 {{must be folded first: run fold-avg-pool}}
  %p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x1x2x2xf32> -> tensor<?x1x1x1xf32>
  %f = qann.flatten %p : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<1> : tensor<2x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %f : tensor<?x1xf32>
}

// -----

func.func @no_input(%x: tensor<?x4xf32>) -> tensor<?x2xf32> {
  // expected-error @+1 {{has an operand that is no part of the network}}
  %l = qann.linear %x {weight = dense<1> : tensor<2x4xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x4xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}

// -----

func.func @add_without_input(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  // expected-error @+1 {{has an operand that is no part of the network}}
  %l = qann.add %x, %x : tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
