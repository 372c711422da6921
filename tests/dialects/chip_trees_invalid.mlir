// RUN: nacre-opt --split-input-file --verify-diagnostics %s -o /dev/null
// Each case is one small correct design with one fault.

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T1] there is no core 7}}
  chip.tree 0 to [7] over [0, 0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T1] there is no core 7}}
  chip.tree 7 to [1] over [0, 0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T1] must lead to some core}}
  chip.tree 0 to [] over [0, 0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T1] cores must ascend but 0 follows 1}}
  chip.tree 0 to [1, 0] over [0, 0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  chip.tree 0 to [1] over [0, 0]
  // expected-error @+1 {{[CHIP-T1] another tree has the same ends}}
  chip.tree 0 to [1] over [0, 0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T2] links must be pairs of router and port but are 3 numbers}}
  chip.tree 0 to [1] over [0, 0, 1]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T2] links must ascend but (0, 0) follows (0, 0)}}
  chip.tree 0 to [1] over [0, 0, 0, 0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T2] port must}}
  chip.tree 0 to [1] over [0, 64]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-T2] router must}}
  chip.tree 0 to [1] over [-1, 0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  chip.tree 0 to [1] over [0, 0]
  // expected-error @+1 {{[CHIP-D5] flow 'f' has a route, but the design has trees}}
  chip.route @f via [0, 1]
}
