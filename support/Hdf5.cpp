// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Hdf5.h"
#include <fmt/format.h>
#include <hdf5/serial/hdf5.h>

namespace nacre {

static constexpr int64_t mostNumbers = int64_t(1) << 27; // 1 GiB of doubles

/// While there is one, the library prints no errors of its own.
class Silence {
  H5E_auto2_t print = nullptr;
  void *data = nullptr;

public:
  Silence() {
    H5Eget_auto2(H5E_DEFAULT, &print, &data);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~Silence() { H5Eset_auto2(H5E_DEFAULT, print, data); }
};

Hdf5Handle::~Hdf5Handle() {
  if (id >= 0)
    close(id);
}

Hdf5Handle hdf5Transfer() {
  Hdf5Handle list(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
  H5Pset_buffer(list.get(), 1 << 16, nullptr, nullptr);
  return list;
}

/// What the library said first about its last failure.
static std::string lastReason() {
  std::string reason;
  auto note = [](unsigned, const H5E_error2_t *error, void *text) -> herr_t {
    if (static_cast<std::string *>(text)->empty() && error->desc)
      *static_cast<std::string *>(text) = error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, note, &reason);
  return reason;
}

Error Hdf5File::refuse(const std::string &path, const std::string &reason) const {
  return {fmt::format("{}: {}: {}", name, path, reason)};
}

Result<Hdf5File> Hdf5File::open(const std::string &path) {
  Silence silence;
  Hdf5File result;
  result.name = path;
  result.file = Hdf5Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!result.file)
    return Error{fmt::format("{}: cannot be read as HDF5: {}", path, lastReason())};
  return result;
}

Result<Hdf5File> Hdf5File::fromBytes(std::string bytes, const std::string &name) {
  Silence silence;
  Hdf5File result;
  result.name = name;
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(access.get(), 1 << 16, /*backing_store=*/false);
  result.image = std::make_unique<std::string>(std::move(bytes));
  H5Pset_file_image(access.get(), result.image->data(), result.image->size());
  // The library wants a name that no file has, and takes files of one name for the same.
  const std::string unique = fmt::format("/dev/null/{}", fmt::ptr(result.image.get()));
  result.file = Hdf5Handle(H5Fopen(unique.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
  if (!result.file)
    return Error{fmt::format("{}: cannot be read as HDF5: {}", name, lastReason())};
  return result;
}

/// Not what HDF5 calls external: raw data in another file.
static bool isStoredHere(const Hdf5Handle &dataset) {
  const Hdf5Handle list(H5Dget_create_plist(dataset.get()), H5Pclose);
  return H5Pget_external_count(list.get()) == 0 && H5Pget_layout(list.get()) != H5D_VIRTUAL;
}

Result<Hdf5Handle> Hdf5File::openDatasetOfAnyRank(const std::string &path) const {
  Hdf5Handle dataset(H5Dopen2(file.get(), path.c_str(), H5P_DEFAULT), H5Dclose);
  if (!dataset)
    return refuse(path, "no such data set");
  if (!isStoredHere(dataset))
    return refuse(path, "its data lie in another file");
  return dataset;
}

Result<Hdf5Handle> Hdf5File::openDataset(const std::string &path) const {
  auto dataset = openDatasetOfAnyRank(path);
  if (!dataset)
    return dataset.error();
  const Hdf5Handle space(H5Dget_space(dataset->get()), H5Sclose);
  if (const int rank = H5Sget_simple_extent_ndims(space.get()); rank != 1)
    return refuse(path, fmt::format("expected one axis, found {}", rank));
  return dataset;
}

/// An enumeration is what Python makes of truth values.
static bool isNumber(const Hdf5Handle &type) {
  const H5T_class_t kind = H5Tget_class(type.get());
  return kind == H5T_INTEGER || kind == H5T_FLOAT || kind == H5T_ENUM;
}

Result<std::vector<std::string>> Hdf5File::children(const std::string &path) const {
  Silence silence;
  const Hdf5Handle group(H5Gopen2(file.get(), path.c_str(), H5P_DEFAULT), H5Gclose);
  if (!group)
    return refuse(path, "no such group");
  std::vector<std::pair<std::string, H5L_type_t>> links;
  auto visit = [](hid_t, const char *name, const H5L_info_t *info, void *to) -> herr_t {
    static_cast<decltype(links) *>(to)->push_back({name, info->type});
    return 0;
  };
  if (H5Literate(group.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, visit, &links) < 0)
    return refuse(path, "cannot be listed: " + lastReason());
  std::vector<std::string> names;
  for (const auto &[name, type] : links) {
    if (type != H5L_TYPE_HARD)
      return refuse(path, fmt::format("'{}' is a link to elsewhere", name));
    names.push_back(name);
  }
  return names;
}

bool Hdf5File::isGroup(const std::string &path) const {
  Silence silence;
  return bool(Hdf5Handle(H5Gopen2(file.get(), path.c_str(), H5P_DEFAULT), H5Gclose));
}

Result<bool> Hdf5File::isText(const std::string &path) const {
  Silence silence;
  auto dataset = openDatasetOfAnyRank(path);
  if (!dataset)
    return dataset.error();
  const Hdf5Handle type(H5Dget_type(dataset->get()), H5Tclose);
  return H5Tget_class(type.get()) == H5T_STRING;
}

Result<std::vector<std::string>> Hdf5File::texts(const std::string &path) const {
  Silence silence;
  auto dataset = openDatasetOfAnyRank(path);
  if (!dataset)
    return dataset.error();
  auto size = sizeOf(*dataset, path);
  if (!size)
    return size.error();
  const Hdf5Handle type(H5Dget_type(dataset->get()), H5Tclose);
  if (H5Tget_class(type.get()) != H5T_STRING)
    return refuse(path, "expected text");
  std::vector<std::string> result;
  if (H5Tis_variable_str(type.get()) > 0) {
    std::vector<char *> values(size_t(*size), nullptr);
    if (H5Dread(dataset->get(), type.get(), H5S_ALL, H5S_ALL, hdf5Transfer().get(), values.data()) <
        0)
      return refuse(path, "cannot be read: " + lastReason());
    for (const char *value : values)
      result.push_back(value ? value : "");
    const Hdf5Handle space(H5Dget_space(dataset->get()), H5Sclose);
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, values.data());
    return result;
  }
  const size_t length = H5Tget_size(type.get());
  if (length == 0 || length > size_t(mostNumbers) || int64_t(length) * *size > mostNumbers)
    return refuse(path, fmt::format("has strings of {} bytes", length));
  std::string bytes(length * size_t(*size), 0);
  if (H5Dread(dataset->get(), type.get(), H5S_ALL, H5S_ALL, hdf5Transfer().get(), bytes.data()) < 0)
    return refuse(path, "cannot be read: " + lastReason());
  for (size_t i = 0; i < size_t(*size); ++i) {
    std::string text = bytes.substr(i * length, length);
    text.resize(text.find_last_not_of(std::string_view("\0 ", 2)) + 1); // padded either way
    result.push_back(std::move(text));
  }
  return result;
}

Result<Hdf5Array> Hdf5File::array(const std::string &path) const {
  Silence silence;
  auto dataset = openDatasetOfAnyRank(path);
  if (!dataset)
    return dataset.error();
  auto size = sizeOf(*dataset, path);
  if (!size)
    return size.error();
  if (!isNumber({H5Dget_type(dataset->get()), H5Tclose}))
    return refuse(path, "expected numbers");
  const Hdf5Handle space(H5Dget_space(dataset->get()), H5Sclose);
  Hdf5Array result;
  std::vector<hsize_t> extents(size_t(std::max(0, H5Sget_simple_extent_ndims(space.get()))));
  H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr);
  result.shape.assign(extents.begin(), extents.end());
  result.values.assign(size_t(*size), 0.0);
  if (H5Dread(dataset->get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, hdf5Transfer().get(),
              result.values.data()) < 0)
    return refuse(path, "cannot be read: " + lastReason());
  return result;
}

Result<int64_t> Hdf5File::sizeOf(const Hdf5Handle &dataset, const std::string &path) const {
  const Hdf5Handle space(H5Dget_space(dataset.get()), H5Sclose);
  const int64_t size = H5Sget_simple_extent_npoints(space.get());
  if (size < 0 || size > mostNumbers)
    return refuse(path,
                  fmt::format("has {} elements, more than the {} allowed here", size, mostNumbers));
  // No filter makes a byte more than a thousand elements; what was never written has no bytes.
  if (int64_t(H5Dget_storage_size(dataset.get())) < size / 1100 + (size > 0))
    return refuse(path, fmt::format("has {} elements but not their bytes", size));
  return size;
}

Result<int64_t> Hdf5File::length(const std::string &path) const {
  Silence silence;
  auto dataset = openDataset(path);
  return dataset ? sizeOf(*dataset, path) : dataset.error();
}

Result<std::vector<double>> Hdf5File::numbers(const std::string &path) const {
  if (auto oneAxis = length(path); !oneAxis)
    return oneAxis.error();
  auto read = array(path);
  if (!read)
    return read.error();
  return std::move(read->values);
}

Result<std::vector<double>> Hdf5File::list(const std::string &path, int64_t element) const {
  Silence silence;
  auto dataset = openDataset(path);
  if (!dataset)
    return dataset.error();
  auto size = sizeOf(*dataset, path);
  if (!size)
    return size.error();
  if (element < 0 || element >= *size)
    return refuse(path, fmt::format("has no element {}, there are {}", element, *size));
  const Hdf5Handle type(H5Dget_type(dataset->get()), H5Tclose);
  if (H5Tget_class(type.get()) != H5T_VLEN || !isNumber({H5Tget_super(type.get()), H5Tclose}))
    return refuse(path, "expected lists of numbers");
  const Hdf5Handle all(H5Dget_space(dataset->get()), H5Sclose);
  const hsize_t start = hsize_t(element), one = 1;
  H5Sselect_hyperslab(all.get(), H5S_SELECT_SET, &start, nullptr, &one, nullptr);
  const Hdf5Handle single(H5Screate_simple(1, &one, nullptr), H5Sclose);
  const Hdf5Handle doubles(H5Tvlen_create(H5T_NATIVE_DOUBLE), H5Tclose);
  hvl_t values{0, nullptr};
  if (H5Dread(dataset->get(), doubles.get(), single.get(), all.get(), hdf5Transfer().get(),
              &values) < 0)
    return refuse(path, "cannot be read: " + lastReason());
  std::vector<double> result;
  if (values.p)
    result.assign(static_cast<double *>(values.p), static_cast<double *>(values.p) + values.len);
  H5Dvlen_reclaim(doubles.get(), single.get(), H5P_DEFAULT, &values);
  return result;
}

} // namespace nacre
