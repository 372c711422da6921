// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/place/problem/PlacementProblem.h"
#include <array>

namespace nacre {

/// Two numbers for each cluster, such that those that talk have similar ones: approximately the
/// eigenvectors of L x = lambda D x with the least eigenvalues above 0, L the Laplacian of the
/// traffic and D its degrees (Fiedler, Czech. Math. J. 23:298, 1973; weighed by degrees as Koren,
/// Computers and Mathematics with Applications 49:1867, 2005). Sums of D x^2 are 1.
std::array<std::vector<double>, 2> smoothVectors(const PlacementProblem &problem);

} // namespace nacre
