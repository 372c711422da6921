// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Observers write files about a run; the engines know nothing of them and never print.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/ChipImage.h"
#include "simulator/RunResult.h"
#include "simulator/StepRecord.h"
#include "support/Registry.h"
#include <memory>

namespace nacre {

/// What is known beforehand; outlives the observer.
struct ObserverSetting {
  const ChipImage &image;
  const ChipModel &chip;
  std::string dataset;
  int64_t steps = 0;  ///< of a sample, logical ones
  int64_t sample = 0; ///< the one that is watched
};

/// Is told what its kind watches, from one thread.
class Observer {
public:
  virtual ~Observer() = default;
  virtual void step(const StepRecord &) {}           ///< each chip step of the sample, in order
  virtual void spikes(const std::vector<Spike> &) {} ///< of the sample, sorted
  virtual void run(const RunResult &) {}             ///< the sum over the run
  /// All was told: the file gets its name. Also says what went wrong before.
  virtual Status finish() = 0;
};

enum class Watches {
  Spikes, ///< of one sample
  Steps,  ///< of one sample, cycle by cycle
  Run,    ///< counters of all samples, links of the timed ones
};

struct ObserverKind {
  std::string_view description;
  std::vector<std::string_view> endings; ///< of its file; where there are several, they choose
  Watches watches;
  /// The file can be written, and its name has one of the endings.
  Result<std::unique_ptr<Observer>> (*make)(const ObserverSetting &setting,
                                            const std::string &path);
};

using ObserverRegistry = Registry<ObserverKind>;

/// Generated from this folder's .cpp files.
void registerAllObservers(ObserverRegistry &registry);

} // namespace nacre
