// RUN: nacre-opt "--map=chip=unit packing=none" %s > %t.design
// RUN: nacre-translate --chip-to-image %t.design > /dev/null
// RUN: sed 's/@f0 via \[0, 1\]/@f0 via [0, 4, 1]/' %t.design | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=ROUTE
// RUN: sed 's/core 1 {/core 1000 {/; s/@f0 0 to 1 of/@f0 0 to 1000 of/' %t.design | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=CORE
// RUN: sed 's/"unit"/"nosuch"/' %t.design | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=CHIP
// RUN: sed 's/chip_hash = [0-9]*/chip_hash = 7/' %t.design | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=HASH
// RUN: nacre-opt "--map=chip=spinnaker2 packing=none placement=sequential" %s > %t.trees
// RUN: sed 's/"spinnaker2"/"unit"/; s/membrane_bits = 32/membrane_bits = 24/; s/chip_hash = [0-9]*/chip_hash = '$(sed -n 's/.*chip_hash = \([0-9]*\).*/\1/p' %t.design)/ %t.trees | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=NOTABLES
// RUN: sed '/chip.tree/d' %t.trees | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=NOROUTES
// RUN: sed 's/chip.tree .*/chip.route @f0 via [0]/' %t.trees | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=NOTREES
// RUN: sed 's/\(chip.tree .*\) over .*/\1 over [0, 1]/' %t.trees | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=ASTRAY
// RUN: nacre-opt "--map=chip=truenorth packing=none" %s | sed 's/dense {delay/dense stored sparse {delay/' | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=SPARSE
// RUN: nacre-opt "--map=chip=truenorth packing=none" %s | sed 's/{delay/{codebook, delay/' | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=CODEBOOK
// RUN: echo "chip.design @other on \"unit\" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 1>, input_zero_point = 0 : i32} { chip.population @r [2, 1, 1] {depth = 0 : i64, model = \"\", theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32} chip.core 0 { chip.slice @r [0, 2, 0, 1, 0, 1] {} } }" > %t.other
// RUN: sed 's/@other/@second/' %t.other | cat %t.other - | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: echo "module {}" | not nacre-translate --chip-to-image 2>&1 | FileCheck %s --check-prefix=NONE

// What no chip can be loaded with is refused before there is an image.
// ROUTE: error: flow 'f0' leads via [0, 4, 1] but the routers of chip 'unit' lead via [0, 1]
// CORE: error: core 1000 does not exist: chip 'unit' has
// CHIP: error: unknown chip 'nosuch'
// HASH: error: the image was made for another version of chip 'unit'
// NOTABLES: error: the image has routing tables, but the routers of chip 'unit' follow the policy 'xy'
// NOROUTES: error: {{.*}}[CHIP-D5] flow 'f0' has no route
// NOTREES: error: packets from core 0 to 1 have no key
// ASTRAY: error: packets with key 0, from core 0 to 1: leave the network at router 0
// SPARSE: error: core 1: synapses are stored as 'sparse', which the cores of chip 'truenorth' cannot
// CODEBOOK: error: core 1: a codebook of 1 entries, chip 'truenorth' has at most 0
// TWO: error: an image takes one chip.design but the module holds 2
// NONE: error: an image takes one chip.design but the module holds 0
snn.network @n {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x2xi16>
  %i = snn.conv2d %x {weight = dense<3> : tensor<1x1x1x1xi8>, weight_bits = 4 : i32} : tensor<1x1x2xi16> -> tensor<1x1x2xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 4>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x2xi32> -> tensor<1x1x2xi1>
  %o = snn.linear %a {weight = dense<1> : tensor<2x2xi8>, weight_bits = 4 : i32} : tensor<1x1x2xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}
