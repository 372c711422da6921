// RUN: nacre-opt --split-input-file --verify-diagnostics %s -o /dev/null
// Each case is one small correct design with one fault.

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-P5] order must hold 3 neurons but holds 2}}
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32,
      order = dense<[1, 0]> : tensor<2xi32>}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-P5] order must hold each neuron once but holds 1 twice}}
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32,
      order = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-P5] order must hold each neuron once but holds 3}}
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32,
      order = dense<[1, 0, 3]> : tensor<3xi32>}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-P5] order must have elements of type 'i32' but has 'i64'}}
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32,
      order = dense<[1, 0, 2]> : tensor<3xi64>}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  // expected-error @+1 {{[CHIP-W2] only weights of rank 1 have offsets and targets, both of them}}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  // expected-error @+1 {{[CHIP-W2] only weights of rank 1 have offsets and targets, both of them}}
  chip.weights @w dense<1> : tensor<2x3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  // expected-error @+1 {{[CHIP-W2] the targets of source neuron 2 must ascend but 1 follows 1}}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 1, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x3xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y3] sparse weights must have offsets and targets}}
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 3]> : tensor<3xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y3] sparse weights must have 4 offsets, one more than source neurons, but have 3}}
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 2]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y3] sparse weights lead to neuron 2 of 2}}
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y3] dense weights must be 2 x 3}}
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y5] source_box of sparse synapses must be the whole source, [0, 3, 0, 1, 0, 1], but is [0, 1, 0, 1, 0, 1]}}
      chip.synapses from @a [0, 1, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  // expected-error @+1 {{[CHIP-F1] neurons must ascend and lie in the box but 0 follows 2}}
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [2, 0]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  // expected-error @+1 {{[CHIP-F1] neurons must ascend and lie in the box but 0 follows -1}}
  chip.flow @f 0 to 0 of @a [1, 3, 0, 1, 0, 1] neurons [0]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  // expected-error @+1 {{[CHIP-F1] must list some neurons of the box or none, not all, but lists 3 of 3}}
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 1, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-F2] neuron 1 must be sent to core 0 0 times but flows send it 1 times}}
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-F3] neuron 2 must be sent to core 0 once but flows send it 0 times}}
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-F3] neuron 2 must be sent to core 0 once but flows send it 2 times}}
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
  chip.flow @g 0 to 0 of @a [2, 3, 0, 1, 0, 1]
  chip.route @g via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
  // expected-error @+1 {{[CHIP-H1] the synapses of the host must be dense or a convolution}}
  chip.host_synapses to @r weights @w sparse
}
