// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions compiled once for each width of vector registers.
#pragma once
#include <vector>

namespace nacre {

/// `function`, compiled for several processors. It and what it calls must be inlined, or only the
/// call is. In integers, all versions compute the same.
template <auto function> class CpuVersions;

template <class Result, class... Arguments, Result (*function)(Arguments...)>
class CpuVersions<function> {
  static Result anywhere(Arguments... arguments) { return function(arguments...); }
#ifdef __x86_64__
  [[gnu::target("arch=x86-64-v3")]] static Result avx2(Arguments... arguments) {
    return function(arguments...);
  }
#endif

public:
  /// Those that this machine can run, the best one last.
  static std::vector<Result (*)(Arguments...)> all() {
    std::vector<Result (*)(Arguments...)> versions{anywhere};
#ifdef __x86_64__
    if (__builtin_cpu_supports("x86-64-v3"))
      versions.push_back(avx2);
#endif
    return versions;
  }

  static auto best() { return all().back(); }
};

} // namespace nacre
