// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// The part of MappingProblem::verify() that follows packets through routers: paths of the chip's
/// policy, or trees that reach what the flows say, within the tables, and no deadlock. The flows
/// themselves are checked.
Status verifyRoutes(const MappingProblem &problem);

} // namespace nacre
