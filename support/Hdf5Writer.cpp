// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Hdf5Writer.h"
#include <cassert>
#include <hdf5/serial/hdf5.h>

namespace nacre {

Hdf5Writer::Hdf5Writer() {
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(access.get(), 1 << 16, /*backing_store=*/false);
  file = Hdf5Handle(H5Fcreate("memory", H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), H5Fclose);
  assert(file && "a file in memory needs only memory");
}

/// Without the time of its creation, so that equal files have equal bytes.
static Hdf5Handle timeless(hid_t kind) {
  Hdf5Handle list(H5Pcreate(kind), H5Pclose);
  H5Pset_obj_track_times(list.get(), false);
  return list;
}

void Hdf5Writer::group(const std::string &path) {
  const Hdf5Handle list = timeless(H5P_GROUP_CREATE);
  const Hdf5Handle made(H5Gcreate2(file.get(), path.c_str(), H5P_DEFAULT, list.get(), H5P_DEFAULT),
                        H5Gclose);
  assert(made && "the group above it exists, and none of its name");
}

static Hdf5Handle spaceOf(const std::vector<int64_t> &shape) {
  if (shape.empty())
    return {H5Screate(H5S_SCALAR), H5Sclose};
  const std::vector<hsize_t> extents(shape.begin(), shape.end());
  return {H5Screate_simple(int(extents.size()), extents.data(), nullptr), H5Sclose};
}

static Hdf5Handle makeDataset(const Hdf5Handle &file, const std::string &path, hid_t type,
                              const std::vector<int64_t> &shape) {
  const Hdf5Handle list = timeless(H5P_DATASET_CREATE), space = spaceOf(shape);
  Hdf5Handle made(
      H5Dcreate2(file.get(), path.c_str(), type, space.get(), H5P_DEFAULT, list.get(), H5P_DEFAULT),
      H5Dclose);
  assert(made && "the group above it exists, and none of its name");
  return made;
}

void Hdf5Writer::numbers(const std::string &path, const Hdf5Array &array, bool integers) {
  const Hdf5Handle dataset =
      makeDataset(file, path, integers ? H5T_STD_I64LE : H5T_IEEE_F64LE, array.shape);
  H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, hdf5Transfer().get(),
           array.values.data());
}

void Hdf5Writer::flag(const std::string &path, bool value) {
  const Hdf5Handle type(H5Tenum_create(H5T_STD_I8LE), H5Tclose);
  const int8_t values[] = {0, 1};
  H5Tenum_insert(type.get(), "FALSE", &values[0]);
  H5Tenum_insert(type.get(), "TRUE", &values[1]);
  const Hdf5Handle dataset = makeDataset(file, path, type.get(), {});
  H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, &values[value]);
}

void Hdf5Writer::texts(const std::string &path, const std::vector<int64_t> &shape,
                       const std::vector<std::string> &values) {
  const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.get(), H5T_VARIABLE);
  H5Tset_cset(type.get(), H5T_CSET_UTF8);
  const Hdf5Handle dataset = makeDataset(file, path, type.get(), shape);
  std::vector<const char *> pointers;
  for (const std::string &value : values)
    pointers.push_back(value.c_str());
  H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, hdf5Transfer().get(), pointers.data());
}

std::string Hdf5Writer::bytes() const {
  H5Fflush(file.get(), H5F_SCOPE_GLOBAL);
  std::string bytes(size_t(std::max<ssize_t>(0, H5Fget_file_image(file.get(), nullptr, 0))), 0);
  H5Fget_file_image(file.get(), bytes.data(), bytes.size());
  return bytes;
}

} // namespace nacre
