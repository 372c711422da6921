// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/sanafe/Architecture.h"
#include "compiler/import/sanafe/Network.h"
#include "support/Result.h"

namespace nacre::sanafe {

/// The architecture as a chip file of Nacre, with the costs of those units that the network names,
/// whose groups and edges are sound. Refuses an architecture that no chip of Nacre is: units of the
/// same kind that cost different things, hops that cost more one way than back, costs that are no
/// whole femtojoules or picoseconds. What the chip cannot tell is added to `notes`.
Result<std::string> chipFile(const Architecture &architecture, const Network &network,
                             std::vector<std::string> &notes);

/// Nacre's number of a core: tiles count row by row here, column by column there. None if the
/// architecture has no such core.
std::optional<int64_t> coreId(const Architecture &architecture, const Core &core);

} // namespace nacre::sanafe
