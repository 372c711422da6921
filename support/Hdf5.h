// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reading HDF5 files: the C interface with handles that close, and errors that are Results.
// The library is not for several threads at once.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nacre {

/// A file, data set, type or space.
class Hdf5Handle {
  int64_t id = -1;
  int (*close)(int64_t) = nullptr;

public:
  Hdf5Handle() = default;
  Hdf5Handle(int64_t id, int (*close)(int64_t)) : id(id), close(close) {}
  Hdf5Handle(Hdf5Handle &&other) noexcept { *this = std::move(other); }
  Hdf5Handle &operator=(Hdf5Handle &&other) noexcept {
    std::swap(id, other.id), std::swap(close, other.close);
    return *this;
  }
  ~Hdf5Handle();

  int64_t get() const { return id; }
  explicit operator bool() const { return id >= 0; }
};

/// For H5Dread and H5Dwrite: what is converted goes through 64 KiB, not 1 MiB that the library
/// would set to 0 for each small data set.
Hdf5Handle hdf5Transfer();

/// Numbers with their extents; a scalar has none.
struct Hdf5Array {
  std::vector<int64_t> shape;
  std::vector<double> values;
};

class Hdf5File {
  std::string name;
  std::unique_ptr<std::string> image; ///< of a file in memory
  Hdf5Handle file;

  Error refuse(const std::string &path, const std::string &reason) const;
  Result<Hdf5Handle> openDataset(const std::string &path) const;
  Result<Hdf5Handle> openDatasetOfAnyRank(const std::string &path) const;
  Result<int64_t> sizeOf(const Hdf5Handle &dataset, const std::string &path) const;

public:
  static Result<Hdf5File> open(const std::string &path);
  /// The same from memory; `name` is the file in messages.
  static Result<Hdf5File> fromBytes(std::string bytes, const std::string &name);

  /// What lies in a group, by name. Refuses links that leave the file.
  Result<std::vector<std::string>> children(const std::string &group) const;
  bool isGroup(const std::string &path) const;

  /// Whether a data set holds strings, not numbers.
  Result<bool> isText(const std::string &path) const;
  /// All strings of a data set, whatever its axes.
  Result<std::vector<std::string>> texts(const std::string &path) const;
  /// All numbers of a data set.
  Result<Hdf5Array> array(const std::string &path) const;

  /// Elements of a data set of one axis.
  Result<int64_t> length(const std::string &path) const;

  /// The numbers of a data set of one axis.
  Result<std::vector<double>> numbers(const std::string &path) const;

  /// The numbers of one element of a data set of one axis whose elements are lists of any length.
  Result<std::vector<double>> list(const std::string &path, int64_t element) const;
};

} // namespace nacre
