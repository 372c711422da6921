// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/netx/File.h"
#include "support/SpikeTrain.h"
#include <random>

namespace nacre {

struct RandomNetx {
  netx::File file;
  std::vector<int64_t> input; ///< channels, rows, columns
  bool saysInput = true;      ///< whether the file does
};

/// Small networks of all layers that can be imported, with all options of each.
RandomNetx makeRandomNetx(std::mt19937_64 &random);

SpikeTrain makeRandomTrain(std::mt19937_64 &random, const std::vector<int64_t> &input,
                           int64_t steps);

} // namespace nacre
