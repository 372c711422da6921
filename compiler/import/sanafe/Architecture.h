// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The part of a SANA-FE architecture file that a chip of Nacre can have: tiles of one kind, each
// with cores of one kind. Energies are joules, times seconds, as written.
#pragma once
#include "support/Decimal.h"
#include "support/Result.h"
#include <map>
#include <string>
#include <vector>

namespace nacre::sanafe {

struct Cost {
  Decimal energyJ, latencyS;
};

struct SynapseUnit {
  std::string name;
  Cost spike; ///< of each synaptic event
};

struct SomaUnit {
  std::string name, model;
  Cost access, update, spikeOut;
};

struct Architecture {
  std::string name;
  int64_t columns = 0, rows = 0, coresPerTile = 0, neuronsPerCore = 0, linkBufferFlits = 0;
  Cost hopEast, hopWest, hopNorth, hopSouth, messageIn, messageOut;
  std::vector<std::pair<int64_t, Decimal>> syncS; ///< from so many tiles in use on, ascending
  std::vector<SynapseUnit> synapses;
  std::vector<SomaUnit> somas;

  const SynapseUnit *synapse(const std::string &name) const;
  const SomaUnit *soma(const std::string &name) const;
};

/// Refuses unknown keys, tiles or cores that differ, models of dendrites with costs of their own.
Result<Architecture> readArchitecture(const std::string &yaml, const std::string &fileName);

} // namespace nacre::sanafe
