// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/reference/Evaluate.h"
#include "dialects/snn/Snn.h"

namespace nacre {

/// Sets the rate of each snn.neuron to the spikes of its neurons in a sample, in the mean over
/// neurons and samples. Refuses what evaluate() refuses.
Status calibrate(snn::NetworkOp network, const Dataset &data, int64_t steps,
                 const EvaluateOptions &options);

} // namespace nacre
