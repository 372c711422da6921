// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file that has its name only once it is complete.
// C++17, because training includes it.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <string>
#include <string_view>

namespace nacre {

/// Grows piece by piece beside the file that it will be, and is synced and renamed in the end; a
/// failure or a kill leaves the old file as it was. A symbolic link stays and its file is replaced;
/// a device or pipe is written as it is.
class PartialFile {
  std::string name;      ///< as the user wrote it, for messages
  std::string target;    ///< the file of that name, links followed
  std::string temporary; ///< empty for a stream, and once the file has its name
  int descriptor = -1;
  bool kept = false;
  int64_t written = 0;
  uint32_t crc = 0;

  explicit PartialFile(std::string name);
  Error failure(int reason) const;
  Status close();

public:
  /// Whether what was written goes away with this object (NAME.tmp-PID), or stays for `reopen`
  /// until it is finished (NAME.partial).
  enum class Unfinished { Removed, Kept };

  /// Makes missing parent folders. Refuses what cannot be written, and to keep a device or pipe.
  static Result<PartialFile> create(const std::string &name, Unfinished unfinished);

  /// Goes on after the first `bytes` of a kept file, dropping what follows them. Where the file has
  /// its name already it must be those bytes and is finished. Refuses a missing file, and one whose
  /// first bytes do not have this CRC-32.
  static Result<PartialFile> reopen(const std::string &name, int64_t bytes, uint32_t checksum);

  PartialFile(PartialFile &&other) noexcept;
  PartialFile &operator=(PartialFile &&) = delete;
  ~PartialFile();

  Status append(std::string_view bytes);
  Status sync();   ///< what was appended survives a crash of the machine
  Status finish(); ///< syncs and renames; nothing can be appended any more

  int64_t bytes() const { return written; }
  uint32_t checksum() const { return crc; } ///< CRC-32 of all bytes
};

} // namespace nacre
