// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The synapses from a box of source neurons into one slice.
#pragma once
#include "simulator/BoxIndex.h"
#include "simulator/Kernel.h"
#include <memory>

namespace nacre {

/// Accumulators of a slice lie channel last, [y][x][c], so that a spike adds contiguous rows of
/// weights to contiguous rows of accumulators.
class SynapseBlock {
  /// Offsets into the accumulators and into the weights of a fan (in taps).
  struct Row {
    uint32_t accumulator = 0, tap = 0;
  };
  struct Span {
    uint32_t accumulator = 0, tap = 0, taps = 0;
  };

  image::Box source;
  uint32_t channels = 0;    ///< of the target slice
  bool onePosition = false; ///< The target slice is that of a dense layer.
  bool sourcesMeet = false; ///< Neighbouring sources add to the same accumulators.
  std::shared_ptr<const Kernel> kernel;
  std::vector<uint32_t> rowStart, spanStart; ///< first of each source row and column, one beyond
  std::vector<Row> rows;
  std::vector<Span> spans;
  std::vector<uint32_t> columnTaps; ///< synapses of a source column, per target channel and row

  /// Calls add(offset of accumulators, offset of weights, count) for each row of weights that a
  /// spike of the source neuron adds, offsets from its first target and the weights of its fan.
  template <class Add> void forEachRow(Point from, Add add) const;
  template <class Weight, class Add> void spread(Point from, int32_t *accumulators, Add add) const;
  /// How many of the sources, from the first on, add to the same accumulators.
  size_t together(const Point *sources, size_t count) const;
  [[gnu::always_inline]] inline void addTogether(const Point *sources, size_t count,
                                                 int32_t *accumulators) const;
  template <class Weight>
  [[gnu::always_inline]] inline void addEach(const Point *sources, size_t count,
                                             int32_t *accumulators) const;
  [[gnu::always_inline]] static inline void
  addSpikes(const SynapseBlock &block, const Point *sources, size_t count, int32_t *accumulators);
  [[gnu::always_inline]] static inline void addWideSpikes(const SynapseBlock &block,
                                                          const Point *sources, size_t count,
                                                          int32_t *accumulators);

public:
  /// `kernel` holds the weights into the target's channels.
  SynapseBlock(const Connection &connection, const image::Box &source, const image::Box &target,
               std::shared_ptr<const Kernel> kernel);

  const image::Box &sourceBox() const { return source; }

  /// Accumulates of one spike of the source neuron `from`. Here and below, source neurons lie in
  /// the source box.
  int64_t accumulates(Point from) const;

  /// Adds one spike of each of the source neurons to the slice's accumulators. What neighbours in
  /// the list add to the same accumulators is summed first: the channels of one position, within a
  /// group; for a dense layer all sources.
  void accumulate(const Point *sources, size_t count, int32_t *accumulators) const;

  /// Adds the weights of one source neuron, each multiplied by `value`.
  void accumulateTimes(Point from, int32_t value, int32_t *accumulators) const;

  /// Synapses of the source neuron `from` whose weight is not 0.
  int64_t nonZeros(Point from) const;

  /// All synapses of the block.
  int64_t synapses() const;
};

} // namespace nacre
