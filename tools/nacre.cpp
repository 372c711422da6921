// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre X ...: runs the program nacre-X that lies beside this one.
#include "support/CommandLine.h"
#include "support/Nearest.h"
#include "support/Version.h"
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace nacre;
namespace fs = std::filesystem;

namespace {

/// The folder of the program itself, behind any symbolic link.
fs::path programFolder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

/// X of every nacre-X in `folder` that can be run, sorted.
std::vector<std::string> commandsIn(const fs::path &folder) {
  const std::string prefix = "nacre-", letters = "abcdefghijklmnopqrstuvwxyz-";
  std::vector<std::string> commands;
  std::error_code error;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder, error)) {
    std::string name = entry.path().filename().string();
    if (name.compare(0, prefix.size(), prefix) == 0 &&
        name.find_first_not_of(letters) == name.npos && entry.is_regular_file(error) &&
        access(entry.path().c_str(), X_OK) == 0)
      commands.push_back(name.substr(prefix.size()));
  }
  std::sort(commands.begin(), commands.end());
  return commands;
}

/// What `program` --summary prints; empty if it fails, as developers' tools do.
std::string summaryOf(const std::string &program) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return "";
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string path = program, option = "--summary";
  char *arguments[] = {path.data(), option.data(), nullptr};
  pid_t child = 0;
  bool started = posix_spawn(&child, path.c_str(), &files, nullptr, arguments, environ) == 0;
  posix_spawn_file_actions_destroy(&files);
  close(ends[1]);
  std::string text;
  char buffer[256];
  for (ssize_t got; started && (got = read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, size_t(got));
  close(ends[0]);
  int status = 0;
  if (!started || waitpid(child, &status, 0) != child || status != 0)
    return "";
  return text.substr(0, text.find('\n'));
}

std::string helpText(const fs::path &folder) {
  std::string text = "Compiler and simulator for neuromorphic chips\n"
                     "Usage: nacre COMMAND [ARGUMENTS]\n\nCommands:\n";
  for (const std::string &command : commandsIn(folder))
    if (std::string summary = summaryOf(folder / ("nacre-" + command)); !summary.empty())
      text += fmt::format("  {:<12}{}\n", command, summary);
  return text +
         "\n'nacre COMMAND --help' describes a command; 'nacre --version' prints the version.\n";
}

Error unknownCommand(const std::string &command, const std::vector<std::string> &known) {
  std::string nearest = nearestName(command, known);
  return {fmt::format("unknown command '{}'", command),
          nearest.empty()
              ? "'nacre --help' lists the commands"
              : fmt::format("did you mean '{}'? 'nacre --help' lists the commands", nearest),
          ExitCode::Usage};
}

} // namespace

int main(int argc, char **argv) {
  const fs::path folder = programFolder();
  const std::string command = argc > 1 ? argv[1] : "";
  if (command.empty()) {
    std::cerr << helpText(folder);
    return int(ExitCode::Usage);
  }
  if (command == "--help" || command == "-h" || command == "help") {
    std::cout << helpText(folder);
    return exitCodeOf(success());
  }
  if (command == "--version") {
    std::cout << "nacre " << nacreVersion << "\n";
    return exitCodeOf(success());
  }
  if (command[0] == '-')
    return exitCodeOf(Error{fmt::format("unknown option '{}'", command),
                            "'nacre --help' lists the commands", ExitCode::Usage});
  std::vector<std::string> known = commandsIn(folder);
  if (!std::binary_search(known.begin(), known.end(), command))
    return exitCodeOf(unknownCommand(command, known));
  std::string program = folder / ("nacre-" + command);
  argv[1] = program.data();
  execv(program.c_str(), argv + 1);
  return exitCodeOf(Error{fmt::format("cannot run '{}': {}", program, std::strerror(errno))});
}
