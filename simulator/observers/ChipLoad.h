// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How busy the links and cores of a chip were in a run: sums over the samples that were simulated
// cycle by cycle.
#pragma once
#include "hw_models/chip/ChipNoc.h"
#include "hw_models/image/ChipImage.h"
#include "simulator/RunResult.h"

namespace nacre {

struct LinkLoad {
  Link link;
  int64_t flits = 0;
  LinkKind kind = LinkKind::EastWest;
};

struct CoreLoad {
  uint32_t id = 0; ///< physical
  std::string layers;
  int64_t updateCycles = 0, synapseCycles = 0;
  int64_t stallSendCycles = 0, stallReceiveCycles = 0;
  int64_t flitsSent = 0, flitsReceived = 0; ///< over its links from and to the router
};

struct ChipLoad {
  std::string chip, network;
  Topology topology;
  int64_t samples = 0;
  int64_t cycles = 0; ///< of all these samples
  PerLinkKind flitIntervalCycles = 0;
  std::vector<LinkLoad> links; ///< between routers, by router and port
  std::vector<CoreLoad> cores; ///< in use, by id

  /// Share of the cycles in which a link was taken.
  double utilisation(int64_t flits, LinkKind kind = LinkKind::Local) const;
  /// Share of the cycles spent on neurons and on synapses; the two units of a core can work side
  /// by side, so this can be up to 2. As in the report.
  double busy(const CoreLoad &core) const;
};

/// The run counted its links.
ChipLoad loadOf(const ChipImage &image, const ChipModel &chip, const RunResult &run);

std::string loadAsCsv(const ChipLoad &load);
std::string loadAsJson(const ChipLoad &load);

} // namespace nacre
