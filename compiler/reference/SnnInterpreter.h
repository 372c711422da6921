// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a spiking network step by step as docs/semantics/snn.md says, all in integers.
#pragma once
#include "compiler/reference/Synapses.h"
#include "hw_models/neurons/NeuronModel.h"
#include "support/Result.h"
#include "support/SpikeTrain.h"
#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace nacre {

/// One spike, in logical time.
struct SnnSpike {
  int32_t population = 0; ///< in the order of the network
  int32_t neuron = 0;     ///< (c * rows + y) * columns + x
  int32_t step = 0;       ///< 0-based
  auto operator<=>(const SnnSpike &) const = default;
};

/// What one population did in a run.
struct SnnActivity {
  int64_t spikes = 0;
  int64_t synapticOperations = 0; ///< into the population; those of the input are the host's
  int64_t saturations = 0;        ///< of membranes and synaptic currents
};

struct SnnRun {
  std::vector<int32_t> classAfterStep; ///< empty where there is no readout
  std::vector<int32_t> potentials;   ///< of the readout, after the last step
  std::vector<SnnActivity> activity; ///< one a population, the readout last
  std::vector<SnnSpike> spikes;      ///< sorted, where recorded
};

class SnnInterpreter {
public:
  /// Refuses a network in which a current may leave 32 bits.
  static Result<SnnInterpreter> create(snn::NetworkOp network);

  /// Runs `steps` steps on an image of inputShape(), or on spikes if takesSpikes(). May be called
  /// from several threads.
  SnnRun run(Stimulus input, int64_t steps, bool recordSpikes = false) const;

  const std::string &networkName() const { return name; }
  const std::string &promise() const { return promiseText; }
  /// Three zeros where nothing comes in.
  const std::vector<int64_t> &inputShape() const { return input; }
  bool takesSpikes() const { return inputSpikes.has_value(); }
  int64_t classes() const { return hasReadout ? populations.back().channels : 0; }
  /// In the order of the network, the readout last.
  std::vector<std::string> populationNames() const;

private:
  /// The neurons of a population that fire in one step, ascending.
  using Spikes = std::vector<uint32_t>;

  struct Layer { ///< one snn.conv2d, snn.linear or snn.sparse
    Synapses synapses;
    size_t source = 0; ///< index of a spike value, where not fromImage
    bool fromImage = false;
  };
  struct Population { ///< one snn.neuron or snn.readout
    std::string name;
    int64_t channels = 0, positions = 0;  ///< positions: rows * columns
    std::vector<size_t> currents;         ///< indices of layers
    std::vector<int32_t> v0, theta;       ///< one a channel; the readout has no theta
    std::vector<int32_t> bias;            ///< one a neuron
    NeuronOptions options;
    bool hasCurrent = false;
    decltype(NeuronModel::step) step = nullptr; ///< null for the readout
    size_t spikeValue = 0;
  };
  struct Delay {
    size_t from = 0, to = 0; ///< indices of spike values
    size_t steps = 1;
  };
  struct Action { ///< of a step: a layer or a spiking population
    bool isLayer;
    size_t index;
  };
  struct State;
  class Builder;

  State start(Stimulus input) const;
  void runLayer(size_t index, State &state) const;
  NeuronInput inputOf(const Population &population, int64_t channel, int64_t position,
                      const State &state) const;
  void runPopulation(size_t index, State &state) const;
  void runReadout(State &state) const;

  std::string name, promiseText;
  std::vector<int64_t> input = {0, 0, 0};
  std::optional<size_t> inputSpikes; ///< the spike value of an input that is no image
  int32_t zeroPoint = 0;
  std::vector<Layer> layers;
  std::vector<Population> populations; ///< in the order of the network, the readout last
  bool hasReadout = false;
  std::vector<Delay> delays;
  size_t spikeValues = 0;
  std::vector<Action> order; ///< sources before their users, except through delays
};

} // namespace nacre
