// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// To how many cores the spikes of one neuron go.
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <span>

namespace nacre {

/// The most of `boxes` that share a neuron.
int64_t mostShared(const std::vector<Box> &boxes);

/// Most of the flows, all of one core, that start at the same neuron.
int64_t mostTargets(std::span<const MappingProblem::Flow> flows, const MappingProblem &problem);

/// Entries of the axon-out table that the slice's neurons need for those of its core's flows that
/// are theirs, if each neuron has no more than `targets`.
int64_t axonsOutOf(std::span<const MappingProblem::Flow> flows, const MappingProblem::Slice &slice,
                   int64_t targets);

} // namespace nacre
