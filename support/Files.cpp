// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Files.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace nacre {
namespace fs = std::filesystem;

Result<std::string> readFile(const std::string &path, size_t maxBytes) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0)
    return Error{fmt::format("cannot read '{}': {}", path, std::strerror(errno))};
  if (!S_ISREG(info.st_mode))
    return Error{fmt::format("cannot read '{}': not a regular file", path)};
  // zlib passes plain files through unchanged.
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file)
    return Error{fmt::format("cannot read '{}': {}", path, std::strerror(errno))};
  gzbuffer(file, 1 << 17);
  std::string bytes;
  const size_t chunk = 1 << 20;
  int got = 0;
  do {
    size_t size = bytes.size();
    bytes.resize(size + chunk);
    got = gzread(file, bytes.data() + size, chunk);
    bytes.resize(size + std::max(got, 0));
  } while (got > 0 && bytes.size() <= maxBytes);
  int code = Z_OK;
  std::string reason = gzerror(file, &code);
  bool damaged = got < 0 || code == Z_BUF_ERROR;
  gzclose(file);
  if (damaged)
    return Error{
        fmt::format("cannot read '{}': damaged or truncated gzip data ({})", path, reason)};
  if (bytes.size() > maxBytes)
    return Error{fmt::format("'{}' holds more than the {} bytes allowed here", path, maxBytes)};
  return bytes;
}

static bool writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    bytes.remove_prefix(size_t(written));
  }
  return ::fsync(file) == 0 || errno == EINVAL;
}

/// A device, pipe or what the shell has opened: written as it is, never replaced by a file.
static bool isStream(const std::string &path) {
  struct stat info;
  if (::stat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode))
    return false;
  return !S_ISREG(info.st_mode) || path.rfind("/dev/", 0) == 0 || path.rfind("/proc/", 0) == 0;
}

Status checkWritable(const std::string &path) {
  auto refuse = [&](int reason) {
    return Error{fmt::format("cannot write '{}': {}", path, std::strerror(reason))};
  };
  std::error_code ignored;
  if (path.empty())
    return refuse(ENOENT);
  if (path.back() == '/' || fs::is_directory(path, ignored))
    return refuse(EISDIR);
  if (isStream(path))
    return ::access(path.c_str(), W_OK) == 0 ? success() : Status(refuse(errno));
  fs::path folder = fs::path(path).parent_path();
  while (!folder.empty() && !fs::exists(fs::symlink_status(folder, ignored)))
    folder = folder.parent_path();
  if (::access(folder.empty() ? "." : (folder / "").c_str(), W_OK | X_OK) != 0)
    return refuse(errno);
  return success();
}

Status checkDistinct(const std::vector<std::string> &paths) {
  std::set<fs::path> seen;
  std::error_code ignored;
  for (const std::string &path : paths)
    if (!path.empty() && !isStream(path) &&
        !seen.insert(fs::weakly_canonical(fs::absolute(path, ignored), ignored)).second)
      return Error{fmt::format("'{}' is named twice, and one would overwrite the other", path),
                   "choose another name", ExitCode::Usage};
  return success();
}

static Status writeStream(const std::string &path, std::string_view bytes) {
  int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  bool good = file >= 0 && writeAll(file, bytes);
  int reason = errno;
  if (file >= 0)
    ::close(file);
  if (good)
    return success();
  return Error{fmt::format("cannot write '{}': {}", path, std::strerror(reason))};
}

Status writeFile(const std::string &name, std::string_view bytes) {
  if (Status writable = checkWritable(name); !writable)
    return writable;
  if (isStream(name))
    return writeStream(name, bytes);
  std::error_code missing;
  fs::path target = fs::canonical(name, missing); // a link stays, and what it names is replaced
  const std::string path = missing ? name : target.string();
  std::error_code ignored;
  if (fs::path parent = fs::path(path).parent_path(); !parent.empty())
    fs::create_directories(parent, ignored);
  std::string temporary = fmt::format("{}.tmp-{}", path, ::getpid());
  int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0)
    return Error{fmt::format("cannot write '{}': {}", name, std::strerror(errno))};
  bool good = writeAll(file, bytes);
  int reason = errno;
  if (::close(file) != 0 && good) {
    good = false;
    reason = errno;
  }
  if (good && ::rename(temporary.c_str(), path.c_str()) != 0) {
    good = false;
    reason = errno;
  }
  if (good)
    return success();
  ::unlink(temporary.c_str());
  return Error{fmt::format("cannot write '{}': {}", name, std::strerror(reason)),
               "nothing was written; free some space or choose another place"};
}

} // namespace nacre
