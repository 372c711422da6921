// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How far a long loop is. C++17, because training includes it.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace nacre {

enum class ProgressMode { Auto, Never };

/// Where progress goes and what time it is; replaced in tests.
struct ProgressOutput {
  std::function<void(std::string_view)> write; ///< empty: no progress
  std::function<double()> seconds;
  bool redraw = false; ///< one line, drawn again and again

  /// Standard error, redrawn if it is a terminal that can (TERM is not "dumb").
  static ProgressOutput standard(ProgressMode mode);
};

/// On a terminal one line that appears after a second and goes away in the end; elsewhere a line
/// every ten seconds. Uses no colour. Not for concurrent calls.
class Progress {
  std::string title;
  int64_t total, begun;
  ProgressOutput output;
  double start = 0, shown = 0;
  bool drawn = false;

  std::string line(int64_t done, double elapsed, std::string_view extra) const;

public:
  /// `begun`: done before, by a run that this one resumes; the time left is told by what follows.
  Progress(std::string title, int64_t total,
           ProgressOutput output = ProgressOutput::standard(ProgressMode::Auto), int64_t begun = 0);
  ~Progress();
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  /// `extra`: anything worth seeing beside the count, such as the loss.
  void update(int64_t done, std::string_view extra = "");
};

} // namespace nacre
