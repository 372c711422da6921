// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whole-file reading and atomic writing.
#pragma once
#include "support/Result.h"
#include <string>
#include <string_view>
#include <vector>

namespace nacre {

/// The file's bytes; gunzipped when they start with the gzip magic number.
/// Refuses what is missing, not a regular file, damaged, or unpacks to more than `maxBytes`.
Result<std::string> readFile(const std::string &path, size_t maxBytes = size_t(1) << 31);

/// Writes a PartialFile (support/PartialFile.h): on any failure (a full disk, say) nothing is left
/// behind, `path` is as it was, and the error names it. Missing parent folders are made.
Status writeFile(const std::string &path, std::string_view bytes);

/// A device, a pipe, or what the shell has opened: written as it is, never replaced by a file.
bool isStream(const std::string &path);

/// Refuses what writeFile could not write, a folder or a file below something that is none, say: to
/// be asked before long work. Makes nothing.
Status checkWritable(const std::string &path);

/// Refuses files of one command that are the same, of which one would overwrite the other. Empty
/// names are none.
Status checkDistinct(const std::vector<std::string> &paths);

} // namespace nacre
