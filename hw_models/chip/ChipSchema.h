// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every number of a chip file, declared once: parsing, messages, printing and the hash use it.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/chip/Units.h"
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nacre {

struct ChipField {
  std::string_view name; ///< key without its unit
  Dimension dimension;
  /// The member's struct gives the section: grid, limits, timing, energy or area.
  std::variant<
      int64_t ChipModel::Grid::*, int64_t ChipModel::Limits::*, int64_t ChipModel::Timing::*,
      int64_t ChipModel::Energy::*, bool ChipModel::Limits::*,
      std::vector<BarrierPoint> ChipModel::Timing::*, std::optional<int64_t> ChipModel::Limits::*,
      std::optional<int64_t> ChipModel::Energy::*, std::optional<int64_t> ChipModel::Area::*>
      member;
  int64_t low, high; ///< range of the resolved value
  std::string_view doc;
  bool isSramWord = false; ///< may be given as the energy of a reference SRAM (SramEnergy.h)
  bool isBorder = false;   ///< of the links between chips; all of these or none are given
  bool isTable = false;    ///< of routing tables; given where, and only where, the chip has some

  std::string_view section() const;
  std::string path() const; ///< "energy.synaptic_op"
  bool isList() const;      ///< of points, each with a number of tiles
  bool isOptional() const;  ///< may be absent
  bool isExtra() const; ///< tells more than chips need: absent, the chip is as without the field

  /// Sets the member, or appends a point to it.
  void assign(ChipModel &chip, int64_t value, int64_t tiles) const;

  /// The resolved value, none if absent; of a list tiles and value of each point, alternating.
  std::vector<int64_t> values(const ChipModel &chip) const;
};

/// In the order of ChipModel, section by section.
std::span<const ChipField> chipFields();

/// The sections in order. One whose fields are all optional may be absent.
std::span<const std::string_view> chipSections();
bool mayBeAbsent(std::string_view section);

/// How a key may be written: "synaptic_op_fj, _pj or _nj".
std::string spellings(std::string_view name, Dimension dimension);

} // namespace nacre
