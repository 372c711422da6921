// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chip, as an immutable struct of integers: what its YAML file says, resolved once.
// Energies are femtojoules, times are cycles of `cycleFs` femtoseconds, memories are bits.
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Result.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nacre {

/// One number of a chip file as the user wrote it, carried into the reports.
struct ChipQuantity {
  std::string key;        ///< "energy.synaptic_op_fj"
  double value = 0;       ///< in the unit of the key; 0 or 1 for false or true, 0 for a name
  std::string text;       ///< as written: "23.6", "true", "xy"; of a scaled energy, the result
  std::string source;     ///< text of the source the file names
  std::string provenance; ///< measured | spice | fitted | scaled | estimate | definition
  std::string note;
};

/// Barrier time for a number of tiles in use; linear between points, constant beyond the ends.
struct BarrierPoint {
  int64_t tiles = 0;
  int64_t cycles = 0;
};

/// The routing policy of chips whose routers follow tables, which the compiler writes.
inline constexpr std::string_view byTables = "table";

struct ChipModel {
  std::string name;
  std::string description;
  std::string routingPolicy; ///< name in the RoutingPolicy registry, or `byTables`
  uint64_t hash = 0;         ///< of everything that can change a result; images carry it

  struct Grid {
    int64_t columns = 0, rows = 0, coresPerTile = 0;
    TopologyKind kind = TopologyKind::Mesh;
    int64_t chipColumns = 1, chipRows = 1; ///< chips, of the tiles above each
    Topology topology() const {
      Topology all{uint32_t(columns * chipColumns), uint32_t(rows * chipRows),
                   uint32_t(coresPerTile), kind};
      if (chips() > 1)
        all.chipColumns = uint32_t(columns), all.chipRows = uint32_t(rows);
      return all;
    }
    int64_t chips() const { return chipColumns * chipRows; }
    int64_t tiles() const { return topology().tiles(); }
    int64_t cores() const { return topology().cores(); }
  } grid;

  /// Per core unless named otherwise. 0 never means "no limit": a chip file states each limit.
  struct Limits {
    int64_t neurons = 0;
    int64_t axonsIn = 0;  ///< entries of the axon table: one per source neuron (and axon type)
    int64_t axonsOut = 0; ///< entries of the axon-out table: one per (neuron, destination core)
    int64_t targetsPerNeuron = 0; ///< axon-out entries of one neuron
    int64_t synapseMemoryBits = 0;
    int64_t weightBits = 0;            ///< two's complement
    int64_t weightValuesPerNeuron = 0; ///< distinct non-zero weights (TrueNorth: 4 axon types)
    int64_t biasBits = 0;
    int64_t thresholdBits = 0;
    int64_t membraneBits = 0;
    int64_t accumulatorBits = 0;
    int64_t synapticCurrentBits = 0; ///< 0: neurons have no synaptic current of their own
    int64_t axonalDelaySteps = 0;    ///< longest axonal delay, >= 1
    bool sharedKernels = false;      ///< convolution weights stored once a core
    bool sparseSynapses = false;     ///< an axon may list its non-zero weights with their targets
    /// If 1, memory holds the synapses that the network has: of dense layers and convolutions also
    /// those of weight 0, of sparse ones no row around them (SANA-FE).
    std::optional<int64_t> synapsesAsGiven;
    int64_t codebookEntries = 0; ///< weights of a table that synapses may index; 0: no tables
    bool typedAxons = false;     ///< an axon carries one weight per neuron, chosen by its type: a
                                 ///< source needs one axon per distinct weight it uses in the core

    bool multicast = false;          ///< one packet serves all destination cores of a spike
    int64_t routingTableEntries = 0; ///< of each router; 0 if routers follow a policy

    /// If 1, updates of neurons count as active also where the membrane is not 0 or spikes came
    /// whose weights cancel (SANA-FE), else as isActive() in NeuronModel.h says.
    std::optional<int64_t> chargedNeuronsActive;

    /// May dense layers and convolutions leave weights of 0 out?
    bool listsNonZeros() const { return sparseSynapses && synapsesAsGiven != 1; }

    /// Must sparse synapses be listed?
    bool listsGiven() const { return sparseSynapses && synapsesAsGiven == 1; }

    /// Synapse memory that one weight takes: an axon type is not stored with each synapse.
    int64_t storedWeightBits(int64_t bits) const { return typedAxons ? 1 : bits; }
  } limits;

  struct Timing {
    int64_t cycleFs = 0;
    int64_t tickCycles = 0;               ///< fixed time step; 0: a step takes as long as it needs
    int64_t neuronUpdateActiveCycles = 0; ///< see Limits::chargedNeuronsActive for "active"
    int64_t neuronUpdateIdleCycles = 0;
    int64_t neuronLanes = 0;       ///< neurons updated together
    int64_t spikeOutCycles = 0;    ///< per packet handed to the router
    int64_t axonLookupCycles = 0;  ///< per packet received
    int64_t synapseWordCycles = 0; ///< per memory word fetched
    int64_t synapseWordBits = 0;
    int64_t synapticOpCycles = 0; ///< per accumulate
    int64_t synapticLanes = 0;    ///< accumulates done together
    // Of the network on chip, see docs/semantics/noc.md.
    int64_t routeCycles = 0;
    int64_t vcAllocationCycles = 0;
    int64_t switchAllocationCycles = 0;
    int64_t switchCycles = 0;
    int64_t linkEastWestCycles = 0;   ///< >= 1
    int64_t linkNorthSouthCycles = 0; ///< >= 1
    int64_t linkLocalCycles = 0;      ///< core <-> router, >= 1
    int64_t flitIntervalCycles = 0;   ///< least distance of two flits on one link, >= 1
    int64_t linkBorderCycles = 0;     ///< to a tile of the next chip; 0: chips cannot be joined
    int64_t flitIntervalBorderCycles = 0;
    int64_t creditCycles = 0;      ///< besides the time of the link
    int64_t virtualChannels = 0;   ///< of each link
    int64_t packetFlits = 0;       ///< of a spike's packet
    int64_t inputBufferFlits = 0;  ///< of each virtual channel into a router
    int64_t axonInFifoPackets = 0; ///< of each virtual channel into a core
    int64_t axonOutFifoPackets = 0;
    std::vector<BarrierPoint> barrier; ///< ascending in tiles, at least one
    int64_t hostWordCycles = 0;        ///< per word through the host's port; 0: not modelled
    int64_t hostWordBits = 0;          ///< a word carries one bias or one readout value, or a part

    int64_t barrierCycles(int64_t tilesInUse) const;
  } timing;

  struct Energy {
    int64_t synapticOpFj = 0; ///< of synapses without a cost of their own below
    std::optional<int64_t> convolutionOpFj, sparseOpFj;
    int64_t synapseWordFj = 0;
    int64_t neuronUpdateActiveFj = 0;
    int64_t neuronUpdateIdleFj = 0;
    std::optional<int64_t> spikeFj; ///< firing, besides the update and the packets
    int64_t axonLookupFj = 0;
    int64_t spikeOutFj = 0;
    int64_t hopEastWestFj = 0;
    int64_t hopNorthSouthFj = 0;
    int64_t hopLocalFj = 0;  ///< router -> core of the same tile
    int64_t hopBorderFj = 0; ///< router -> tile of the next chip
    int64_t barrierFj = 0;
    int64_t clockCycleFj = 0;  ///< whole chip, per cycle
    int64_t hostWordFj = 0;    ///< per word through the host's port, in or out
    int64_t staticPowerNw = 0; ///< whole chip
  } energy;

  /// Absent where the sources give none.
  struct Area {
    std::optional<int64_t> chipNm2, coreNm2;
    std::optional<int64_t> synapseNm2; ///< one stored synapse, with its share of the memory
  } area;

  std::vector<ChipQuantity> quantities; ///< every number of the file, in file order

  bool hasBorder() const { return timing.linkBorderCycles > 0; }
  bool routesByTables() const { return routingPolicy == byTables; }
};

/// Parses and checks a chip file. `fileName` is for messages. Refused, with file:line:column:
/// unknown, duplicate or absent keys, a key without its unit, a number without source or
/// provenance, negative or out-of-range values, an unknown routing policy.
Result<ChipModel> parseChip(const std::string &yaml, const std::string &fileName);

/// How many chips lie side by side, their meshes joined into one.
struct ChipArray {
  int64_t columns = 1, rows = 1;
};

/// "4x2": four columns, two rows.
Result<ChipArray> parseChipArray(const std::string &text);

/// Several chips are refused where the chip is no mesh or its file says nothing of its borders, and
/// where the network becomes too large.
Result<ChipModel> joinChips(ChipModel chip, ChipArray chips);

/// `nameOrPath`: a chip shipped with Nacre ("loihi") or the path of a .yaml file.
Result<ChipModel> loadChip(const std::string &nameOrPath, ChipArray chips = {});

/// Names of the shipped chips, sorted.
std::vector<std::string> shippedChips();

} // namespace nacre
