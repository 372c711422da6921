// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Files.h"
#include "support/PartialFile.h"
#include <cerrno>
#include <cstring>
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

bool isStream(const std::string &path) {
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

Status writeFile(const std::string &path, std::string_view bytes) {
  Result<PartialFile> file = PartialFile::create(path, PartialFile::Unfinished::Removed);
  if (!file)
    return file.error();
  if (Status appended = file->append(bytes); !appended)
    return appended;
  return file->finish();
}

} // namespace nacre
