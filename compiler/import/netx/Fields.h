// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The fields of one layer, with findings where they are not what they must be.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/netx/Network.h"
#include <optional>
#include <string_view>

namespace nacre::netx {

class Fields {
  const Layer &layer;
  const std::string name; ///< of the layer in findings
  Findings &findings;

public:
  Fields(const Layer &layer, std::string name, Findings &findings)
      : layer(layer), name(std::move(name)), findings(findings) {}

  /// "conv1/bias".
  std::string describe(const std::string &field) const { return name + "/" + field; }
  bool has(const std::string &field) const { return layer.numbers.count(field); }
  bool hasGroup(const std::string &group) const;
  /// Empty if there is none.
  std::string text(const std::string &field) const;

  void refuse(std::string_view code, const std::string &reason, std::string_view remedy) const {
    findings.add(code, name, reason, remedy);
  }

  /// Its integers: fractions are cut off, as netx does (NetDict, `astype(int)`). Nothing, and a
  /// finding, if it is absent or a number is beyond 2^31.
  std::optional<std::vector<int64_t>> integers(const std::string &field) const;
  /// The extents of a field that is there.
  const std::vector<int64_t> &shapeOf(const std::string &field) const {
    return layer.numbers.at(field).shape;
  }
  /// The one value of all its elements; `otherwise` if the field is absent.
  std::optional<int64_t> single(const std::string &field,
                                std::optional<int64_t> otherwise = std::nullopt) const;
  /// Rows and columns: two numbers in low..2^10, or one for both.
  std::optional<std::pair<int64_t, int64_t>> pair(const std::string &field, int64_t low) const;
  /// channels, rows, columns of `shape`; 1 where it has fewer.
  std::optional<Extent> extent() const;
  /// Whether integers() cuts any fraction off.
  bool hasFractions(const std::string &field) const;

  /// Findings for fields besides these. Names ending in "/" stand for whole groups.
  void refuseOthers(const std::vector<std::string_view> &known) const;
};

} // namespace nacre::netx
