// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Members of zip archives. C++17, because training includes it.
#pragma once
#include "support/Result.h"
#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace nacre {

class ZipFile {
  struct Close {
    void operator()(zip *archive) const;
  };
  std::unique_ptr<zip, Close> archive;
  std::string name;

public:
  /// An archive in memory, which must outlive it; `name` is the file in messages.
  static Result<ZipFile> open(std::string_view bytes, const std::string &name);

  bool has(const std::string &member) const;

  /// The member's bytes. Refuses one that is missing, damaged, encrypted, or of more than
  /// `maxBytes`.
  Result<std::string> read(const std::string &member, size_t maxBytes = size_t(1) << 31) const;
};

} // namespace nacre
