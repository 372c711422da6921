// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One sample through a chip image: what both engines promise.
#pragma once
#include "simulator/Counters.h"
#include "support/Result.h"
#include "support/SpikeTrain.h"
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace nacre {

class ChipImage;
struct ChipModel;
struct StepRecord;

/// A spike in logical time: chip step = step + depth of the population.
struct Spike {
  uint32_t population = 0;
  uint32_t neuron = 0; ///< (c * height + y) * width + x
  uint32_t step = 0;   ///< 0-based
  auto operator<=>(const Spike &) const = default;
};

struct SampleOutcome {
  std::vector<int32_t> classAfterStep; ///< argmax of the readout after each of the T steps, if any
  std::vector<Counters> slices;        ///< in the order of the image: cores, then slices of a core
  ChipCounters chip;
  std::vector<int64_t> linkFlits; ///< of each link, if counted: see Noc::takeLinkFlits()
  std::optional<Error> stuck;     ///< the network on chip hangs; the rest is what there was so far
};

/// An engine is built once from an image and a chip (which must match) and keeps only scratch
/// state between samples; one object per thread.
class Engine {
public:
  virtual ~Engine() = default;

  /// `input`: spikes if the image has an input population, else pixels of its input's shape.
  /// `steps`
  /// >= 1. Appends the sample's spikes, sorted, to `spikes` where it is not null.
  virtual SampleOutcome run(Stimulus input, int64_t steps, std::vector<Spike> *spikes) = 0;
};

/// Spikes and event counts; no time. Cycle-only counters stay 0.
std::unique_ptr<Engine> makeFunctionalEngine(const ChipImage &image, const ChipModel &chip);

struct CycleOptions {
  bool skipIdle = true;      ///< jump over cycles in which nobody can act
  bool reverseOrder = false; ///< evaluate components in reverse; for tests, changes nothing
  int64_t threads = 1;       ///< chip steps of a sample played side by side; changes nothing
  bool countLinks = false;   ///< fill SampleOutcome::linkFlits
  /// Called after each chip step, if there is one.
  std::function<void(const StepRecord &)> stepDone = {};
};

/// Everything, cycle by cycle. With one thread spikes come from the packets delivered, so that they
/// can be compared with the functional engine's.
std::unique_ptr<Engine> makeCycleEngine(const ChipImage &image, const ChipModel &chip,
                                        const CycleOptions &options = {});

} // namespace nacre
