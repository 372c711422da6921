// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writing HDF5 files, in memory: the bytes are written by whoever wants them in a file.
#pragma once
#include "support/Hdf5.h"

namespace nacre {

class Hdf5Writer {
  Hdf5Handle file;

public:
  Hdf5Writer();

  void group(const std::string &path);
  /// 64-bit floats, or integers.
  void numbers(const std::string &path, const Hdf5Array &array, bool integers = false);
  /// A truth value as h5py writes it.
  void flag(const std::string &path, bool value);
  /// UTF-8 of any length. A scalar without a shape.
  void texts(const std::string &path, const std::vector<int64_t> &shape,
             const std::vector<std::string> &values);

  /// The whole file; the same bytes for the same calls.
  std::string bytes() const;
};

} // namespace nacre
