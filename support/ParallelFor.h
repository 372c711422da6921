// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Independent pieces of work on several threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace nacre {

/// Calls body(0) ... body(count - 1), in any order, on `threads` threads. For a result that does
/// not depend on the order, each call writes only what belongs to its index.
template <class Body> void parallelFor(int64_t count, int64_t threads, const Body &body) {
  std::atomic<int64_t> next = 0;
  auto work = [&] {
    for (int64_t index = next++; index < count; index = next++)
      body(index);
  };
  std::vector<std::thread> others;
  for (int64_t i = 1; i < threads && i < count; ++i)
    others.emplace_back(work);
  work();
  for (std::thread &thread : others)
    thread.join();
}

} // namespace nacre
