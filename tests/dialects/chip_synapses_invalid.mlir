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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  // expected-error @+1 {{[CHIP-H1] unknown target population 'b'}}
  chip.host_synapses to @b weights @w dense
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r0 [2, 1, 1] {depth = 1 : i64, model = "cuba", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32, current_bits = 8 : i32,
      leak_multiplier = 1 : i32, leak_scale_bits = 1 : i32, current_leak_multiplier = 1 : i32,
      current_leak_scale_bits = 1 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r0 [0, 2, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  // expected-error @+1 {{[CHIP-H1] the host loads biases, which neurons with a synaptic current cannot take for input}}
  chip.host_synapses to @r0 weights @w dense
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  // expected-error @+1 {{[CHIP-H1] unknown weights 'v'}}
  chip.host_synapses to @a weights @v dense
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  // expected-error @+1 {{[CHIP-H1] dense weights must be 1 x 2, the target n x 1 x 1}}
  chip.host_synapses to @a weights @w dense
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  // expected-error @+1 {{[CHIP-H1] convolution weights must be 1 x source channels / groups x kh x kw}}
  chip.host_synapses to @a weights @w convolution
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  chip.weights @k dense<1> : tensor<1x1x1x1xi8> {bits = 4 : i32}
  // expected-error @+1 {{[CHIP-H1] strides must be 2 values in 1..1024 but are [1]}}
  chip.host_synapses to @a weights @k convolution {strides = array<i64: 1>}
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
    // expected-error @+1 {{[CHIP-S1] unknown population 'b'}}
    chip.slice @b [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    // expected-error @+1 {{[CHIP-S1] box must be six bounds of neurons within 1 x 1 x 2 but is [0, 1, 0, 1, 0, 3]}}
    chip.slice @a [0, 1, 0, 1, 0, 3] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    // expected-error @+1 {{[CHIP-S1] box must be six bounds of neurons within 1 x 1 x 2 but is [0, 1, 0, 1, 2, 2]}}
    chip.slice @a [0, 1, 0, 1, 2, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    // expected-error @+1 {{[CHIP-S1] box must be six bounds of neurons within 1 x 1 x 2 but is [0, 1]}}
    chip.slice @a [0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y1] unknown source population 'b'}}
      chip.synapses from @b [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y1] source 'r' is the readout, which does not spike}}
      chip.synapses from @r [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y1] unknown weights 'v'}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @v dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y1] source_box must be six bounds of neurons within 1 x 1 x 2 but is [0, 1, 0, 1, 0, 3]}}
      chip.synapses from @a [0, 1, 0, 1, 0, 3] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y2] delay must lie in 1..1048576 but is 0}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 0 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 2 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y2] spikes of depth 0 with delay 1 would reach depth 2 before their time step}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x3xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y3] dense weights must be 2 x 2, the target n x 1 x 1; they are [2, 3]}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y3] convolution weights must be 2 x source channels / groups x kh x kw for 1 source channels in 1 groups but are [2, 2]}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w convolution {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x1x1x1xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y3] target columns must lie in 2..1026 but is 1}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w convolution {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y2] delay must lie in 1..1048576 but is 4294967297}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 4294967297 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 1>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  chip.weights @k dense<> : tensor<1x1x0x1xi8> {bits = 4 : i32}
  // expected-error @+1 {{[CHIP-H1] kernel rows and columns must be 2 values in 1..1024 but are [0, 1]}}
  chip.host_synapses to @a weights @k convolution
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
  chip.weights @k dense<1> : tensor<1x1x1x1xi8> {bits = 4 : i32}
  // expected-error @+1 {{[CHIP-H1] convolution weights must be 1 x source channels / groups x kh x kw for 1 source channels in 2 groups}}
  chip.host_synapses to @a weights @k convolution {groups = 2 : i64}
}

// -----

// The third column would lie 2048 columns behind the only one of the image.
chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 1>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 3] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x3xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 3] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 3] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 3]
  chip.route @f via [0]
  chip.weights @k dense<1> : tensor<1x1x1x1xi8> {bits = 4 : i32}
  // expected-error @+1 {{[CHIP-H1] target columns must lie in 1..2 but is 3}}
  chip.host_synapses to @a weights @k convolution {strides = array<i64: 1, 1024>}
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
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // expected-error @+1 {{[CHIP-Y4] only the weights of a convolution can be stored shared}}
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense stored shared {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}
