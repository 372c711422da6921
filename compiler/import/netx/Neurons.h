// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/netx/Fields.h"

namespace nacre::netx {

/// Sets model, threshold and options of a layer's neurons, without input_shift, as Lava's
/// bit-accurate model computes them (Cuba.cpp names it). `charged` says whether anything reaches
/// their synaptic current: where not, or where it forgets at once, they need none.
void readNeurons(const Fields &fields, bool charged, Population &population);

} // namespace nacre::netx
