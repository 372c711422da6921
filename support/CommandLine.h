// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What all commands share: how they parse, what they call their common options, how they end.
// C++17, because training includes it.
#pragma once
#include "support/Progress.h"
#include "support/Result.h"
#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>

namespace nacre {

enum class OutputFormat { Text, Json };

void addFormatOption(CLI::App &app, OutputFormat &format);     ///< --format text|json
void addStepsOption(CLI::App &app, int64_t &steps);            ///< --time-steps T, at least 1
void addThreadsOption(CLI::App &app, int64_t &threads);        ///< --threads N; resolves 0 to all
void addProgressOption(CLI::App &app, ProgressMode &progress); ///< --progress auto|never

/// Adds --help, --version and --summary (the app's description on one line, for `nacre --help`)
/// and parses. Empty: go on; otherwise the program's exit code, everything having been printed.
std::optional<int> parseCommandLine(CLI::App &app, int argc, char **argv);

/// Prints the error, if any, and returns the program's exit code. A result that could not be
/// written to standard output is a failure too.
int exitCodeOf(const Status &status);

} // namespace nacre
