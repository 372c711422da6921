// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loops between populations, which only a delay can close.
#pragma once
#include "compiler/import/nir/Network.h"

namespace nacre::nir {

/// A connection without its weights.
struct Link {
  size_t source = Connection::input;
  int64_t delaySteps = 0;
};

/// By population, in the order of its connections. The last population reads from all others.
using Links = std::vector<std::vector<Link>>;
Links linksOf(const Network &network);

/// The links, as (population, number), that close loops without a delay: those by which a search
/// from the last population back, along links without delay, meets what it is following. The order
/// of populations does not matter, that of links does.
std::vector<std::pair<size_t, size_t>> closingLinks(const Links &links);

/// The populations, each behind its sources but for links with a delay; else as a search from the
/// last one back leaves them. Every loop must have a delay.
std::vector<size_t> sourcesFirst(const Links &links);

} // namespace nacre::nir
