// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/Decompress.h"
#include <fmt/format.h>
#include <lz4frame.h>
#include <memory>
#include <zstd.h>

namespace nacre {

static constexpr size_t chunkBytes = 1 << 16;

/// Appends chunk by chunk, as sizes in a file are not to be believed. `next` takes input and
/// output with their sizes, sets these to what it used, and returns 0 at the frame's end.
template <class Next>
static Result<std::string> unpack(std::string_view frame, size_t maxBytes, Next next) {
  std::string bytes;
  for (bool ended = false; !ended;) {
    const size_t before = bytes.size();
    bytes.resize(before + chunkBytes);
    size_t in = frame.size(), out = chunkBytes;
    Result<size_t> more = next(frame.data(), in, bytes.data() + before, out);
    if (!more)
      return more.error();
    bytes.resize(before + out);
    frame.remove_prefix(in);
    ended = *more == 0;
    if (bytes.size() > maxBytes)
      return Error{fmt::format("unpacks to more than the {} bytes allowed here", maxBytes)};
    if (!ended && in == 0 && out == 0)
      return Error{"is truncated"};
  }
  if (!frame.empty())
    return Error{fmt::format("has {} bytes behind its end", frame.size())};
  return bytes;
}

Result<std::string> unpackLz4(std::string_view frame, size_t maxBytes) {
  LZ4F_dctx *context = nullptr;
  if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)))
    return Error{"cannot be unpacked: out of memory"};
  std::unique_ptr<LZ4F_dctx, decltype(&LZ4F_freeDecompressionContext)> owner(
      context, LZ4F_freeDecompressionContext);
  return unpack(frame, maxBytes,
                [&](const char *in, size_t &inSize, char *out, size_t &outSize) -> Result<size_t> {
                  const size_t code = LZ4F_decompress(context, out, &outSize, in, &inSize, nullptr);
                  if (LZ4F_isError(code))
                    return Error{fmt::format("is no LZ4 frame ({})", LZ4F_getErrorName(code))};
                  return code;
                });
}

Result<std::string> unpackZstd(std::string_view frame, size_t maxBytes) {
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                    ZSTD_freeDStream);
  if (!stream)
    return Error{"cannot be unpacked: out of memory"};
  return unpack(frame, maxBytes,
                [&](const char *in, size_t &inSize, char *out, size_t &outSize) -> Result<size_t> {
                  ZSTD_inBuffer input{in, inSize, 0};
                  ZSTD_outBuffer output{out, outSize, 0};
                  const size_t code = ZSTD_decompressStream(stream.get(), &output, &input);
                  if (ZSTD_isError(code))
                    return Error{
                        fmt::format("is no Zstandard frame ({})", ZSTD_getErrorName(code))};
                  inSize = input.pos, outSize = output.pos;
                  return code;
                });
}

} // namespace nacre
