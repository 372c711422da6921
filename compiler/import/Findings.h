// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What stands in the way of importing a file, or exporting one: all of it, each with a stable code.
#pragma once
#include "support/Result.h"
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace nacre {

struct Finding {
  std::string code;   ///< "NCR1203": docs/findings/NCR1203.md
  std::string node;   ///< of the file; empty where the whole file is meant
  std::string reason; ///< what is wrong there
  std::string remedy; ///< the nearest supported form

  /// "NCR1203: node 'conv_7': REASON; REMEDY".
  std::string text() const;
};

/// Collects findings while a reader or importer goes on. Equal ones are kept once, and of one code
/// no more than `mostOfOneCode`: a damaged file must not fill the terminal.
class Findings {
  std::vector<Finding> list;
  size_t left = 0;

public:
  static constexpr size_t mostOfOneCode = 100;

  void add(std::string_view code, std::string_view node, std::string_view reason,
           std::string_view remedy);

  bool empty() const { return list.empty(); }
  size_t size() const { return list.size(); }
  auto begin() const { return list.begin(); }
  auto end() const { return list.end(); }

  /// "FILE: error: FINDING" a line.
  std::string text(std::string_view file) const;
  nlohmann::ordered_json json() const;
  /// What a command ends with after it has printed them; `done` is what could not be.
  Error error(std::string_view file, std::string_view done = "imported") const;
};

} // namespace nacre
