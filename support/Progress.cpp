// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Progress.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace nacre {

static constexpr double firstRedrawSeconds = 1, redrawSeconds = 0.1, lineSeconds = 10;

ProgressOutput ProgressOutput::standard(ProgressMode mode) {
  ProgressOutput output;
  if (mode == ProgressMode::Never)
    return output;
  output.write = [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  };
  output.seconds = [] {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
  };
  const char *terminal = std::getenv("TERM");
  output.redraw = isatty(STDERR_FILENO) && terminal && std::string_view(terminal) != "dumb";
  return output;
}

Progress::Progress(std::string title, int64_t total, ProgressOutput out, int64_t begun)
    : title(std::move(title)), total(total), begun(begun), output(std::move(out)) {
  if (output.write)
    start = shown = output.seconds();
}

Progress::~Progress() {
  if (drawn && output.redraw)
    output.write("\r\033[K");
}

/// "7 s", "2:05", "1:00:00"
static std::string duration(double seconds) {
  int64_t s = int64_t(seconds + 0.5);
  if (s < 60)
    return fmt::format("{} s", s);
  if (s < 3600)
    return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::string Progress::line(int64_t done, double elapsed, std::string_view extra) const {
  std::string text = fmt::format("{} {}/{}", title, done, total);
  if (done > begun && total > 0)
    text += fmt::format(" ({} %), {} left", done * 100 / total,
                        duration(elapsed / double(done - begun) * double(total - done)));
  if (!extra.empty())
    text += fmt::format(", {}", extra);
  return text;
}

void Progress::update(int64_t done, std::string_view extra) {
  if (!output.write)
    return;
  double now = output.seconds(), elapsed = now - start;
  if (output.redraw ? elapsed < firstRedrawSeconds || (drawn && now - shown < redrawSeconds)
                    : now - shown < lineSeconds)
    return;
  std::string text = line(done, elapsed, extra);
  output.write(output.redraw ? "\r\033[K" + text : text + "\n");
  shown = now;
  drawn = true;
}

} // namespace nacre
