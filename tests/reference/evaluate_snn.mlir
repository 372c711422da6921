// RUN: nacre-evaluate %s --samples 7 --time-steps 3 --format json --spikes %t.csv | FileCheck %s
// RUN: FileCheck --check-prefix=SPIKES %s < %t.csv
// RUN: nacre-evaluate %s --samples 7 --time-steps 3 --format json --threads 3 --spikes %t.3.csv | FileCheck %s
// RUN: cmp %t.csv %t.3.csv
// RUN: nacre-evaluate %s --samples 7 --time-steps 3 | FileCheck --check-prefix=TEXT %s

// Both neurons reach their threshold by the bias in each step: 7 samples x 3 steps x 2 neurons,
// each spike over 10 synapses.
// CHECK: "network": "constant"
// CHECK: "samples": 7
// CHECK-NOT: "qann"
// CHECK: "spikes": 42
// CHECK: "synaptic_operations": 420
// CHECK: "promise": "none"
// TEXT: total {{ *}}6.0 {{ *}}60.0
snn.network @constant attributes {promise = "none"} {
  %image = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  %i = snn.linear %image {weight = dense<0> : tensor<2x64xi8>, weight_bits = 2 : i32}
      : tensor<1x8x8xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "always, \22twice\22" "if" (%i)
      {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 4>}
      : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %o = snn.linear %s {weight = dense<1> : tensor<10x2xi8>, weight_bits = 2 : i32}
      : tensor<2x1x1xi1> -> tensor<10x1x1xi32>
  snn.readout "scores" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<10x1x1xi32>
}

// By sample, population, neuron, step.
// SPIKES:      sample,population,neuron,step
// SPIKES-NEXT: 0,"always, ""twice""",0,0
// SPIKES-NEXT: 0,"always, ""twice""",0,1
// SPIKES-NEXT: 0,"always, ""twice""",0,2
// SPIKES-NEXT: 0,"always, ""twice""",1,0
// SPIKES:      6,"always, ""twice""",1,2
// SPIKES-NOT:  {{.}}
