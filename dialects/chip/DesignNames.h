// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Symbols of what has no name in an image: weights w0, w1, ... and flows f0, f1, ... in order.
#pragma once
#include "llvm/ADT/StringSet.h"
#include <string>

namespace nacre::chip {

/// Gives way to populations, which share the symbol table: a layer named w0 makes w0_ of the first
/// weights. The names depend on nothing else, so that decode(emit(x)) is x.
class DesignNames {
  llvm::StringSet<> taken;

  std::string make(char kind, size_t index) const {
    std::string name = kind + std::to_string(index);
    while (taken.contains(name))
      name += '_';
    return name;
  }

public:
  void addPopulation(llvm::StringRef name) { taken.insert(name); }
  std::string weights(size_t index) const { return make('w', index); }
  std::string flow(size_t index) const { return make('f', index); }

  // Resources.
  static std::string offsetsOf(llvm::StringRef weights) { return (weights + "_offsets").str(); }
  static std::string targetsOf(llvm::StringRef weights) { return (weights + "_targets").str(); }
  static std::string orderOf(llvm::StringRef population) { return (population + "_order").str(); }
};

} // namespace nacre::chip
