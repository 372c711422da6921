// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A named list of entries; registry_library() in //bazel:defs.bzl fills it from a folder.
#pragma once
#include "support/Result.h"
#include <cassert>
#include <map>
#include <string>
#include <string_view>

namespace nacre {

template <class Entry> class Registry {
  std::map<std::string, Entry, std::less<>> entries;

public:
  void add(std::string_view name, Entry entry) {
    [[maybe_unused]] bool fresh = entries.emplace(name, std::move(entry)).second;
    assert(fresh && "registered twice");
  }

  const Entry *find(std::string_view name) const {
    auto it = entries.find(name);
    return it == entries.end() ? nullptr : &it->second;
  }

  /// The entry, or a usage error that lists the valid names. `what` is the kind: "conversion method".
  Result<const Entry *> get(std::string_view name, std::string_view what) const {
    if (const Entry *entry = find(name))
      return entry;
    return Error{"unknown " + std::string(what) + " '" + std::string(name) + "'",
                 "known: " + names(), ExitCode::Usage};
  }

  std::string names(std::string_view separator = ", ") const {
    std::string text;
    for (const auto &[name, entry] : entries)
      text += (text.empty() ? "" : std::string(separator)) + name;
    return text;
  }

  size_t size() const { return entries.size(); }
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }
};

} // namespace nacre
