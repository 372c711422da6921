// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What all commands share: how they parse, what they call their common options, how they end.
// C++17, because training includes it.
#pragma once
#include "support/Progress.h"
#include "support/Result.h"
#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <optional>

namespace nacre {

enum class OutputFormat { Text, Json };

void addFormatOption(CLI::App &app, OutputFormat &format);     ///< --format text|json
CLI::Option *addStepsOption(CLI::App &app, int64_t &steps);    ///< --time-steps T, at least 1
void addProgressOption(CLI::App &app, ProgressMode &progress); ///< --progress auto|never

/// --threads N; resolves 0 to one per processor. The option, for a description of its own.
CLI::Option *addThreadsOption(CLI::App &app, int64_t &threads);

/// Refuses what is no decimal integer from `low` to `high`, for every option that is a whole
/// number: on its own CLI11 2.1 saturates what is too large, wraps negative numbers of unsigned
/// options, and reads 010 as octal.
CLI::Validator wholeNumber(int64_t low, int64_t high = std::numeric_limits<int64_t>::max());

/// Adds --help, --version and --summary (the app's description on one line, for `nacre --help`)
/// and parses. Empty: go on; otherwise the program's exit code, everything having been printed.
std::optional<int> parseCommandLine(CLI::App &app, int argc, char **argv);

/// Prints the error, if any, and returns the program's exit code. A result that could not be
/// written to standard output is a failure too.
int exitCodeOf(const Status &status);

} // namespace nacre
