// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Interrupt.h"
#include <cassert>
#include <csignal>

namespace nacre {

// What a signal handler can reach is static.
static volatile std::sig_atomic_t interrupted = 0;
static bool watched = false;
static struct sigaction before;

Interrupt::Interrupt() {
  assert(!watched && "one at a time");
  watched = true;
  interrupted = 0;
  struct sigaction once = {};
  once.sa_handler = [](int) { interrupted = 1; };
  once.sa_flags = SA_RESETHAND | SA_RESTART;
  sigaction(SIGINT, &once, &before);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &before, nullptr);
  watched = false;
}

bool Interrupt::raised() const { return interrupted; }

} // namespace nacre
