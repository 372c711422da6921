// RUN: nacre-opt --map=chip=odin %s 2>&1 | FileCheck %s
// The third layer runs two steps after the first, but axonal delays of the chip are one step.
// CHECK: remark: 1 relay layers of 2 neurons hold spikes back where the chip's longest axonal delay, 1, is too short
// CHECK-DAG: chip.population @a [2, 1, 1] {{.*}}depth = 0
// CHECK-DAG: chip.population @b [2, 1, 1] {{.*}}depth = 1
// CHECK-DAG: chip.population @a.relay [2, 1, 1] {{.*}}depth = 1 {{.*}}model = "if", relay, theta = array<i32: 1>
// CHECK-DAG: chip.population @c [2, 1, 1] {{.*}}depth = 2
// CHECK-DAG: chip.synapses from @a.relay [0, 2, 0, 1, 0, 1] {{.*}}delay = 1
snn.network @shortcut {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x2xi16>
  %i = snn.linear %x {weight = dense<1> : tensor<2x2xi8>, weight_bits = 2 : i32} : tensor<1x1x2xi16> -> tensor<2x1x1xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %ab = snn.linear %a {weight = dense<1> : tensor<2x2xi8>, weight_bits = 2 : i32} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  %b = snn.neuron "b" "if"(%ab) {theta = array<i32: 2>, v0 = array<i32: 1>, bias = array<i32: 0>} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %bc = snn.linear %b {weight = dense<1> : tensor<2x2xi8>, weight_bits = 2 : i32} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  %ac = snn.linear %a {weight = dense<-1> : tensor<2x2xi8>, weight_bits = 2 : i32} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  %c = snn.neuron "c" "if"(%bc, %ac) {theta = array<i32: 2>, v0 = array<i32: 1>, bias = array<i32: 0>} : tensor<2x1x1xi32>, tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %co = snn.linear %c {weight = dense<1> : tensor<3x2xi8>, weight_bits = 2 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  snn.readout "out"(%co) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}
