// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A strict reader of YAML: nothing is guessed, nothing ignored, every error has a position.
#pragma once
#include "support/Decimal.h"
#include "support/Result.h"
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nacre {

class YamlNode {
  struct State;
  std::shared_ptr<const State> state;
  explicit YamlNode(std::shared_ptr<const State> state) : state(std::move(state)) {}

public:
  struct Entry;
  using Map = std::map<std::string, YamlNode, std::less<>>;

  /// The one document of `text`; `fileName` is for messages.
  static Result<YamlNode> parse(const std::string &text, const std::string &fileName);

  /// Keys from the root: "timing.barrier[1].time_ns". Empty at the root.
  const std::string &path() const;

  /// "FILE:LINE:COLUMN: MESSAGE", 1-based. In the message "{}" stands for the quoted path.
  Error error(const std::string &message, const std::string &remedy = {}) const;

  /// Entries of a map in file order. A key given twice and a merge key (`<<`) are refused.
  Result<std::vector<Entry>> entries() const;

  /// A map with these keys: unknown and absent ones are refused.
  Result<Map> map(const std::vector<std::string> &required,
                  const std::vector<std::string> &optional = {}) const;

  Result<std::vector<YamlNode>> items() const;
  Result<std::string> text() const; ///< not empty
  Result<Decimal> number() const;   ///< unquoted, see Decimal::parse
  Result<bool> flag() const;        ///< true or false, unquoted
};

/// "did you mean 'a'?", or "valid: a, b, c" where no candidate is near.
std::string suggest(const std::string &name, const std::vector<std::string> &candidates);

/// `key` is where an error about the key itself points to.
struct YamlNode::Entry {
  std::string name;
  YamlNode key, value;
};

} // namespace nacre
