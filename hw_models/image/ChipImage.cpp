// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/BlockWeights.h"
#include "hw_models/image/CapacityCheck.h"
#include "hw_models/image/ImageCheck.h"
#include "hw_models/image/TableCheck.h"
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace nacre {

static_assert(std::endian::native == std::endian::little, "images are read in place");

namespace {

constexpr char magic[8] = {'N', 'A', 'C', 'R', 'E', 'I', 'M', 'G'};

struct Header {
  char magic[8];
  uint32_t version, headerBytes;
  uint64_t payloadBytes;
  uint32_t payloadCrc, headerCrc;
  char zero[32];
};
static_assert(sizeof(Header) == 64);

/// Weight blocks are aligned to 32 bytes (the most the library allows), so the payload must start
/// on such a boundary.
constexpr std::align_val_t alignment{64};

/// Tables a verifier may visit: a core, a slice and its synapses are one each.
constexpr unsigned maxTableDepth = 8, maxTables = 1u << 26;

uint32_t crcOf(const void *bytes, size_t size) {
  return uint32_t(crc32_z(0, static_cast<const Bytef *>(bytes), size));
}

} // namespace

/// The bytes of a file: mapped, or a copy on the heap.
struct ChipImage::Mapping {
  const char *bytes = nullptr;
  size_t size = 0;
  bool mapped = false;

  Mapping(const char *bytes, size_t size, bool mapped) : bytes(bytes), size(size), mapped(mapped) {}
  Mapping(const Mapping &) = delete;
  ~Mapping() {
    if (mapped)
      ::munmap(const_cast<char *>(bytes), size);
    else
      ::operator delete(const_cast<char *>(bytes), alignment);
  }

  std::string_view payload() const { return {bytes + sizeof(Header), size - sizeof(Header)}; }
  Status check() const;
  Status checkContainer() const;
  static Result<ChipImage> open(std::shared_ptr<const Mapping> mapping, const std::string &name);
};

Status ChipImage::Mapping::checkContainer() const {
  Header header;
  if (size < sizeof(Header) || std::memcmp(bytes, magic, sizeof(magic)) != 0)
    return Error{"no Nacre image"};
  std::memcpy(&header, bytes, sizeof(Header));
  if (header.headerCrc != crcOf(bytes, offsetof(Header, headerCrc)))
    return Error{"damaged: the header's checksum is wrong"};
  if (header.version != imageFormatVersion)
    return Error{fmt::format("format version {}, this program reads version {}", header.version,
                             imageFormatVersion),
                 "compile the network again"};
  for (char c : header.zero)
    if (c != 0)
      return Error{"damaged: the header is not zero to its end"};
  if (header.headerBytes != sizeof(Header))
    return Error{fmt::format("damaged: a header of {} bytes", header.headerBytes)};
  if (header.payloadBytes != payload().size())
    return Error{fmt::format("damaged: holds {} bytes after the header, must be {}",
                             payload().size(), header.payloadBytes)};
  if (header.payloadCrc != crcOf(payload().data(), payload().size()))
    return Error{"damaged: the checksum is wrong"};
  return success();
}

/// What the verifier of FlatBuffers 2.0 leaves out: elements of 8 bytes lie on multiples of 8.
static Status checkAlignment(const image::Image &image) {
  auto isAligned = [](const auto *vector) {
    return !vector || reinterpret_cast<uintptr_t>(vector->Data()) % 8 == 0;
  };
  bool aligned = true;
  for (const image::Core *core : *image.cores())
    aligned &= isAligned(core->sent());
  if (image.tables())
    for (const image::RouterTable *table : *image.tables())
      aligned &= isAligned(table->entries());
  return aligned ? success() : Status(Error{"damaged: a vector is not aligned"});
}

Status ChipImage::Mapping::check() const {
  if (Status status = checkContainer(); !status)
    return status;
  const std::string_view buffer = payload();
  if (buffer.size() >= FLATBUFFERS_MAX_BUFFER_SIZE)
    return Error{"larger than 2 GiB"};
  flatbuffers::Verifier verifier(reinterpret_cast<const uint8_t *>(buffer.data()), buffer.size(),
                                 maxTableDepth, maxTables);
  if (!image::VerifyImageBuffer(verifier))
    return Error{"damaged: no valid FlatBuffer"};
  const image::Image &image = *image::GetImage(buffer.data());
  for (auto checkPart : {checkAlignment, checkFields, checkTableFields, checkInput, checkAxons,
                         checkPlacement})
    if (Status status = checkPart(image); !status)
      return status;
  return success();
}

Result<ChipImage> ChipImage::Mapping::open(std::shared_ptr<const Mapping> mapping,
                                           const std::string &name) {
  if (Status status = mapping->check(); !status)
    return Error{fmt::format("'{}': {}", name, status.error().message), status.error().remedy};
  return ChipImage(std::move(mapping));
}

Result<ChipImage> ChipImage::load(const std::string &path) {
  auto refuse = [&](const char *reason) {
    return Error{fmt::format("cannot read '{}': {}", path, reason)};
  };
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return refuse(std::strerror(errno));
  struct stat info;
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) {
    ::close(file);
    return refuse("not a regular file, or empty");
  }
  void *bytes = ::mmap(nullptr, size_t(info.st_size), PROT_READ, MAP_PRIVATE, file, 0);
  int reason = errno;
  ::close(file);
  if (bytes == MAP_FAILED)
    return refuse(std::strerror(reason));
  return Mapping::open(
      std::make_shared<const Mapping>(static_cast<const char *>(bytes), size_t(info.st_size), true),
      path);
}

Result<ChipImage> ChipImage::fromBytes(std::string bytes, const std::string &name) {
  char *copy = static_cast<char *>(::operator new(bytes.size(), alignment));
  std::memcpy(copy, bytes.data(), bytes.size());
  return Mapping::open(std::make_shared<const Mapping>(copy, bytes.size(), false), name);
}

static Status checkSynapses(const image::Slice &slice, const image::Synapses &synapses,
                            BlockWeights &weights, const ChipModel &chip) {
  if (synapses.delay() > chip.limits.axonalDelaySteps)
    return Error{fmt::format("a delay of {} steps, chip '{}' has at most {}", synapses.delay(),
                             chip.name, chip.limits.axonalDelaySteps)};
  SynapseStorage storage = storageOf(synapses);
  if (!hasLayout(chip.limits, storage.layout))
    return Error{fmt::format("synapses are stored as '{}', which the cores of chip '{}' cannot",
                             storage.name(), chip.name)};
  if (!storage.codebook)
    return success();
  int64_t entries = storage.codebookEntries(weights.of(slice, synapses));
  if (entries > chip.limits.codebookEntries || chip.limits.codebookEntries == 0)
    return Error{fmt::format("a codebook of {} entries, chip '{}' has at most {}", entries,
                             chip.name, chip.limits.codebookEntries)};
  return success();
}

Status ChipImage::checkChip(const ChipModel &chip) const {
  const image::Image &image = **this;
  if (image.chip()->string_view() != chip.name)
    return Error{fmt::format("the image was made for chip '{}', not for '{}'",
                             image.chip()->string_view(), chip.name),
                 fmt::format("compile the network for '{}'", chip.name)};
  if (image.chip_columns() != chip.grid.chipColumns || image.chip_rows() != chip.grid.chipRows)
    return Error{fmt::format("the image was made for {}x{} chips, not for {}x{}",
                             image.chip_columns(), image.chip_rows(), chip.grid.chipColumns,
                             chip.grid.chipRows),
                 "compile the network for as many"};
  if (image.chip_hash() != chip.hash)
    return Error{fmt::format("the image was made for another version of chip '{}' (hash {:016x}, "
                             "the chip's is {:016x})",
                             chip.name, image.chip_hash(), chip.hash),
                 "compile the network again"};
  BlockWeights weights(image);
  for (const image::Core *core : *image.cores()) {
    if (core->id() >= chip.grid.cores())
      return Error{fmt::format("core {} does not exist: chip '{}' has {}", core->id(), chip.name,
                               chip.grid.cores())};
    for (const image::Slice *slice : *core->slices())
      if (slice->synapses())
        for (const image::Synapses *synapses : *slice->synapses())
          if (Status status = checkSynapses(*slice, *synapses, weights, chip); !status)
            return Error{fmt::format("core {}: {}", core->id(), status.error().message)};
  }
  if (Status status = checkCapacity(image, chip); !status)
    return status;
  return checkTables(image, chip);
}

uint32_t ChipImage::checksum() const {
  Header header;
  std::memcpy(&header, mapping->bytes, sizeof(Header));
  return header.payloadCrc;
}

const image::Image &ChipImage::operator*() const {
  return *image::GetImage(mapping->payload().data());
}

std::string packImage(std::string_view flatbuffer) {
  Header header = {};
  std::memcpy(header.magic, magic, sizeof(magic));
  header.version = imageFormatVersion;
  header.headerBytes = sizeof(Header);
  header.payloadBytes = flatbuffer.size();
  header.payloadCrc = crcOf(flatbuffer.data(), flatbuffer.size());
  header.headerCrc = crcOf(&header, offsetof(Header, headerCrc));
  std::string bytes(reinterpret_cast<const char *>(&header), sizeof(Header));
  return bytes.append(flatbuffer);
}

} // namespace nacre
