// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ctrl-C for work that can end early with what it has.
#pragma once

namespace nacre {

/// While one lives, the first interrupt (SIGINT) is remembered; a second one ends the program as
/// usual. One at a time.
class Interrupt {
public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt &) = delete;
  Interrupt &operator=(const Interrupt &) = delete;

  bool raised() const;
};

} // namespace nacre
