// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/CommandLine.h"
#include "support/Nearest.h"
#include "support/Version.h"
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <new>
#include <thread>

namespace nacre {

CLI::Validator wholeNumber(int64_t low, int64_t high) {
  auto check = [low, high](const std::string &text) -> std::string {
    int64_t value = 0;
    auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    bool plain = parsed.ec == std::errc() && std::to_string(value) == text;
    if (plain && value >= low && value <= high)
      return "";
    return fmt::format("must be a whole number from {} to {}", low, high);
  };
  bool bounded = high != std::numeric_limits<int64_t>::max();
  return CLI::Validator(check, bounded ? fmt::format("{}..{}", low, high) : "");
}

void addFormatOption(CLI::App &app, OutputFormat &format) {
  auto set = [&format](const std::string &name) {
    format = name == "json" ? OutputFormat::Json : OutputFormat::Text;
  };
  app.add_option_function<std::string>("--format", set, "Format of standard output")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_str(format == OutputFormat::Json ? "json" : "text");
}

CLI::Option *addStepsOption(CLI::App &app, int64_t &steps) {
  return app.add_option("--time-steps", steps, "Time steps T of each sample")
      ->check(wholeNumber(1, 1 << 20))
      ->capture_default_str();
}

CLI::Option *addThreadsOption(CLI::App &app, int64_t &threads) {
  auto set = [&threads](int64_t count) {
    threads = count ? count : std::max(1u, std::thread::hardware_concurrency());
  };
  const char *help = "Threads, 0: one per processor; the results do not depend on it";
  return app.add_option_function<int64_t>("--threads", set, help)
      ->check(wholeNumber(0, 4096))
      ->default_str(std::to_string(threads));
}

void addProgressOption(CLI::App &app, ProgressMode &progress) {
  auto set = [&progress](const std::string &name) {
    progress = name == "never" ? ProgressMode::Never : ProgressMode::Auto;
  };
  app.add_option_function<std::string>("--progress", set, "Progress on standard error")
      ->check(CLI::IsMember({"auto", "never"}))
      ->default_str(progress == ProgressMode::Never ? "never" : "auto");
}

static Error usage(const CLI::App &app, const std::string &message, const std::string &hint = "") {
  std::string help = fmt::format("'{} --help' lists the options", app.get_name());
  return {message, hint.empty() ? help : hint + " " + help, ExitCode::Usage};
}

static Error unknownArgument(const CLI::App &app, const std::string &argument) {
  if (argument.empty() || argument[0] != '-')
    return usage(app, fmt::format("unexpected argument '{}'", argument));
  std::vector<std::string> names;
  for (const CLI::Option *option : app.get_options())
    for (const std::string &name : option->get_lnames())
      names.push_back("--" + name);
  std::string nearest = nearestName(argument.substr(0, argument.find('=')), names);
  return usage(app, fmt::format("unknown option '{}'", argument),
               nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest));
}

std::optional<int> parseCommandLine(CLI::App &app, int argc, char **argv) {
  bool summary = false;
  app.set_version_flag("--version", fmt::format("{} {}", app.get_name(), nacreVersion));
  app.add_flag("--summary", summary)->group("");
  // Extras are collected rather than refused, because CLI11 complains about a missing argument
  // before it complains about a misspelt option.
  app.allow_extras();
  std::string wrong;
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success &request) {
    app.exit(request);
    return exitCodeOf(success());
  } catch (const CLI::Error &error) {
    wrong = error.what();
  }
  if (std::vector<std::string> extras = app.remaining(); !extras.empty())
    return exitCodeOf(unknownArgument(app, extras.front()));
  if (summary) {
    std::cout << app.get_description() << "\n";
    return exitCodeOf(success());
  }
  if (!wrong.empty())
    return exitCodeOf(usage(app, wrong));
  for (const CLI::Option *option : app.get_options())
    for (const std::string &value : option->results())
      if (value.empty())
        return exitCodeOf(usage(app, fmt::format("{} needs a value", option->get_name())));
  // A network or data set that does not fit into memory is the user's to know of.
  std::set_new_handler([] {
    std::fputs("error: out of memory\n", stderr);
    std::_Exit(int(ExitCode::Failed));
  });
  return std::nullopt;
}

int exitCodeOf(const Status &status) {
  Status result = status;
  std::cout.flush();
  if (result && (!std::cout || std::fflush(stdout) != 0))
    result = Error{"cannot write to standard output"};
  if (result)
    return int(ExitCode::Done);
  std::cerr << result.error().text();
  return int(result.error().exitCode);
}

} // namespace nacre
