// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One network at all its levels: what the snn interpreter says, and what the engines do with the
// compiled image.
#pragma once
#include "compiler/reference/SnnInterpreter.h"
#include "dialects/chip/Chip.h"
#include "simulator/Engine.h"
#include <random>

namespace nacre {

/// The chip `unit`, narrowed so that networks need several cores; now and then it routes by tables.
ChipModel randomChip(std::mt19937_64 &random);

/// What one sample should do, by the interpreter.
struct Expected {
  std::vector<uint8_t> pixels;
  std::vector<Spike> spikes;
  std::vector<int32_t> classes;
  SpikeTrain train = {}; ///< instead of pixels

  Stimulus stimulus() const { return pixels.empty() ? Stimulus(train) : Stimulus(pixels.data()); }
};
Expected interpret(SnnInterpreter &interpreter, std::vector<uint8_t> pixels, int64_t steps);
Expected interpret(SnnInterpreter &interpreter, SpikeTrain train, int64_t steps);

/// Emits the design's image, and runs it on the functional and on the cycle engine.
void expectSame(chip::DesignOp design, const ChipModel &chip, const std::vector<Expected> &samples,
                int64_t steps);

} // namespace nacre
