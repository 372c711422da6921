// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How an image uses its chip, and what a chip step costs in which each neuron fires once: events,
// cycles and energy, from image and chip alone, without simulating.
#pragma once
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/CoreNeeds.h"
#include "simulator/report/Energy.h"

namespace nacre {

struct MappingSummary {
  struct Layer {
    std::string name;
    int64_t neurons = 0, cores = 0;
  };

  struct Core {
    uint32_t id = 0;
    std::vector<uint32_t> layers; ///< that with most neurons first
    CoreNeeds needs;
    int64_t updateCycles = 0, synapseCycles = 0; ///< of its two units, which work side by side
    int64_t flitsOut = 0, flitsIn = 0;           ///< over its links to and from the router
  };

  /// The spikes of a layer from one core to another. With multicast they may come in one packet
  /// with those to other cores.
  struct Flow {
    uint32_t from = 0, to = 0; ///< cores
    uint32_t layer = 0;
    int64_t packets = 0;
    int64_t links = 0; ///< between routers that each packet passes; by tables the most of any
    std::vector<uint32_t> targets; ///< layers that have synapses for it there, ascending
  };

  struct LinkLoad {
    Link link;
    LinkKind kind = LinkKind::EastWest;
    int64_t flits = 0;
    int64_t cycles = 0; ///< from the first flit to the arrival of the last, one close to the other
  };

  std::string network;
  ChipModel chip;
  std::vector<Layer> layers;   ///< by population
  std::vector<Core> cores;     ///< those in use, ascending in id
  std::vector<Flow> flows;     ///< by core, in the image's order
  std::vector<LinkLoad> links; ///< between routers, in use, by router and port
  int64_t tilesInUse = 0;

  // A step in which each neuron fires once. Packets that no axon knows are not looked up.
  Counters events; ///< those a step has by itself, without the host's and those of waiting
  PartsFj energyFj;
  int64_t coreCycles = 0; ///< of the busiest unit of a core
  int64_t linkCycles = 0; ///< of the busiest link, those of cores included
  int64_t stepCycles = 0; ///< at least: the larger of both and the barrier, or the fixed tick

  /// Share of a limit, 0 to 1.
  double use(const Core &core, const CoreResource &resource) const {
    return double((core.needs.*resource.need).total) / double(chip.limits.*resource.limit);
  }
  /// Of the resource that the core has least left of.
  double fullest(const Core &core) const;
};

/// Packets take the preferred way of the chip's policy everywhere, or that of its tables.
/// image.checkChip(chip) is fine. Refuses costs that no int64 holds (Energy.h).
Result<MappingSummary> summarize(const ChipImage &image, const ChipModel &chip);

} // namespace nacre
