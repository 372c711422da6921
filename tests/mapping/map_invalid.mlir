// RUN: nacre-opt --map=chip=truenorth --split-input-file --verify-diagnostics %s

// Five distinct weights into one neuron; TrueNorth's axon types give four.
// expected-error @+2 {{layer 'out' does not fit any core of chip 'truenorth': distinct weights per neuron needed 5, limit 4}}
// expected-note-re @+1 {{few --weight-bits make few distinct weights; with --weight-bits 2 it would fit; as it is, it fits: {{.*}}loihi, {{.*}}unit (--chip)}}
snn.network @weights {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x5xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x5xi16> -> tensor<1x1x5xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x5xi32> -> tensor<1x1x5xi1>
  %o = snn.linear %a {weight = dense<[[1, 2, 3, 4, 5], [0, 0, 0, 0, 0]]> : tensor<2x5xi8>, weight_bits = 8 : i32} : tensor<1x1x5xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

// 300 sources of one weight each need 300 axons, even for a single neuron.
// expected-error @+2 {{layer 'out' does not fit any core, even for the one neuron (1, 0, 0) of chip 'truenorth': input axons needed 300, limit 256}}
// expected-note-re @+1 {{as it is, it fits: {{.*}}loihi, {{.*}}unit (--chip)}}
snn.network @fan_in {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x300xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x300xi16> -> tensor<1x1x300xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x300xi32> -> tensor<1x1x300xi1>
  %o = snn.linear %a {weight = dense<1> : tensor<2x300xi8>, weight_bits = 2 : i32} : tensor<1x1x300xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

// A loop of two hops (a -> b -> a) with a logical delay of one step.
// expected-error @+2 {{the loop a -> b -> a has more hops than its logical delay}}
// expected-note @+1 {{raise the steps of an snn.delay in the loop}}
snn.network @loop {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi16> -> tensor<1x1x1xi32>
  %back = snn.delay %b {steps = 1 : i64} : tensor<1x1x1xi1>
  %ba = snn.linear %back {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi1> -> tensor<1x1x1xi32>
  %a = snn.neuron "a" "if"(%i, %ba) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x1xi32>, tensor<1x1x1xi32> -> tensor<1x1x1xi1>
  %ab = snn.linear %a {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi1> -> tensor<1x1x1xi32>
  %b = snn.neuron "b" "if"(%ab) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<1x1x1xi32> -> tensor<1x1x1xi1>
  %o = snn.linear %b {weight = dense<1> : tensor<2x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// -----

// From a to b directly, and once more 20,000 steps later. The direct synapses take a step at least,
// so the late ones take 20,001, wherever the depths lie; a TrueNorth axon delays 15, and 1333 relays
// are too many.
// expected-error @+2 {{the synapses from layer 'a' to layer 'b' do not fit chip 'truenorth': axonal delay steps needed 20001, limit 15}}
// expected-note-re @+1 {{lower the steps of its snn.delay; {{.*}}}}
snn.network @delay {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi16> -> tensor<1x1x1xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x1xi32> -> tensor<1x1x1xi1>
  %late = snn.delay %a {steps = 20000 : i64} : tensor<1x1x1xi1>
  %ab = snn.linear %late {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi1> -> tensor<1x1x1xi32>
  %now = snn.linear %a {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi1> -> tensor<1x1x1xi32>
  %b = snn.neuron "b" "if"(%ab, %now) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<1x1x1xi32>, tensor<1x1x1xi32> -> tensor<1x1x1xi1>
  %o = snn.linear %b {weight = dense<1> : tensor<2x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}
