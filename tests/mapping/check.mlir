// Everything that stands in the way, at once.
// RUN: nacre-check %s --chip truenorth >%t.text; test $? = 3
// RUN: FileCheck --check-prefix=TEXT %s < %t.text
// RUN: nacre-check %s --chip truenorth --format json >%t.json; test $? = 3
// RUN: FileCheck --check-prefix=JSON %s < %t.json
// RUN: nacre-check %s --chip unit | FileCheck --check-prefix=FITS %s
// RUN: nacre-check %s --chip unit --format json | FileCheck --check-prefix=FITSJSON %s
// RUN: nacre-opt --map=chip=unit %s

// Five distinct weights into one neuron of out, of which axon types give four. Each neuron of b
// reads 300 of a: 300 axons, each with a row of 256 bits.
// TEXT: 'faults' does not fit chip 'truenorth'
// TEXT: layer  resource                     needed  limit  what to do
// TEXT-NEXT: out    distinct weights per neuron       5      4  few --weight-bits
// TEXT-NEXT: b      input axons                     300    256  a smaller kernel
// TEXT-NEXT: b      synapse memory bits           76800  65536  a smaller kernel
// TEXT-NOT: needed
// TEXT: In all: {{.*}}it fits: {{.*}}unit (--chip)
// JSON: "network": "faults"
// JSON: "fits": false
// JSON: "layer": "out",
// JSON-NEXT: "resource": "distinct weights per neuron",
// JSON-NEXT: "needed": 5,
// JSON-NEXT: "limit": 4,
// JSON: "layer": "b",
// JSON: "layer": "b",
// JSON-NOT: "layer":
// FITS: 'faults' fits chip 'unit': {{[0-9]+}} of 64 cores
// FITSJSON: "fits": true
snn.network @faults {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x300xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x300xi16> -> tensor<1x1x300xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x300xi32> -> tensor<1x1x300xi1>
  %now = snn.linear %a {weight = dense<1> : tensor<5x300xi8>, weight_bits = 2 : i32} : tensor<1x1x300xi1> -> tensor<5x1x1xi32>
  %b = snn.neuron "b" "if"(%now) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<5x1x1xi32> -> tensor<5x1x1xi1>
  %o = snn.linear %b {weight = dense<[[1, 2, 3, 4, 5], [0, 0, 0, 0, 0]]> : tensor<2x5xi8>, weight_bits = 8 : i32} : tensor<5x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}
