// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/PartialFile.h"
#include "support/Files.h"
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace nacre {
namespace fs = std::filesystem;

static uint32_t extend(uint32_t crc, std::string_view bytes) {
  return uint32_t(crc32_z(crc, reinterpret_cast<const Bytef *>(bytes.data()), bytes.size()));
}

static std::string keptName(const std::string &target) { return target + ".partial"; }

PartialFile::PartialFile(std::string path) : name(std::move(path)) {
  std::error_code missing;
  fs::path resolved = fs::canonical(name, missing);
  target = missing ? name : resolved.string();
}

PartialFile::PartialFile(PartialFile &&other) noexcept
    : name(std::move(other.name)), target(std::move(other.target)),
      temporary(std::exchange(other.temporary, "")),
      descriptor(std::exchange(other.descriptor, -1)), kept(other.kept), written(other.written),
      crc(other.crc) {}

PartialFile::~PartialFile() {
  if (descriptor >= 0)
    ::close(descriptor);
  if (!temporary.empty() && !kept)
    ::unlink(temporary.c_str());
}

Error PartialFile::failure(int reason) const {
  Error error{fmt::format("cannot write '{}': {}", name, std::strerror(reason))};
  if (!temporary.empty())
    error.remedy = kept ? "free some space and resume the run"
                        : "nothing was written; free some space or choose another place";
  return error;
}

Result<PartialFile> PartialFile::create(const std::string &name, Unfinished unfinished) {
  if (Status writable = checkWritable(name); !writable)
    return writable.error();
  PartialFile file(name);
  file.kept = unfinished == Unfinished::Kept;
  if (isStream(name)) {
    if (file.kept)
      return Error{fmt::format("'{}' is a device or pipe, which no run can go on with", name),
                   "name a file", ExitCode::Usage};
    file.descriptor = ::open(name.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    std::error_code ignored;
    if (fs::path parent = fs::path(file.target).parent_path(); !parent.empty())
      fs::create_directories(parent, ignored);
    std::string temporary =
        file.kept ? keptName(file.target) : fmt::format("{}.tmp-{}", file.target, ::getpid());
    file.descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file.descriptor >= 0)
      file.temporary = temporary;
  }
  if (file.descriptor < 0)
    return file.failure(errno);
  return file;
}

/// Reads on to `bytes` bytes; fewer where the file ends or fails.
static std::pair<int64_t, uint32_t> checksumOf(int file, int64_t bytes) {
  std::vector<char> block(size_t(1) << 20);
  int64_t done = 0;
  uint32_t crc = 0;
  while (done < bytes) {
    ssize_t got = ::read(file, block.data(), size_t(std::min<int64_t>(bytes - done, 1 << 20)));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    crc = extend(crc, {block.data(), size_t(got)});
    done += got;
  }
  return {done, crc};
}

Result<PartialFile> PartialFile::reopen(const std::string &name, int64_t bytes, uint32_t checksum) {
  PartialFile file(name);
  file.kept = true;
  std::string path = keptName(file.target);
  file.descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  const bool finished = file.descriptor < 0 && errno == ENOENT;
  if (finished)
    file.descriptor = ::open(file.target.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.descriptor < 0)
    return Error{fmt::format("cannot go on with '{}': {}", path, std::strerror(errno))};
  struct stat info;
  bool same = checksumOf(file.descriptor, bytes) == std::pair(bytes, checksum) &&
              ::fstat(file.descriptor, &info) == 0 && (!finished || info.st_size == bytes);
  if (!same)
    return Error{fmt::format("cannot go on with '{}': {}", path,
                             finished ? std::strerror(ENOENT) : "altered or cut short")};
  file.written = bytes, file.crc = checksum;
  if (finished)
    return file;
  file.temporary = path;
  if (::ftruncate(file.descriptor, bytes) != 0)
    return file.failure(errno);
  return file;
}

Status PartialFile::append(std::string_view bytes) {
  assert(descriptor >= 0);
  for (std::string_view left = bytes; !left.empty();) {
    ssize_t done = ::write(descriptor, left.data(), left.size());
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return failure(errno);
    left.remove_prefix(size_t(done));
  }
  written += int64_t(bytes.size());
  crc = extend(crc, bytes);
  return success();
}

Status PartialFile::sync() {
  // EINVAL: a pipe, say, has nothing to sync.
  if (::fsync(descriptor) != 0 && errno != EINVAL)
    return failure(errno);
  return success();
}

Status PartialFile::close() {
  if (::close(std::exchange(descriptor, -1)) != 0)
    return failure(errno);
  return success();
}

Status PartialFile::finish() {
  if (temporary.empty() && kept)
    return success();
  if (Status synced = sync(); !synced)
    return synced;
  if (Status closed = close(); !closed)
    return closed;
  if (!temporary.empty() && ::rename(temporary.c_str(), target.c_str()) != 0)
    return failure(errno);
  temporary.clear();
  return success();
}

} // namespace nacre
