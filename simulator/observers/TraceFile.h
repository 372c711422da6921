// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file that grows while a sample runs, which has no time for errors: they are kept for the end.
#pragma once
#include "simulator/observers/Observer.h"
#include "support/PartialFile.h"

namespace nacre {

class TraceFile {
  static constexpr size_t pieceBytes = size_t(1) << 16;

  PartialFile file;
  std::string pending;
  Status status = success();

  explicit TraceFile(PartialFile file) : file(std::move(file)) {}

  void flush() {
    if (status)
      status = file.append(pending);
    pending.clear();
  }

public:
  static Result<TraceFile> create(const std::string &path) {
    Result<PartialFile> file = PartialFile::create(path, PartialFile::Unfinished::Removed);
    if (!file)
      return file.error();
    return TraceFile(std::move(*file));
  }

  void write(std::string_view text) {
    pending += text;
    if (pending.size() >= pieceBytes)
      flush();
  }

  /// The first error since create(), or the file is complete and has its name.
  Status finish() {
    flush();
    return status ? file.finish() : status;
  }
};

/// ObserverKind::make of an observer that writes such a file.
template <class T>
Result<std::unique_ptr<Observer>> makeTrace(const ObserverSetting &setting,
                                            const std::string &path) {
  Result<TraceFile> file = TraceFile::create(path);
  if (!file)
    return file.error();
  return {std::make_unique<T>(setting, std::move(*file))};
}

} // namespace nacre
