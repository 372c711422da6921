// RUN: nacre-opt "--map=chip=unit packing=none" %s | FileCheck %s
// RUN: nacre-opt --map=chip=unit %s | FileCheck %s --check-prefix=PACKED
// RUN: nacre-opt --map=chip=unit %s 2>&1 >/dev/null | FileCheck %s --check-prefix=BOUND
// BOUND: remark: 1 cores, at least 1 (neurons)
// RUN: nacre-opt "--map=chip=unit packing=none placement=random seed=7" %s | FileCheck %s --check-prefix=RANDOM

// A shortcut over one layer: the third layer runs two steps after the first, so the shortcut's
// spikes are delayed by two steps, the others by one. The second and third layer have equal weights.
// CHECK-LABEL: chip.design @shortcut on "unit"
// CHECK-DAG: chip.population @a [2, 2, 2] {{.*}}depth = 0
// CHECK-DAG: chip.population @b [2, 2, 2] {{.*}}depth = 1
// CHECK-DAG: chip.population @c [2, 2, 2] {{.*}}depth = 2
// CHECK-DAG: chip.population @out [3, 1, 1] {{.*}}depth = 3
// CHECK: chip.host_synapses to @a weights @w0 convolution
// CHECK: chip.core 0
// CHECK: chip.slice @a [0, 2, 0, 2, 0, 2]
// CHECK: chip.core 1
// CHECK: chip.synapses from @a [0, 2, 0, 2, 0, 2] weights @w1 convolution stored shared {delay = 1
// CHECK: chip.core 2
// CHECK: chip.synapses from @b [0, 2, 0, 2, 0, 2] weights @w1 convolution stored shared {delay = 1
// CHECK: chip.synapses from @a [0, 2, 0, 2, 0, 2] weights @w2 convolution stored shared {delay = 2 : i64, groups = 2
// CHECK: chip.core 3
// CHECK: chip.synapses from @c [0, 2, 0, 2, 0, 2] weights @w3 dense {delay = 1
// CHECK: chip.flow @f0 0 to 1 of @a [0, 2, 0, 2, 0, 2]
// CHECK: chip.flow @f1 0 to 2 of @a
// CHECK: chip.flow @f2 1 to 2 of @b
// CHECK: chip.flow @f3 2 to 3 of @c
// CHECK: chip.route @f0 via [0, 1]
// CHECK: chip.route @f1 via [0, 1, 2]

// All of it has room in one core, which sends spikes to itself.
// PACKED: chip.design @shortcut on "unit"
// PACKED: chip.core 0
// PACKED-NOT: chip.core
// PACKED: chip.flow @f0 0 to 0 of @a [0, 2, 0, 2, 0, 2]
// PACKED: chip.flow @f2 0 to 0 of @c [0, 2, 0, 2, 0, 2]
// PACKED-NOT: chip.flow

// RANDOM-NOT: chip.core 0 {
// RANDOM: chip.flow
snn.network @shortcut {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x2x2xi16>
  %i = snn.conv2d %x {weight = dense<3> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32} : tensor<1x2x2xi16> -> tensor<2x2x2xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<2x2x2xi32> -> tensor<2x2x2xi1>
  %ab = snn.conv2d %a {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32} : tensor<2x2x2xi1> -> tensor<2x2x2xi32>
  %b = snn.neuron "b" "if"(%ab) {theta = array<i32: 2>, v0 = array<i32: 1>, bias = array<i32: 0>} : tensor<2x2x2xi32> -> tensor<2x2x2xi1>
  %bc = snn.conv2d %b {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32} : tensor<2x2x2xi1> -> tensor<2x2x2xi32>
  %ac = snn.conv2d %a {weight = dense<1> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32, groups = 2 : i64} : tensor<2x2x2xi1> -> tensor<2x2x2xi32>
  %c = snn.neuron "c" "if"(%bc, %ac) {theta = array<i32: 2>, v0 = array<i32: 1>, bias = array<i32: 0>} : tensor<2x2x2xi32>, tensor<2x2x2xi32> -> tensor<2x2x2xi1>
  %co = snn.linear %c {weight = dense<1> : tensor<3x8xi8>, weight_bits = 4 : i32} : tensor<2x2x2xi1> -> tensor<3x1x1xi32>
  snn.readout "out"(%co) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}
