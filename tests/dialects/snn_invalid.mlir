// RUN: nacre-opt --split-input-file --verify-diagnostics --allow-unregistered-dialect %s -o /dev/null

// expected-error @+1 {{[SNN-N1] must hold a population}}
snn.network @n1 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
}

// -----

// expected-error @+1 {{[SNN-N1] must hold one snn.input and one snn.readout at most but holds 2 and 1}}
snn.network @n1_inputs {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %other = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  snn.readout "scores" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @n2 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-N2] lies on or behind a loop without an snn.delay}}
  %s = snn.neuron "n" "if" (%l, %back)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32>, tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %back = snn.linear %s {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "scores" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @n3_twice {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-N3] name 'n' is already taken in the network}}
  snn.readout "n" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @n3_empty {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-N3] needs a name}}
  %s = snn.neuron "" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  snn.readout "scores" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @n4 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  snn.readout "scores" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-N4] must not be in an snn.network}}
  %0 = builtin.unrealized_conversion_cast to i32
}

// -----

snn.network @i1 {
  // expected-error @+1 {{[SNN-I1] result must be channels x rows x columns}}
  %image = snn.input {zero_point = 0 : i32} : tensor<8x4xi16>
}

// -----

snn.network @i2 {
  // expected-error @+1 {{[SNN-I2] zero_point must lie in 0..255 but is 256}}
  %image = snn.input {zero_point = 256 : i32} : tensor<2x4x4xi16>
}

// -----

snn.network @i2_image {
  // expected-error @+1 {{[SNN-I2] an image has a zero_point}}
  %image = snn.input : tensor<2x4x4xi16>
}

// -----

snn.network @i2_spikes {
  // expected-error @+1 {{[SNN-I2] spikes have no zero_point}}
  %spikes = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi1>
}

// -----

snn.network @i3 {
  // expected-error @+1 {{[SNN-I3] an image must be used only by snn.conv2d and snn.linear but is used by test.use}}
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  "test.use"(%image) : (tensor<2x4x4xi16>) -> ()
}

// -----

snn.network @c1_type {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C1] weight must be out x in/groups x kh x kw of i8 or i16 but is 'tensor<2x2x1x1xf32>'}}
  %c = snn.conv2d %image {weight = dense<1.0> : tensor<2x2x1x1xf32>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c1_channels {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C1] weight must have 2 channels in dimension 1}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c1_groups {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C1] groups must divide the 2 input and 2 output channels but is 3}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32, groups = 3 : i64}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c2_range {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C2] weight of 4 bits must lie in -8..7 but one is 8}}
  %c = snn.conv2d %image {weight = dense<8> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c2_bits {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C2] weight bits must lie in 1..16 but is 0}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 0 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c2_narrow {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C2] weight of 9 bits must have elements of type i16 but has 'i8'}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 9 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c2_wide {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C2] weight of 8 bits must have elements of type i8 but has 'i16'}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi16>, weight_bits = 8 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c2_too_large {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C2] weight of 9 bits must lie in -256..255 but one is 256}}
  %c = snn.conv2d %image {weight = dense<256> : tensor<2x2x1x1xi16>, weight_bits = 9 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c2_missing {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C2] weight resource 'absent' is missing from the file}}
  %c = snn.conv2d %image {weight = dense_resource<absent> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c3_shape {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C3] result must be 2 x 2 x 2 but is 2 x 4 x 4}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x3x3xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c3_rank {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C3] source and result must be channels x rows x columns}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<32xi32>
}

// -----

snn.network @c4_strides {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C4] strides must be 2 values in 1..1024 but are [1]}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32, strides = array<i64: 1>}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @c4_pads {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-C4] pads (top, left, bottom, right) must be 4 values in 0..1024 but are [0, 0, -1, 0]}}
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32, pads = array<i64: 0, 0, -1, 0>}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
}

// -----

snn.network @l1_weight {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-L1] weight must be out x 32 of i8 or i16 but is 'tensor<2x16xi8>'}}
  %l = snn.linear %image {weight = dense<1> : tensor<2x16xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
}

// -----

snn.network @l1_result {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-L1] result must be 2 x 1 x 1}}
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<1x2x1xi32>
}

// -----

snn.network @l2 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  // expected-error @+1 {{[SNN-L2] weight of 2 bits must lie in -2..1 but one is -3}}
  %l = snn.linear %image {weight = dense<-3> : tensor<2x32xi8>, weight_bits = 2 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
}

// -----

snn.network @p1_shape {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P1] currents must have the shape of}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<1x2x1xi1>
}

// -----

snn.network @p2_biases {
  // expected-error @+1 {{[SNN-P2] bias must have 1, 2 or 6 values but has 3}}
  %s = snn.neuron "n" "if" () {theta = array<i32: 4>, v0 = array<i32: 0>,
      bias = array<i32: 0, 1, 2>} : -> tensor<2x1x3xi1>
}

// -----

snn.network @p8_count {
  // expected-error @+1 {{[SNN-P8] cores must be 2 values from 0 on but are 1}}
  %s = snn.neuron "n" "if" () {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
      cores = array<i32: 5>} : -> tensor<2x1x1xi1>
}

// -----

snn.network @p8_negative {
  // expected-error @+1 {{[SNN-P8] cores must be 2 values from 0 on but has -1}}
  %s = snn.neuron "n" "if" () {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
      cores = array<i32: 5, -1>} : -> tensor<2x1x1xi1>
}

// -----

snn.network @p2_count {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P2] theta must have 1 or 2 values but has 3}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 1, 2, 3>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p2_positive {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P2] theta must be positive but has 0}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 0>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p2_unit {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P2] unit must have 1 or 2 values but has 3}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>, unit = array<f64: 1.0, 1.0, 1.0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p3_model {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P3] unknown neuron model 'iff'; known: cuba, if, lif}}
  %s = snn.neuron "n" "iff" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p3_options {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P3] an 'if' neuron has no leak; use 'lif'}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>, leak_shift = 2 : i32}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p3_current {
  %image = snn.input : tensor<2x4x4xi1>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi1> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P3] only a 'cuba' neuron has a synaptic current that leaks}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
       current_leak_multiplier = 3 : i32, current_leak_scale_bits = 2 : i32}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p3_cuba {
  %image = snn.input : tensor<2x4x4xi1>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi1> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P3] a 'cuba' neuron needs leak_multiplier in 0..2^leak_scale_bits}}
  %s = snn.neuron "n" "cuba" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
       current_leak_multiplier = 3 : i32, current_leak_scale_bits = 2 : i32}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p7 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P7] neurons with a synaptic current must have spikes as input, not an image}}
  %s = snn.neuron "n" "cuba" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
       leak_multiplier = 1 : i32, leak_scale_bits = 1 : i32,
       current_leak_multiplier = 3 : i32, current_leak_scale_bits = 2 : i32}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p3_input_shift {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P3] input_shift must lie in 0..30}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>, input_shift = 31 : i32}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p4 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P4] max_spikes must be 1 but is 2}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>, max_spikes = 2 : i32}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p5_negative {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P5] rate must lie in 0..2^20 but is -5.000000e-01 : f64}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>, rate = -0.5}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p5_not_a_number {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P5] rate must lie in 0..2^20}}
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>, rate = 0x7FF8000000000000 : f64}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @r1_shape {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %c = snn.conv2d %image {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x4x4xi32>
  // expected-error @+1 {{[SNN-R1] currents must be classes x 1 x 1 with at least two classes}}
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x4x4xi32>
}

// -----

snn.network @r1_classes {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<1x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<1x1x1xi32>
  // expected-error @+1 {{[SNN-R1] currents must be classes x 1 x 1 with at least two classes}}
  snn.readout "scores" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<1x1x1xi32>
}

// -----

snn.network @r2 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-R2] bias must have 1 or 2 values but has 3}}
  snn.readout "scores" (%l) {v0 = array<i32: 0>, bias = array<i32: 1, 2, 3>} : tensor<2x1x1xi32>
}

// -----

snn.network @d1 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-D1] steps must lie in 1..1048576 but is 0}}
  %d = snn.delay %s {steps = 0 : i64} : tensor<2x1x1xi1>
  snn.readout "scores" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

// A ring of delays has no neuron to start a spike in it.
snn.network @n2_ring {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-N2] lies on or behind a loop without an snn.neuron}}
  %d = snn.delay %d {steps = 1 : i64} : tensor<2x1x1xi1>
  %back = snn.linear %d {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "scores" (%l, %back) {v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32>, tensor<2x1x1xi32>
}

// -----

snn.network @n5_volume {
  // expected-error @+1 {{[SNN-N5] a population may have 1048576 channels, rows and columns and 268435456 elements at most but has the shape [1, 16385, 16384]}}
  %image = snn.input {zero_point = 0 : i32} : tensor<1x16385x16384xi16>
}

// -----

snn.network @n5_extent {
  // expected-error @+1 {{[SNN-N5] a population may have 1048576 channels, rows and columns}}
  %image = snn.input {zero_point = 0 : i32} : tensor<1x4294967296x2147483648xi16>
}

// -----

// A splat takes no room in the file, but 2^28 + 1 bytes when it is read.
snn.network @l2_volume {
  %image = snn.input {zero_point = 0 : i32} : tensor<1x1x268435xi16>
  // expected-error @+1 {{[SNN-L2] weight must hold at most 268435456 values}}
  %l = snn.linear %image {weight = dense<1> : tensor<1001x268435xi8>, weight_bits = 4 : i32}
      : tensor<1x1x268435xi16> -> tensor<1001x1x1xi32>
}

// -----

snn.network @c4_kernel {
  %image = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  // expected-error @+1 {{[SNN-C4] kernel rows and columns must be 2 values in 1..1024 but are [0, 0]}}
  %c = snn.conv2d %image {weight = dense<> : tensor<2x1x0x0xi8>, weight_bits = 4 : i32}
      : tensor<1x8x8xi16> -> tensor<2x9x9xi32>
}

// -----

snn.network @p2_amplitude {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P2] amplitude must be finite but is INF}}
  %s = snn.neuron "n" "if" (%l) {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
      amplitude = 0x7FF0000000000000 : f64} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @p2_unit {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P2] unit must be finite but is nan}}
  %s = snn.neuron "n" "if" (%l) {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
      unit = array<f64: 0x7FF8000000000000>} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
}

// -----

snn.network @d1_long {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l) {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-D1] steps must lie in 1..1048576 but is 9223372036854775807}}
  %d = snn.delay %s {steps = 9223372036854775807 : i64} : tensor<2x1x1xi1>
}

// -----

snn.network @s1_none {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S1] must have at least one synapse}}
  %c = snn.sparse %s {offsets = dense<[0, 0, 0]> : tensor<3xi32>,
      targets = dense<[]> : tensor<0xi32>, weight = dense<[]> : tensor<0xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s1_offsets {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S1] must have 3 offsets and as many targets as weights but has 2, 2 and 2}}
  %c = snn.sparse %s {offsets = dense<[0, 2]> : tensor<2xi32>,
      targets = dense<[0, 1]> : tensor<2xi32>, weight = dense<[1, 1]> : tensor<2xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s1_targets {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S1] must have 3 offsets and as many targets as weights but has 3, 3 and 2}}
  %c = snn.sparse %s {offsets = dense<[0, 1, 2]> : tensor<3xi32>,
      targets = dense<[0, 1, 2]> : tensor<3xi32>, weight = dense<[1, 1]> : tensor<2xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s1_type {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S1] targets must have elements of type 'i32' but has 'i64'}}
  %c = snn.sparse %s {offsets = dense<[0, 1, 2]> : tensor<3xi32>,
      targets = dense<[0, 1]> : tensor<2xi64>, weight = dense<[1, 1]> : tensor<2xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s1_rank {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S1] targets must have rank 1 but is 'tensor<2x1xi32>'}}
  %c = snn.sparse %s {offsets = dense<[0, 1, 2]> : tensor<3xi32>,
      targets = dense<[[0], [1]]> : tensor<2x1xi32>, weight = dense<[1, 1]> : tensor<2xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s2_order {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S2] the targets of source neuron 0 must ascend but 1 follows 1}}
  %c = snn.sparse %s {offsets = dense<[0, 2, 2]> : tensor<3xi32>,
      targets = dense<[1, 1]> : tensor<2xi32>, weight = dense<[1, 1]> : tensor<2xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s2_target {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S2] source neuron 1 has a synapse to neuron 3, there are 3}}
  %c = snn.sparse %s {offsets = dense<[0, 1, 2]> : tensor<3xi32>,
      targets = dense<[0, 3]> : tensor<2xi32>, weight = dense<[1, 1]> : tensor<2xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s2_offset {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S2] offsets must ascend but 2 follows 3}}
  %c = snn.sparse %s {offsets = dense<[0, 3, 2]> : tensor<3xi32>,
      targets = dense<[0, 1]> : tensor<2xi32>, weight = dense<[1, 1]> : tensor<2xi8>,
      weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @s3 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x1x1xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%l)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  // expected-error @+1 {{[SNN-S3] weight of 2 bits must lie in -2..1 but one is 2}}
  %c = snn.sparse %s {offsets = dense<[0, 1, 2]> : tensor<3xi32>,
      targets = dense<[0, 1]> : tensor<2xi32>, weight = dense<[1, 2]> : tensor<2xi8>,
      weight_bits = 2 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "scores" (%c) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// -----

snn.network @p6_weight {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %a = snn.neuron "a" "if" (%l) {theta = array<i32: 3>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %c = snn.conv2d %a {weight = dense<2> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32,
      groups = 2 : i64} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P6] a relay must repeat the spikes of one population}}
  %r = snn.neuron "r" "if" (%c) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>, relay}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %o = snn.linear %r {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @p6_mix {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %a = snn.neuron "a" "if" (%l) {theta = array<i32: 3>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %c = snn.conv2d %a {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32,
      groups = 1 : i64} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P6] a relay must repeat the spikes of one population}}
  %r = snn.neuron "r" "if" (%c) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>, relay}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %o = snn.linear %r {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @p6_theta {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %a = snn.neuron "a" "if" (%l) {theta = array<i32: 3>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %c = snn.conv2d %a {weight = dense<1> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32,
      groups = 2 : i64} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P6] a relay must repeat the spikes of one population}}
  %r = snn.neuron "r" "if" (%c) {theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, relay}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %o = snn.linear %r {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @p6_bias {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %a = snn.neuron "a" "if" (%l) {theta = array<i32: 3>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %c = snn.conv2d %a {weight = dense<1> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32,
      groups = 2 : i64} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P6] a relay must repeat the spikes of one population}}
  %r = snn.neuron "r" "if" (%c) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 1>, relay}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %o = snn.linear %r {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

snn.network @p6_v0 {
  %image = snn.input {zero_point = 0 : i32} : tensor<2x4x4xi16>
  %l = snn.linear %image {weight = dense<1> : tensor<2x32xi8>, weight_bits = 4 : i32}
      : tensor<2x4x4xi16> -> tensor<2x1x1xi32>
  %a = snn.neuron "a" "if" (%l) {theta = array<i32: 3>, v0 = array<i32: 0>, bias = array<i32: 0>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %c = snn.conv2d %a {weight = dense<1> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32,
      groups = 2 : i64} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  // expected-error @+1 {{[SNN-P6] a relay must repeat the spikes of one population}}
  %r = snn.neuron "r" "if" (%c) {theta = array<i32: 1>, v0 = array<i32: -1>, bias = array<i32: 0>, relay}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %o = snn.linear %r {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}
