// RUN: not nacre-opt --map=chip=loihy %s 2>&1 | FileCheck %s --check-prefix=CHIP
// RUN: not nacre-opt --map=placement=sequental %s 2>&1 | FileCheck %s --check-prefix=PLACEMENT
// RUN: not nacre-opt --map=packing=some %s 2>&1 | FileCheck %s --check-prefix=PACKING
// RUN: not nacre-opt --map=objective=energi %s 2>&1 | FileCheck %s --check-prefix=OBJECTIVE
// RUN: not nacre-opt --map=effort=most %s 2>&1 | FileCheck %s --check-prefix=EFFORT
// RUN: not nacre-opt --map=routing=negotiate %s 2>&1 | FileCheck %s --check-prefix=ROUTING
// RUN: not nacre-opt "--map=chip=unit routing=negotiated" %s 2>&1 | FileCheck %s --check-prefix=NOTABLES
// CHIP: error: {{.*}}loihy
// PACKING: error: unknown packing 'some'
// PACKING: note: known: first-fit, neighbours, none
// PLACEMENT: error: unknown placement 'sequental'
// PLACEMENT: note: known: annealing, force-directed, greedy, hilbert, random, sequential, spectral
// OBJECTIVE: error: unknown objective 'energi'
// OBJECTIVE: note: known: energy, latency, spike-hops, worst-link
// EFFORT: error: unknown effort 'most'
// EFFORT: note: known: best, fast, normal
// ROUTING: error: unknown routing 'negotiate'
// ROUTING: note: known: negotiated, policy
// NOTABLES: error: --routing negotiated: the routers of chip 'unit' have no tables, they follow the policy 'xy'
snn.network @n {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>
  %o = snn.linear %x {weight = dense<1> : tensor<2x1xi8>, weight_bits = 2 : i32} : tensor<1x1x1xi16> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}
